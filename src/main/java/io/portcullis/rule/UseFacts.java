package io.portcullis.rule;

import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Resource;

/**
 * A client's use of a composite destination.
 *
 * <p>Asked by {@code gate.ConnectionGate}.
 *
 * @param user the user
 * @param destination its name
 * @param mixed whether it claims to be temporary while some of its parts are not
 */
public record UseFacts(String user, DestinationName destination, boolean mixed) implements Judged {

  @Override
  public Resource about() {
    return Resource.destination(destination);
  }

  @Override
  public String where() {
    return "user \"%s\"".formatted(user);
  }
}
