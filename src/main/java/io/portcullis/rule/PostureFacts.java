package io.portcullis.rule;

/**
 * The environment of a broker that is about to start, and the limits on its resources.
 *
 * <p>Asked by {@code broker.start.StartInspector}.
 *
 * @param process the process that it runs in
 * @param limits the limits on what clients may use
 * @param files the files that it depends on
 * @param management its management interfaces
 */
public record PostureFacts(
    ProcessFacts process, LimitFacts limits, FilesFacts files, ManagementFacts management) {}
