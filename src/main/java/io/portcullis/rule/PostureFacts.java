package io.portcullis.rule;

/**
 * What surrounds the broker when it is about to start, and what it may use up.
 *
 * @param process the process that it runs in
 * @param limits what clients may use up of the broker
 * @param files the files that it depends on
 * @param management what manages it, other than its own clients
 */
public record PostureFacts(
    ProcessFacts process, LimitFacts limits, FilesFacts files, ManagementFacts management) {}
