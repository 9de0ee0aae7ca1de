package io.portcullis.rule;

import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Resource;
import java.util.Set;

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
 * @param groups the user's groups, as far as its login shows them; not asked for if it has the
 *     right
 * @param pasted whether the map has entries in XML, so that another can be pasted
 */
public record RightFacts(
    String user,
    Operation operation,
    DestinationName destination,
    RightHolder grant,
    boolean held,
    Set<String> groups,
    boolean pasted)
    implements Judged {

  /** Copies the set. */
  public RightFacts {
    groups = Set.copyOf(groups);
  }

  /** Says what gives the user the right, which it does not have. */
  public String remedy() {
    return new MissingRight(this).remedy();
  }

  @Override
  public Resource about() {
    return Resource.destination(destination);
  }

  @Override
  public String where() {
    return "user \"%s\"".formatted(user);
  }
}
