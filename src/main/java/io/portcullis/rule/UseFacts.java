package io.portcullis.rule;

import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Resource;

/**
 * A client that uses a composite destination.
 *
 * @param user who
 * @param destination its name
 * @param mixed whether it says that it is temporary while some of its parts are not
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
