package io.portcullis.gate;

import io.portcullis.broker.connector.ClientIdClaims;
import io.portcullis.broker.connector.ConnectorGates;
import io.portcullis.broker.connector.FrameLimit;
import io.portcullis.broker.jmx.PortcullisView;
import io.portcullis.broker.management.OperatedBeans;
import io.portcullis.broker.management.Operator;
import io.portcullis.broker.platform.Protocol;
import io.portcullis.broker.rights.LiveLogins;
import io.portcullis.broker.rights.LiveRights;
import io.portcullis.broker.send.Quarantine;
import io.portcullis.broker.send.ScheduledSends;
import io.portcullis.enforce.InTurn;
import io.portcullis.rule.RuleIds;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerFilter;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.ConsumerBrokerExchange;
import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.broker.TransportConnection;
import org.apache.activemq.broker.region.MessageReference;
import org.apache.activemq.broker.region.Subscription;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.BrokerInfo;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.command.ConsumerControl;
import org.apache.activemq.command.ConsumerId;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.command.DestinationInfo;
import org.apache.activemq.command.Message;
import org.apache.activemq.command.MessageAck;
import org.apache.activemq.command.MessagePull;
import org.apache.activemq.command.ProducerAck;
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

  private final LoginGate logins;
  private final ConnectionGate connections;
  private final SendGate sends;
  private final Optional<LiveRights> rights;
  private final RemovalGate removals;
  private final IdGate ids;
  private final SubscriptionGate subscriptions;
  private final ConnectorGates connectors;
  private final DestinationGate destinations;
  private final Quarantine quarantine;
  private final LiveLogins present;
  private final HourlyWatch hourly;
  private final ConfigurationWatch configuration;
  private final PortcullisView view;
  private final DistributedTransactions transactions;
  private final RefusedConsumers refusedConsumers;
  private final ScheduledSends scheduled;

  PortcullisBroker(
      Broker next,
      LoginGate logins,
      ConnectionGate connections,
      SendGate sends,
      Optional<LiveRights> rights,
      RemovalGate removals,
      IdGate ids,
      SubscriptionGate subscriptions,
      ConnectorGates connectors,
      DestinationGate destinations,
      Quarantine quarantine,
      ScheduledSends scheduled,
      LiveLogins present,
      HourlyWatch hourly,
      ConfigurationWatch configuration,
      PortcullisView view,
      DistributedTransactions transactions) {
    super(next);
    this.logins = logins;
    this.connections = connections;
    this.sends = sends;
    this.rights = rights;
    this.removals = removals;
    this.ids = ids;
    this.subscriptions = subscriptions;
    this.connectors = connectors;
    this.destinations = destinations;
    this.quarantine = quarantine;
    this.present = present;
    this.hourly = hourly;
    this.configuration = configuration;
    this.view = view;
    this.transactions = transactions;
    this.scheduled = scheduled;
    this.refusedConsumers = new RefusedConsumers(next);
  }

  @Override
  public void start() throws Exception {
    super.start();
    BrokerService service = getBrokerService();
    if (service.isUseJmx()) {
      service.getManagementContext().registerMBean(view, PortcullisView.name(service));
    }
    if (rights.isPresent()) {
      connections.guardStoredSelectors(this);
      rights.get().start();
    }
    logins.open();
    hourly.start();
    configuration.start();
  }

  @Override
  public void stop() throws Exception {
    BrokerService service = getBrokerService();
    OperatedBeans.forget(service);
    try {
      InTurn.steps(
          logins::close,
          () -> rights.ifPresent(LiveRights::stop),
          hourly::stop,
          configuration::stop);
      if (service.isUseJmx()) {
        service.getManagementContext().unregisterMBean(PortcullisView.name(service));
      }
    } finally {
      super.stop();
    }
  }

  /** Judges connectors that start. Every connector calls this before it accepts clients. */
  @Override
  public BrokerInfo[] getPeerBrokerInfos() {
    connectors.guardAgain();
    return super.getPeerBrokerInfos();
  }

  @Override
  public void addConnection(ConnectionContext context, ConnectionInfo info) throws Exception {
    connections.judge(context);
    ClientIdClaims.Login login = ids.logIn(logins, context, info, super::addConnection);
    try {
      ids.judgeLogin(login, context, info);
      connections.judgeLogin(context, info);
      connections.judgeClaim(context);
      rights.ifPresent(live -> live.login(context));
    } catch (RuntimeException | Error e) {
      ids.removed(context, info);
      super.removeConnection(context, info, e);
      throw e;
    }
    FrameLimit.lift(context);
    present.add(context);
    connections.open(context).ifPresent(this::forget);
    ids.added(context);
  }

  /** Forgets a login that another one replaced. ActiveMQ does not remove it. */
  private void forget(ConnectionContext replaced) {
    present.remove(replaced);
    rights.ifPresent(live -> live.logout(replaced));
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
    AuthenticationBroker plugin =
        (AuthenticationBroker) getNext().getAdaptor(AuthenticationBroker.class);
    return logins.authenticate(plugin, userName, password, certificates);
  }

  @Override
  public void removeConnection(ConnectionContext context, ConnectionInfo info, Throwable error)
      throws Exception {
    connections.close(context);
    present.remove(context);
    ids.removed(context, info);
    rights.ifPresent(live -> live.logout(context));
    super.removeConnection(context, info, error);
  }

  @Override
  public Subscription addConsumer(ConnectionContext context, ConsumerInfo info) throws Exception {
    connections.judgeAim(context, info.getDestination());
    judgeUse(context, info.getDestination());
    connections.judgeSelector(context, info);
    destinations.stand();
    return subscriptions.add(context, info, () -> subscribe(context, info));
  }

  private Subscription subscribe(ConnectionContext context, ConsumerInfo info) throws Exception {
    if (rights.isEmpty()) {
      return super.addConsumer(context, info);
    }
    rights.get().returning(context, info);
    Subscription subscription = addOrForget(context, info);
    rights.get().added(context, subscription);
    return subscription;
  }

  /**
   * Adds a consumer, and removes its traces if that fails. ActiveMQ keeps some for a consumer whose
   * selector it cannot parse.
   */
  private Subscription addOrForget(ConnectionContext context, ConsumerInfo info) throws Exception {
    try {
      if (info.getSelector() != null) {
        SelectorGuard.parse(info.getSelector());
      }
      Subscription subscription = super.addConsumer(context, info);
      connections.guardSelector(subscription);
      return subscription;
    } catch (Exception e) {
      refusedConsumers.forget(context, info);
      throw e;
    }
  }

  /**
   * Judges a client's command about one of its consumers. The command creates the destination that
   * it names.
   */
  @Override
  public void processConsumerControl(ConsumerBrokerExchange exchange, ConsumerControl control) {
    if (exchange != null && !isOfItsSubscription(exchange, control)) {
      judgeUse(exchange.getConnectionContext(), control.getDestination());
      connections.judgeCreation(exchange.getConnectionContext(), control.getDestination(), false);
    }
    super.processConsumerControl(exchange, control);
  }

  private static boolean isOfItsSubscription(
      ConsumerBrokerExchange exchange, ConsumerControl control) {
    Subscription subscription = exchange.getSubscription();
    return subscription != null
        && subscription.getConsumerInfo().getDestination().equals(control.getDestination());
  }

  @Override
  public void removeSubscription(ConnectionContext context, RemoveSubscriptionInfo info)
      throws Exception {
    rights.ifPresent(LiveRights::settle);
    subscriptions.judgeRemoval(context, info);
    super.removeSubscription(context, info);
    subscriptions.removed(info);
  }

  /**
   * Removes a consumer. A client that is told of its consumer's end also removes it, as if it still
   * existed.
   */
  @Override
  public void removeConsumer(ConnectionContext context, ConsumerInfo info) throws Exception {
    try {
      super.removeConsumer(context, info);
    } finally {
      rights.ifPresent(live -> live.removed(context, info.getConsumerId()));
    }
  }

  @Override
  public void addProducer(ConnectionContext context, ProducerInfo info) throws Exception {
    judgeUse(context, info.getDestination());
    connections.judgeCreation(context, info.getDestination(), true);
    super.addProducer(context, info);
  }

  @Override
  public void addDestinationInfo(ConnectionContext context, DestinationInfo info) throws Exception {
    connections.judgeAim(context, info.getDestination());
    judgeUse(context, info.getDestination());
    connections.judgeCreation(context, info.getDestination(), false);
    super.addDestinationInfo(context, info);
  }

  private void judgeUse(ConnectionContext context, ActiveMQDestination destination) {
    rights.ifPresent(LiveRights::settle);
    connections.judgeUse(context, destination);
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
    destinations.stand();
    ConnectionContext context = exchange.getConnectionContext();
    if (SendGate.isSentByBroker(context)) {
      Operator.puttingMessages()
          .ifPresent(operator -> sends.judgeForOperator(operator, context, message));
      scheduled.mark(exchange, message);
      super.send(exchange, message);
      return;
    }
    if (judge(exchange, message) == SendGate.Verdict.KEPT) {
      openWindow(exchange, message);
      return;
    }
    try {
      scheduled.mark(exchange, message);
      super.send(exchange, message);
    } catch (Exception | Error e) {
      if (sends.enforcesRights()) {
        transactions.fail(context, message, e);
        withholdAcknowledgement(context, e, RuleIds.REQUIRE_AUTHORIZATION);
      }
      throw e;
    }
  }

  private SendGate.Verdict judge(ProducerBrokerExchange exchange, Message message) {
    ConnectionContext context = exchange.getConnectionContext();
    try {
      connections.judgeUse(context, message.getDestination());
      connections.judgeUse(context, message.getReplyTo());
      return sends.judge(exchange, message);
    } catch (RuntimeException | Error e) {
      transactions.fail(context, message, e);
      withholdAcknowledgement(context, e, RuleIds.REQUIRE_ENCRYPTED_BODY);
      throw e;
    }
  }

  /** Answers a producer that waits for its window, as a queue would. */
  private static void openWindow(ProducerBrokerExchange exchange, Message message) {
    ProducerInfo producer =
        exchange.getProducerState() == null ? null : exchange.getProducerState().getInfo();
    if (producer != null && producer.getWindowSize() > 0 && !message.isResponseRequired()) {
      exchange
          .getConnectionContext()
          .getConnection()
          .dispatchAsync(new ProducerAck(producer.getProducerId(), message.getSize()));
    }
  }

  /**
   * Suppresses the acknowledgement of a refused message and ends the connection, in this order,
   * before anything else of it is read. MQTT 3.1.1 cannot report a refusal, and ActiveMQ
   * acknowledges what was refused.
   */
  private void withholdAcknowledgement(ConnectionContext context, Throwable why, String rule) {
    if (Protocol.mayAcknowledgeRefused(context.getConnection())) {
      if (why instanceof SecurityException) {
        connections.slowDown(context, rule);
      }
      context.setDontSendReponse(true);
      ((TransportConnection) context.getConnection()).stopAsync(why);
    }
  }

  /**
   * Acknowledges messages. Only the connection of its reader may acknowledge a message in
   * quarantine.
   */
  @Override
  public void acknowledge(ConsumerBrokerExchange exchange, MessageAck ack) throws Exception {
    judgeReader(exchange.getConnectionContext(), ack.getConsumerId(), ack.getDestination());
    super.acknowledge(exchange, ack);
  }

  @Override
  public Response messagePull(ConnectionContext context, MessagePull pull) throws Exception {
    judgeReader(context, pull.getConsumerId(), pull.getDestination());
    return super.messagePull(context, pull);
  }

  private void judgeReader(
      ConnectionContext context, ConsumerId consumer, ActiveMQDestination destination) {
    if (quarantine.readers().isOfAnother(context, consumer)) {
      connections.judgeForeignReader(context, destination);
    }
  }

  /**
   * Moves a message to a dead letter queue. A message in quarantine stays there, however often a
   * consumer fails to handle it.
   */
  @Override
  public boolean sendToDeadLetterQueue(
      ConnectionContext context,
      MessageReference reference,
      Subscription subscription,
      Throwable cause) {
    return Operator.forNobody(
        () ->
            quarantine.putBack(reference)
                || super.sendToDeadLetterQueue(context, reference, subscription, cause));
  }

  @Override
  public void removeDestination(
      ConnectionContext context, ActiveMQDestination destination, long timeout) throws Exception {
    judgeRemoval(context, destination);
    super.removeDestination(removals.remover(context, destination), destination, timeout);
    sends.forget(destination);
  }

  /** Removes a destination on a client's command, which does not call the other method. */
  @Override
  public void removeDestinationInfo(ConnectionContext context, DestinationInfo info)
      throws Exception {
    judgeRemoval(context, info.getDestination());
    subscriptions.judgeRemoval(context, info.getDestination());
    super.removeDestinationInfo(removals.remover(context, info.getDestination()), info);
    sends.forget(info.getDestination());
  }

  private void judgeRemoval(ConnectionContext context, ActiveMQDestination destination) {
    rights.ifPresent(LiveRights::settle);
    connections.judgeLength(context, destination);
    removals.judge(context, destination);
  }
}
