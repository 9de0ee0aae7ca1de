package io.portcullis.rule;

import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Resource;

/**
 * A destination that a client sends to or makes, where its name is no ordinary one.
 *
 * @param user who
 * @param destination its name
 * @param pattern whether it, or a part of it, is a pattern and no query of the statistics plugin
 * @param misplaced whether it, or a part of it, has the name of one of the broker's own services
 *     and is not of their kind
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
