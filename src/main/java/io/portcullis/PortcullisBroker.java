package io.portcullis;

import io.portcullis.broker.ConnectionInspector;
import io.portcullis.broker.ConnectorGates;
import io.portcullis.broker.Demands;
import io.portcullis.broker.Demands.Demand;
import io.portcullis.broker.LoginInspector;
import io.portcullis.broker.MessageBody;
import io.portcullis.broker.PortcullisView;
import io.portcullis.broker.Protocol;
import io.portcullis.broker.Subjects;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Subject;
import io.portcullis.enforce.Tally;
import io.portcullis.policy.BodyDemand;
import io.portcullis.policy.Policy;
import io.portcullis.rule.BodyFacts;
import io.portcullis.rule.ConnectionFacts;
import io.portcullis.rule.LoginFacts;
import io.portcullis.rule.PeerBridgeFacts;
import io.portcullis.rule.Rules;
import io.portcullis.rule.SendFacts;
import io.portcullis.rule.Violation;
import java.util.List;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerFilter;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.broker.TransportConnection;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.BrokerInfo;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.command.Message;
import org.apache.activemq.command.ProducerInfo;
import org.apache.activemq.security.SecurityContext;

/**
 * The outermost filter of the broker: every connection and every message of a client passes it
 * first. It looks, lets the rules judge, and refuses with a {@link SecurityException}, exactly that
 * class, since OpenWire makes of a subclass that clients do not know a bare Throwable.
 *
 * <p>Nothing that a client can set exempts it. What the broker sends in its own security context,
 * such as dead letters, was judged when it came in.
 */
final class PortcullisBroker extends BrokerFilter {

  private final Policy policy;
  private final Rules rules;
  private final Enforcer enforcer;
  private final Tally tally;
  private final ConnectorGates gates;
  private final Demands demands;

  PortcullisBroker(
      Broker next,
      Policy policy,
      Rules rules,
      Enforcer enforcer,
      Tally tally,
      ConnectorGates gates) {
    super(next);
    this.policy = policy;
    this.rules = rules;
    this.enforcer = enforcer;
    this.tally = tally;
    this.gates = gates;
    this.demands = new Demands(policy.bodies());
  }

  @Override
  public void start() throws Exception {
    super.start();
    BrokerService service = getBrokerService();
    if (service.isUseJmx()) {
      service
          .getManagementContext()
          .registerMBean(new PortcullisView(policy.mode(), tally), PortcullisView.name(service));
    }
  }

  @Override
  public void stop() throws Exception {
    BrokerService service = getBrokerService();
    if (service.isUseJmx()) {
      service.getManagementContext().unregisterMBean(PortcullisView.name(service));
    }
    super.stop();
  }

  /** Called by every connector that starts, before it accepts anybody. */
  @Override
  public BrokerInfo[] getPeerBrokerInfos() {
    gates.guardAgain();
    return super.getPeerBrokerInfos();
  }

  @Override
  public void addConnection(ConnectionContext context, ConnectionInfo info) throws Exception {
    ConnectionFacts connection = ConnectionInspector.connection(context);
    refuse(
        Moment.CONNECTION,
        Subjects.of(context),
        rules.judge(connection.where(), rule -> rule.judge(connection)));
    super.addConnection(context, info);
    LoginFacts login = LoginInspector.login(context, info);
    try {
      refuse(
          Moment.CONNECTION,
          Subjects.of(context),
          rules.judge(login.where(), rule -> rule.judge(login)));
    } catch (SecurityException e) {
      super.removeConnection(context, info, e);
      throw e;
    }
  }

  /**
   * Where a gate stands at the connector's door, the bridge is refused there, before it is made.
   */
  @Override
  public void networkBridgeStarted(
      BrokerInfo brokerInfo, boolean createdByDuplex, String remoteIp) {
    PeerBridgeFacts bridge = new PeerBridgeFacts("", String.valueOf(remoteIp));
    if (createdByDuplex && enforcer.enforces(io.portcullis.rule.RefuseUnvettedLink.ID)) {
      refuse(
          Moment.CONNECTION,
          new Subject("", bridge.remoteAddress(), "", "", "openwire", ""),
          rules.judge(bridge.where(), rule -> rule.judge(bridge)));
    }
    super.networkBridgeStarted(brokerInfo, createdByDuplex, remoteIp);
  }

  @Override
  public void send(ProducerBrokerExchange exchange, Message message) throws Exception {
    ConnectionContext context = exchange.getConnectionContext();
    SecurityContext security = context.getSecurityContext();
    if (security != null && security.isBrokerContext()) {
      super.send(exchange, message);
      return;
    }
    try {
      judge(exchange, message);
      super.send(exchange, message);
    } catch (Exception e) {
      withholdAcknowledgement(context, e);
      throw e;
    }
  }

  private void judge(ProducerBrokerExchange exchange, Message message) {
    Demand demand = demands.of(message.getDestination());
    String registered = registeredElsewhere(exchange, message);
    if (demand.body() == BodyDemand.ANY && registered.isEmpty()) {
      return;
    }
    BodyFacts body = MessageBody.of(message);
    List<Violation> violations =
        rules.judge(new SendFacts(demand.destination(), demand.body(), registered, body));
    if (violations.isEmpty()) {
      tally.countAcceptedBody();
      return;
    }
    refuse(
        Moment.SEND,
        Subjects.of(exchange.getConnectionContext(), message.getDestination()),
        violations);
  }

  /**
   * Where the producer was registered, if that is not where its message says it goes: ActiveMQ
   * would deliver to the one and check the rights of the other.
   */
  private static String registeredElsewhere(ProducerBrokerExchange exchange, Message message) {
    ProducerInfo producer =
        exchange.getProducerState() == null ? null : exchange.getProducerState().getInfo();
    ActiveMQDestination registered = producer == null ? null : producer.getDestination();
    return registered == null
            || registered.isComposite()
            || registered.equals(message.getDestination())
        ? ""
        : registered.getQualifiedName();
  }

  /**
   * MQTT 3.1.1 has no way to say no, and ActiveMQ acknowledges what was refused: so the answer is
   * suppressed and the connection ended, in this order, before anything else of it is read.
   */
  private static void withholdAcknowledgement(ConnectionContext context, Exception why) {
    if (Protocol.of(context.getConnection()) == Protocol.MQTT) {
      context.setDontSendReponse(true);
      ((TransportConnection) context.getConnection()).stopAsync(why);
    }
  }

  @Override
  public void removeDestination(
      ConnectionContext context, ActiveMQDestination destination, long timeout) throws Exception {
    super.removeDestination(context, destination, timeout);
    demands.forget(destination);
  }

  private void refuse(Moment moment, Subject subject, List<Violation> violations) {
    List<Violation> refused = enforcer.enforce(moment, subject, violations);
    if (!refused.isEmpty()) {
      throw new SecurityException(refused.get(0).line());
    }
  }
}
