package io.portcullis.usage;

import io.portcullis.policy.DestinationName;
import io.portcullis.rule.Operation;
import java.util.Set;

/**
 * A right that a user used or asked for.
 *
 * @param user the user; empty for all who are not logged in
 * @param groups the user's groups when it was seen last
 * @param operation what the user did
 * @param destination the destination. A consumer's may be a pattern or composite. All temporary
 *     queues are one, with the name {@code >}, and so are all temporary topics. All advisory topics
 *     are one, with the name {@code ActiveMQ.Advisory.>}, where they were created
 * @param passed whether it went through; otherwise it was refused
 * @param permitted whether the authorization map permitted it when it was seen last: the installed
 *     map, or without one the map that an enforcing broker would install
 * @param seen when
 */
public record Use(
    String user,
    Set<String> groups,
    Operation operation,
    DestinationName destination,
    boolean passed,
    boolean permitted,
    Seen seen) {

  /** Copies the set. */
  public Use {
    groups = Set.copyOf(groups);
  }
}
