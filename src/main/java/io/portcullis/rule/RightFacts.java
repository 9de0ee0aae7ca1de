package io.portcullis.rule;

import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Resource;

/**
 * A right that somebody uses.
 *
 * @param user who
 * @param operation what is done
 * @param destination what it is done to
 * @param grant who has the right
 * @param held whether the user has it
 */
public record RightFacts(
    String user, Operation operation, DestinationName destination, RightHolder grant, boolean held)
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
