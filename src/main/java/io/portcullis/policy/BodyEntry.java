package io.portcullis.policy;

/**
 * One entry of {@code bodyPolicies}, as text that nobody has judged yet. Empty means not said.
 *
 * @param queue a queue's name or pattern
 * @param topic a topic's name or pattern
 * @param temporary {@code true} for all temporary destinations
 * @param body what the destination demands, the name of a {@link BodyDemand}
 */
public record BodyEntry(String queue, String topic, String temporary, String body) {}
