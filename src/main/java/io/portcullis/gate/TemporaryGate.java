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

  /** Of the broker behind the filters of {@code chain}. */
  TemporaryGate(Broker chain, Enforcer enforcer, PathSeparators separators, LocalBridgeEnds links) {
    this.chain = chain;
    this.enforcer = enforcer;
    this.separators = separators;
    this.links = links;
  }

  /**
   * Judges a client that makes destinations, temporary ones among them, and remembers them as its
   * own.
   *
   * @throws SecurityException if it is refused
   */
  void create(ConnectionContext context, ActiveMQDestination destination) {
    take(context, destination, Use.CREATE);
  }

  /**
   * Judges a consumer of destinations, temporary ones among them. ActiveMQ makes those that are not
   * there, so they are remembered as its own.
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
   * Judges the removal of a temporary destination. One that is not there is nobody's.
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

  /** Bridges read from all, and remove the copies that they made. */
  private boolean maySo(ConnectionContext context, ActiveMQDestination destination, Use use) {
    Optional<String> peer = links.peer(context);
    return peer.isPresent() && (use != Use.REMOVE || copies.isFor(peer.get(), destination));
  }

  /** Whether a temporary destination is a connection's own. */
  boolean isOwn(ConnectionContext context, ActiveMQDestination destination) {
    return made.isOwn(context, destination, () -> find(destination) != null);
  }

  /** Whether a connection is the local end of one of this broker's bridges. */
  boolean isLink(ConnectionContext context) {
    return links.include(context);
  }

  /**
   * Whether the removal of a destination is nothing to be done: a bridge whose peer knows it no
   * more, while its maker came over to this broker; or somebody else's that is not there.
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

  /** Forgets what is there no more. */
  void forgetAbsent(ActiveMQDestination destination) {
    absent(destination)
        .forEach(
            one -> {
              made.forget(one);
              copies.forget(one);
            });
  }

  /** Forgets what a connection was about to make, where that failed. */
  void forgetUnmade(ActiveMQDestination destination) {
    absent(destination)
        .forEach(
            one -> {
              made.forgetUnmade(one);
              copies.forget(one);
            });
  }

  private Stream<ActiveMQDestination> absent(ActiveMQDestination destination) {
    return temporary(destination).stream().filter(one -> find(one) == null);
  }

  /** Remembers that a connection ended and could not take its destination along. */
  void left(ConnectionContext context, ActiveMQDestination removed) {
    for (ActiveMQDestination one : temporary(removed)) {
      if (isOwn(context, one)) {
        made.leave(one);
      }
    }
  }

  /** Whether temporary destinations are among the parts of a destination. */
  boolean concerns(ActiveMQDestination destinationOrNull) {
    return destinationOrNull != null
        && (destinationOrNull.isTemporary() || destinationOrNull.isComposite())
        && !temporary(destinationOrNull).isEmpty();
  }

  /** The bridges that read from what is this connection's own. */
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
   * Says to ActiveMQ who reads from a destination now. From 6.3.0 on it lets only the connection
   * read that it takes for the maker: of a bridge's copy that is the bridge, and of two bridges the
   * first.
   */
  void handOver(ConsumerInfo reader) {
    if (enforcer.enforces(RuleIds.REQUIRE_AUTHORIZATION)) {
      found(reader).forEach(one -> one.setConnectionId(connectionId(reader)));
    }
  }

  /** Whether that still holds. */
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

  /** Null if there is none. */
  private Destination find(ActiveMQDestination destination) {
    return chain.getDestinationMap(destination).get(destination);
  }
}
