package io.portcullis.rule;

import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Resource;
import java.util.Optional;

/**
 * A client's use or removal of a durable subscription.
 *
 * <p>Asked by {@code gate.SubscriptionGate}.
 *
 * @param user the user
 * @param clientId the client id of the subscription, shortened
 * @param name the name of the subscription, shortened
 * @param destination the destination that it reads from
 * @param claim who owns it
 * @param missing the right to read from it that the user does not have, if there is one
 */
public record SubscriptionFacts(
    String user,
    String clientId,
    String name,
    DestinationName destination,
    Claim claim,
    Optional<RightFacts> missing)
    implements Judged {

  /** The owner of a durable subscription, seen from the user. */
  public enum Claim {
    /** No subscription has this name yet. */
    FREE,
    /** The user created it. */
    OWN,
    /** The user is an administrator. */
    ADMINISTRATORS,
    /** The operator reserves its client id for the user. */
    OF_ID,
    /** Its creator is unknown, because the broker has restarted since. */
    UNKNOWN,
    /** Another user created it. */
    ANOTHERS,
    /** The operator reserves its client id for others. */
    RESERVED
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
