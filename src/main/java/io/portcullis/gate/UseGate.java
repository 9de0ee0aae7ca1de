package io.portcullis.gate;

import io.portcullis.broker.rights.LiveRights;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.DestinationInfo;

/** Judges which destinations a client uses, makes and removes, whatever it does with them. */
final class UseGate {

  private final ConnectionGate connections;
  private final LiveRights rights;
  private final RemovalGate removals;
  private final SubscriptionGate subscriptions;
  private final SendGate sends;

  UseGate(
      ConnectionGate connections,
      LiveRights rights,
      RemovalGate removals,
      SubscriptionGate subscriptions,
      SendGate sends) {
    this.connections = connections;
    this.rights = rights;
    this.removals = removals;
    this.subscriptions = subscriptions;
    this.sends = sends;
  }

  /** Judges the use of a destination that may be there, with the rights that hold by now. */
  void judge(ConnectionContext context, ActiveMQDestination destination) {
    rights.settle();
    connections.judgeUse(context, destination);
  }

  /** Judges a command of a client's that may make the destination. */
  void judgeMaking(ConnectionContext context, ActiveMQDestination destination, boolean toSend) {
    judge(context, destination);
    connections.judgeCreation(context, destination, toSend);
  }

  /**
   * Judges the removal of a destination.
   *
   * @return in whose name it is removed
   * @throws SecurityException if it is refused
   */
  ConnectionContext judgeRemoval(ConnectionContext context, ActiveMQDestination destination) {
    judgeRemover(context, destination);
    return removals.remover(context, destination);
  }

  /**
   * Judges the removal of a destination by a client's own command, which to MQTT may be that of a
   * subscription.
   *
   * @return in whose name it is removed
   * @throws SecurityException if it is refused
   */
  ConnectionContext judgeRemoval(ConnectionContext context, DestinationInfo info) {
    judgeRemover(context, info.getDestination());
    subscriptions.judgeRemoval(context, info.getDestination());
    return removals.remover(context, info.getDestination());
  }

  private void judgeRemover(ConnectionContext context, ActiveMQDestination destination) {
    rights.settle();
    connections.judgeLength(context, destination);
    removals.judge(context, destination);
  }

  /** Forgets a destination that was removed. */
  void removed(ActiveMQDestination destination) {
    sends.forget(destination);
  }
}
