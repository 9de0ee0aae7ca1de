package io.portcullis.gate;

import java.security.cert.X509Certificate;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerFilter;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.ConsumerBrokerExchange;
import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.broker.region.MessageReference;
import org.apache.activemq.broker.region.Subscription;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.BrokerInfo;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.command.ConsumerControl;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.command.DestinationInfo;
import org.apache.activemq.command.Message;
import org.apache.activemq.command.MessageAck;
import org.apache.activemq.command.MessagePull;
import org.apache.activemq.command.ProducerInfo;
import org.apache.activemq.command.RemoveSubscriptionInfo;
import org.apache.activemq.command.Response;
import org.apache.activemq.security.AuthenticationBroker;
import org.apache.activemq.security.SecurityContext;

/**
 * The outermost filter of the broker: every connection and every message of a client passes it
 * first. It refuses by throwing exactly {@link SecurityException}. OpenWire would turn a subclass
 * that clients do not know into a bare Throwable.
 *
 * <p>Nothing that a client can set exempts it from the checks. Messages that the broker sends in
 * its own security context, such as dead letters, were judged when they came in.
 */
final class PortcullisBroker extends BrokerFilter implements AuthenticationBroker {

  private final GateLifecycle lifecycle;
  private final ConnectionGate connections;
  private final SessionGate sessions;
  private final UseGate uses;
  private final ConsumerGate consumers;
  private final MessageGate messages;

  PortcullisBroker(
      Broker next,
      GateLifecycle lifecycle,
      ConnectionGate connections,
      SessionGate sessions,
      UseGate uses,
      ConsumerGate consumers,
      MessageGate messages) {
    super(next);
    this.lifecycle = lifecycle;
    this.connections = connections;
    this.sessions = sessions;
    this.uses = uses;
    this.consumers = consumers;
    this.messages = messages;
  }

  @Override
  public void start() throws Exception {
    super.start();
    consumers.start(this);
    lifecycle.start(getBrokerService());
  }

  @Override
  public void stop() throws Exception {
    try {
      lifecycle.stop(getBrokerService());
    } finally {
      super.stop();
    }
  }

  /** Judges connectors that start. Every connector calls this before it accepts clients. */
  @Override
  public BrokerInfo[] getPeerBrokerInfos() {
    lifecycle.connectorStarts();
    return super.getPeerBrokerInfos();
  }

  @Override
  public void addConnection(ConnectionContext context, ConnectionInfo info) throws Exception {
    sessions.add(getNext(), context, info);
  }

  /**
   * Returns an adaptor. This filter poses as an authentication plugin only if there is one behind
   * it.
   */
  @Override
  public Broker getAdaptor(Class<?> type) {
    return type == AuthenticationBroker.class && getNext().getAdaptor(type) == null
        ? null
        : super.getAdaptor(type);
  }

  /** Judges a login of AMQP, which asks the authentication plugin before a connection exists. */
  @Override
  public SecurityContext authenticate(
      String userName, String password, X509Certificate[] certificates) {
    return sessions.authenticate(getNext(), userName, password, certificates);
  }

  @Override
  public void removeConnection(ConnectionContext context, ConnectionInfo info, Throwable error)
      throws Exception {
    sessions.remove(context, info);
    super.removeConnection(context, info, error);
  }

  @Override
  public Subscription addConsumer(ConnectionContext context, ConsumerInfo info) throws Exception {
    return consumers.add(context, info);
  }

  @Override
  public void processConsumerControl(ConsumerBrokerExchange exchange, ConsumerControl control) {
    consumers.judgeControl(exchange, control);
    super.processConsumerControl(exchange, control);
  }

  @Override
  public void removeSubscription(ConnectionContext context, RemoveSubscriptionInfo info)
      throws Exception {
    consumers.removeSubscription(context, info);
  }

  @Override
  public void removeConsumer(ConnectionContext context, ConsumerInfo info) throws Exception {
    consumers.remove(context, info);
  }

  @Override
  public void addProducer(ConnectionContext context, ProducerInfo info) throws Exception {
    uses.judgeMaking(context, info.getDestination(), true);
    super.addProducer(context, info);
  }

  @Override
  public void addDestinationInfo(ConnectionContext context, DestinationInfo info) throws Exception {
    connections.judgeAim(context, info.getDestination());
    uses.judgeMaking(context, info.getDestination(), false);
    super.addDestinationInfo(context, info);
  }

  @Override
  public void networkBridgeStarted(
      BrokerInfo brokerInfo, boolean createdByDuplex, String remoteIp) {
    if (createdByDuplex) {
      connections.judgeDuplexBridge(getBrokerService(), String.valueOf(remoteIp));
    }
    super.networkBridgeStarted(brokerInfo, createdByDuplex, remoteIp);
  }

  @Override
  public void send(ProducerBrokerExchange exchange, Message message) throws Exception {
    messages.send(exchange, message);
  }

  @Override
  public void acknowledge(ConsumerBrokerExchange exchange, MessageAck ack) throws Exception {
    ConnectionContext context = exchange.getConnectionContext();
    try {
      consumers.judgeReader(context, ack.getConsumerId(), ack.getDestination());
      super.acknowledge(exchange, ack);
    } catch (SecurityException e) {
      messages.refused(context, ack, e);
      throw e;
    }
  }

  @Override
  public Response messagePull(ConnectionContext context, MessagePull pull) throws Exception {
    consumers.judgeReader(context, pull.getConsumerId(), pull.getDestination());
    return super.messagePull(context, pull);
  }

  @Override
  public boolean sendToDeadLetterQueue(
      ConnectionContext context,
      MessageReference reference,
      Subscription subscription,
      Throwable cause) {
    return consumers.sendToDeadLetterQueue(context, reference, subscription, cause);
  }

  @Override
  public void removeDestination(
      ConnectionContext context, ActiveMQDestination destination, long timeout) throws Exception {
    ConnectionContext remover = uses.judgeRemoval(context, destination);
    super.removeDestination(remover, destination, timeout);
    uses.removed(destination);
  }

  /** Removes a destination on a client's command, which does not call the other method. */
  @Override
  public void removeDestinationInfo(ConnectionContext context, DestinationInfo info)
      throws Exception {
    ConnectionContext remover = uses.judgeRemoval(context, info);
    super.removeDestinationInfo(remover, info);
    uses.removed(info.getDestination());
  }
}
