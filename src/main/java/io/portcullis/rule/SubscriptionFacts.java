package io.portcullis.rule;

import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Resource;

/**
 * A client that uses or removes a durable subscription.
 *
 * @param user who
 * @param clientId the client id of the subscription, cut
 * @param name the name of the subscription, cut
 * @param destination what it reads from
 * @param claim whose it is
 * @param readable whether the user may read from that
 */
public record SubscriptionFacts(
    String user,
    String clientId,
    String name,
    DestinationName destination,
    Claim claim,
    boolean readable)
    implements Judged {

  /** Whose a durable subscription is. */
  public enum Claim {
    /** There is none of this name yet. */
    FREE,
    /** The user made it. */
    OWN,
    /** The user is an administrator. */
    ADMINISTRATORS,
    /** The operator keeps its client id for the user. */
    OF_ID,
    /** Nobody knows who made it: the broker has restarted since. */
    UNKNOWN,
    /** Another user made it. */
    ANOTHERS,
    /** The operator keeps its client id for others. */
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
