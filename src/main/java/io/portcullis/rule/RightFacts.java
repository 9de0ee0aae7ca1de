package io.portcullis.rule;

import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Resource;

/**
 * A right that a user uses.
 *
 * <p>Asked by {@code broker.rights.LateSubscriptions}, {@code gate.RemovalGate}, {@code
 * gate.RequestGate}, {@code gate.ScheduleGate} and {@code gate.TransactionGate}.
 *
 * @param user the user
 * @param operation the operation
 * @param destination the destination
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
