package io.portcullis.broker.ownership;

import io.portcullis.broker.connector.ClientIdTakeover;
import io.portcullis.broker.platform.DestinationNames;
import io.portcullis.broker.platform.Subjects;
import io.portcullis.broker.rights.AuthenticatedUser;
import io.portcullis.broker.rights.AuthorizationMapView;
import io.portcullis.broker.send.Administrators;
import io.portcullis.policy.ClientIdPatterns.Standing;
import io.portcullis.policy.Policy;
import io.portcullis.rule.Operation;
import io.portcullis.rule.SubscriptionFacts;
import io.portcullis.rule.SubscriptionFacts.Claim;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.region.DurableTopicSubscription;
import org.apache.activemq.broker.region.RegionBroker;
import org.apache.activemq.broker.region.TopicRegion;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.security.SecurityContext;

/**
 * Records who created which durable subscription, while the broker runs and the subscription
 * exists. ActiveMQ does not store this. So after a restart the creators of older subscriptions are
 * unknown.
 */
public final class DurableSubscriptions {

  private static final int SMALL = 256;

  private final RegionBroker regions;
  private final AuthorizationMapView rights;
  private final Administrators administrators;
  private final Supplier<Policy> policy;
  private final Map<Object, Creation> creations = new HashMap<>();
  private int sweepAt = SMALL;

  /** The creator of a subscription that exists or is about to. */
  private record Creation(KeptSubscription kept, AuthenticatedUser user, boolean made) {}

  /** Uses the regions behind {@code chain}. */
  public DurableSubscriptions(
      Broker chain,
      AuthorizationMapView rights,
      Administrators administrators,
      Supplier<Policy> policy) {
    this.regions = (RegionBroker) chain.getAdaptor(RegionBroker.class);
    this.rights = rights;
    this.administrators = administrators;
    this.policy = policy;
  }

  /** Returns the destination of an existing subscription. */
  public Optional<ActiveMQDestination> destination(KeptSubscription key) {
    if (key.queue().isPresent()) {
      return key.queue().filter(regions.getQueueRegion().getDestinationMap()::containsKey);
    }
    return Optional.ofNullable(
            ((TopicRegion) regions.getTopicRegion()).getDurableSubscription(key.key()))
        .map(DurableTopicSubscription::getActiveMQDestination);
  }

  private boolean isThere(KeptSubscription key) {
    return destination(key).isPresent();
  }

  /**
   * Returns who owns a subscription, seen from a user, and whether that user may read from it. For
   * a new subscription, the authorization plugin checks that right itself.
   */
  public SubscriptionFacts facts(
      ConnectionContext context, KeptSubscription key, ActiveMQDestination destination) {
    Claim claim = claim(context, key);
    return new SubscriptionFacts(
        Subjects.user(context),
        Subjects.text(key.clientId()),
        Subjects.text(key.name()),
        DestinationNames.of(destination),
        claim,
        claim == Claim.FREE
            ? Optional.empty()
            : rights.firstMissing(context, Operation.READ, destination));
  }

  private Claim claim(ConnectionContext context, KeptSubscription key) {
    SecurityContext security = context.getSecurityContext();
    if (administrators.include(context)) {
      return Claim.ADMINISTRATORS;
    }
    Standing standing =
        ClientIdTakeover.standing(policy.get().clientIds(), key.clientId(), security);
    if (standing != Standing.FREE) {
      return standing == Standing.OWN ? Claim.OF_ID : Claim.RESERVED;
    }
    Optional<AuthenticatedUser> creator = creator(key);
    if (!isThere(key) && creator.filter(AuthenticatedUser.of(security)::equals).isPresent()) {
      return Claim.FREE;
    }
    if (creator.isEmpty()) {
      return Claim.UNKNOWN;
    }
    return creator.get().equals(AuthenticatedUser.of(security)) ? Claim.OWN : Claim.ANOTHERS;
  }

  private synchronized Optional<AuthenticatedUser> creator(KeptSubscription key) {
    Creation creation = creations.get(key.id());
    return creation == null || isGone(creation) ? Optional.empty() : Optional.of(creation.user());
  }

  /**
   * Tells whether a subscription no longer exists. It may also end without a call to the gate: by
   * its age, and with its topic.
   */
  private boolean isGone(Creation creation) {
    return creation.made() && !isThere(creation.kept());
  }

  /**
   * Records that a user is about to create a subscription. From now on it belongs to that user.
   *
   * @return false if it exists, or another user is about to create it
   */
  public synchronized boolean begin(ConnectionContext context, KeptSubscription key) {
    if (creations.size() >= sweepAt) {
      creations.values().removeIf(this::isGone);
      sweepAt = Math.max(SMALL, 2 * creations.size());
    }
    Creation before = creations.get(key.id());
    if (isThere(key) || (before != null && !before.made())) {
      return false;
    }
    creations.put(
        key.id(), new Creation(key, AuthenticatedUser.of(context.getSecurityContext()), false));
    return true;
  }

  /** Records that the creation of a subscription has succeeded or failed. */
  public synchronized void end(KeptSubscription key) {
    if (!isThere(key)) {
      creations.remove(key.id());
    } else {
      creations.computeIfPresent(
          key.id(), (unused, creation) -> new Creation(creation.kept(), creation.user(), true));
    }
  }

  /** Forgets a removed subscription. */
  public synchronized void removed(KeptSubscription key) {
    if (!isThere(key)) {
      creations.remove(key.id());
    }
  }

  /** Returns the number of known creators. */
  synchronized int size() {
    return creations.size();
  }
}
