package io.portcullis.gate;

import io.portcullis.broker.bridge.BridgeCopies;
import io.portcullis.broker.bridge.LocalBridgeEnds;
import io.portcullis.broker.ownership.TemporaryDestinations;
import io.portcullis.broker.platform.DestinationNames;
import io.portcullis.broker.platform.PathSeparators;
import io.portcullis.broker.platform.Subjects;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Refusal;
import io.portcullis.rule.RuleIds;
import io.portcullis.rule.TemporaryUseFacts;
import io.portcullis.rule.TemporaryUseFacts.Use;
import io.portcullis.rule.Violation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.broker.region.Subscription;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQTempDestination;
import org.apache.activemq.command.ConsumerInfo;

/**
 * Reserves temporary destinations for the connection and user that created them. Everybody else may
 * only send to them. The broker's own network connectors forward these messages, so they also read
 * from copies, and each may remove its own.
 */
final class TemporaryGate {

  private final Broker chain;
  private final Enforcer enforcer;
  private final PathSeparators separators;
  private final LocalBridgeEnds links;
  private final TemporaryDestinations made = new TemporaryDestinations();
  private final BridgeCopies copies = new BridgeCopies();

  /** Judges for the broker behind the filters of {@code chain}. */
  TemporaryGate(Broker chain, Enforcer enforcer, PathSeparators separators, LocalBridgeEnds links) {
    this.chain = chain;
    this.enforcer = enforcer;
    this.separators = separators;
    this.links = links;
  }

  /**
   * Judges a client that creates destinations, and records temporary ones as its own.
   *
   * @throws SecurityException if it is refused
   */
  void create(ConnectionContext context, ActiveMQDestination destination) {
    take(context, destination, Use.CREATE);
  }

  /**
   * Judges a consumer of destinations. ActiveMQ creates missing temporary destinations, so this
   * records them as the client's own.
   *
   * @throws SecurityException if it is refused
   */
  void read(ConnectionContext context, ActiveMQDestination destination) {
    take(context, destination, Use.READ);
  }

  private void take(ConnectionContext context, ActiveMQDestination destination, Use use) {
    List<ActiveMQDestination> all = temporary(destination);
    all.forEach(one -> judge(context, one, use));
    all.stream().filter(one -> isOwn(context, one)).forEach(one -> made.claim(context, one));
    if (!all.isEmpty()) {
      links
          .peer(context)
          .ifPresent(
              peer ->
                  all.stream()
                      .filter(one -> find(one) == null)
                      .forEach(one -> copies.claim(peer, one)));
    }
  }

  /**
   * Records the copies that a bridge has created or found. Another bridge to the same peer may have
   * removed a copy, and with it the record, since this one asked.
   */
  void created(ConnectionContext context, ActiveMQDestination destination) {
    links
        .peer(context)
        .ifPresent(
            peer ->
                temporary(destination).stream()
                    .filter(one -> find(one) != null && !made.isKnown(one))
                    .forEach(one -> copies.claim(peer, one)));
  }

  /**
   * Judges the removal of a temporary destination. A missing one belongs to nobody.
   *
   * @throws SecurityException if it is refused
   */
  void judgeRemoval(ConnectionContext context, ActiveMQDestination destination) {
    if (find(destination) != null) {
      judge(context, destination, Use.REMOVE);
    }
  }

  private void judge(ConnectionContext context, ActiveMQDestination destination, Use use) {
    if (SendGate.isSentByBroker(context)
        || isOwn(context, destination)
        || (use == Use.CREATE && made.mayMake(context, destination))
        || maySo(context, destination, use)) {
      return;
    }
    TemporaryUseFacts facts =
        new TemporaryUseFacts(Subjects.user(context), use, DestinationNames.of(destination), false);
    List<Violation> refused =
        enforcer.judge(
            Moment.CONNECTION, Subjects.of(context, destination), facts, rule -> rule.judge(facts));
    if (!refused.isEmpty()) {
      throw Refusal.of(refused.get(0));
    }
  }

  /**
   * Tells whether a bridge may do this. Bridges may read all, and remove the copies that they made.
   */
  private boolean maySo(ConnectionContext context, ActiveMQDestination destination, Use use) {
    Optional<String> peer = links.peer(context);
    return peer.isPresent() && (use != Use.REMOVE || copies.isFor(peer.get(), destination));
  }

  /** Tells whether a temporary destination belongs to a connection. */
  boolean isOwn(ConnectionContext context, ActiveMQDestination destination) {
    return made.isOwn(context, destination, () -> find(destination) != null);
  }

  /** Tells whether a connection is the local end of one of this broker's bridges. */
  boolean isLink(ConnectionContext context) {
    return links.include(context);
  }

  /**
   * Tells whether a removal should do nothing. One case is a bridge whose peer no longer knows the
   * destination, while its creator moved to this broker. The other is a missing destination of
   * somebody else.
   */
  boolean keeps(ConnectionContext context, ActiveMQDestination removed) {
    if (removed == null
        || !removed.isTemporary()
        || removed.isComposite()
        || !enforcer.enforces(RuleIds.REQUIRE_AUTHORIZATION)
        || SendGate.isSentByBroker(context)) {
      return false;
    }
    ActiveMQDestination destination = separators.translate(removed);
    if (isOwn(context, destination)) {
      return false;
    }
    return links.include(context) ? made.isMakerPresent(destination) : find(destination) == null;
  }

  /** Forgets destinations that no longer exist. */
  void forgetAbsent(ActiveMQDestination destination) {
    absent(destination)
        .forEach(
            one -> {
              made.forget(one);
              copies.forget(one, () -> find(one) != null);
            });
  }

  /** Forgets destinations whose creation failed. */
  void forgetUnmade(ActiveMQDestination destination) {
    absent(destination)
        .forEach(
            one -> {
              made.forgetUnmade(one);
              copies.forget(one, () -> find(one) != null);
            });
  }

  private Stream<ActiveMQDestination> absent(ActiveMQDestination destination) {
    return temporary(destination).stream().filter(one -> find(one) == null);
  }

  /** Records that a connection ended and could not remove its destination. */
  void left(ConnectionContext context, ActiveMQDestination removed) {
    for (ActiveMQDestination one : temporary(removed)) {
      if (isOwn(context, one)) {
        made.leave(one);
      }
    }
  }

  /** Tells whether a destination has temporary parts. */
  boolean concerns(ActiveMQDestination destinationOrNull) {
    return destinationOrNull != null
        && (destinationOrNull.isTemporary() || destinationOrNull.isComposite())
        && !temporary(destinationOrNull).isEmpty();
  }

  /** Finds the bridges that read from a connection's own destinations. */
  List<Subscription> linksIn(ConnectionContext context, ActiveMQDestination destination) {
    if (!enforcer.enforces(RuleIds.REQUIRE_AUTHORIZATION) || SendGate.isSentByBroker(context)) {
      return List.of();
    }
    return temporary(destination).stream()
        .filter(one -> isOwn(context, one))
        .flatMap(one -> Stream.ofNullable(find(one)))
        .flatMap(found -> found.getConsumers().stream())
        .filter(reader -> reader.getContext() != null && links.include(reader.getContext()))
        .toList();
  }

  /**
   * Tells ActiveMQ who reads from a destination now. From 6.3.0 on, only the connection that
   * ActiveMQ considers the creator may read. For a bridge's copy that is the bridge, and of two
   * bridges the first.
   */
  void handOver(ConsumerInfo reader) {
    if (enforcer.enforces(RuleIds.REQUIRE_AUTHORIZATION)) {
      found(reader).forEach(one -> one.setConnectionId(connectionId(reader)));
    }
  }

  /** Tells whether that is still the case. */
  boolean isHandedOver(ConsumerInfo reader) {
    return !enforcer.enforces(RuleIds.REQUIRE_AUTHORIZATION)
        || found(reader).allMatch(one -> connectionId(reader).equals(one.getConnectionId()));
  }

  private static String connectionId(ConsumerInfo reader) {
    return reader.getConsumerId().getConnectionId();
  }

  private Stream<ActiveMQTempDestination> found(ConsumerInfo reader) {
    return temporary(reader.getDestination()).stream()
        .flatMap(one -> Stream.ofNullable(find(one)))
        .map(Destination::getActiveMQDestination)
        .filter(ActiveMQTempDestination.class::isInstance)
        .map(ActiveMQTempDestination.class::cast);
  }

  private List<ActiveMQDestination> temporary(ActiveMQDestination destinationOrNull) {
    return destinationOrNull == null
        ? List.of()
        : TemporaryDestinations.among(separators.translate(destinationOrNull));
  }

  /** Finds the destination; null if it does not exist. */
  private Destination find(ActiveMQDestination destination) {
    return chain.getDestinationMap(destination).get(destination);
  }
}
