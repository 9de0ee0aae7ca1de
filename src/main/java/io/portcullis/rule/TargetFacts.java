package io.portcullis.rule;

import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Resource;

/**
 * A special destination that a client sends to or creates.
 *
 * <p>Asked by {@code gate.NameGate} and {@code gate.RequestGate}.
 *
 * @param user the user
 * @param destination its name
 * @param pattern whether it or a part of it is a pattern, and not a query of the statistics plugin
 * @param misplaced whether it or a part of it has the name of one of the broker's own services and
 *     another kind
 */
public record TargetFacts(
    String user, DestinationName destination, boolean pattern, boolean misplaced)
    implements Judged {

  @Override
  public Resource about() {
    return Resource.destination(destination);
  }

  @Override
  public String where() {
    return "user \"%s\"".formatted(user);
  }
}
