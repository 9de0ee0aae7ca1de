package io.portcullis.gate;

import io.portcullis.broker.platform.DestinationNames;
import io.portcullis.broker.platform.Subjects;
import io.portcullis.broker.rights.AuthorizationMapView;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Resource;
import io.portcullis.rule.AuthorizationFacts.Source;
import io.portcullis.rule.Named;
import io.portcullis.rule.Operation;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerFilter;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.broker.region.Subscription;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.command.DestinationInfo;
import org.apache.activemq.command.Message;
import org.apache.activemq.command.ProducerInfo;
import org.apache.activemq.security.AuthorizationMap;
import org.apache.activemq.security.SecurityContext;

/**
 * A filter that judges by the default authorization map and only reports. It stands where
 * ActiveMQ's AuthorizationBroker would stand if that map were installed, and asks the same
 * questions. The gate itself judges removals, whatever the map.
 */
final class AuthorizationReporter extends BrokerFilter {

  private final AuthorizationMapView rights;
  private final Enforcer enforcer;

  /** Reports violations of {@code map}. */
  public AuthorizationReporter(Broker next, AuthorizationMap map, Enforcer enforcer) {
    super(next);
    this.rights = new AuthorizationMapView(Source.NOT_INSTALLED, () -> map);
    this.enforcer = enforcer;
  }

  private void judge(
      ConnectionContext context, Operation operation, ActiveMQDestination destination) {
    SecurityContext security = context.getSecurityContext();
    if (destination == null || (security != null && security.isBrokerContext())) {
      return;
    }
    DestinationName name = DestinationNames.of(destination);
    Moment moment = operation == Operation.WRITE ? Moment.SEND : Moment.CONNECTION;
    enforcer.judge(
        moment,
        Subjects.of(context, destination),
        new Named(Resource.destination(name), name.shown()),
        rule -> rule.judge(rights.right(context, operation, destination)));
  }

  private void judgeNew(ConnectionContext context, ActiveMQDestination destination) {
    if (!getDestinationMap(destination).containsKey(destination)) {
      judge(context, Operation.ADMIN, destination);
    }
  }

  @Override
  public Subscription addConsumer(ConnectionContext context, ConsumerInfo info) throws Exception {
    judge(context, Operation.READ, info.getDestination());
    return super.addConsumer(context, info);
  }

  @Override
  public void addProducer(ConnectionContext context, ProducerInfo info) throws Exception {
    judge(context, Operation.WRITE, info.getDestination());
    super.addProducer(context, info);
  }

  @Override
  public void send(ProducerBrokerExchange exchange, Message message) throws Exception {
    judge(exchange.getConnectionContext(), Operation.WRITE, message.getDestination());
    super.send(exchange, message);
  }

  @Override
  public Destination addDestination(
      ConnectionContext context, ActiveMQDestination destination, boolean createIfTemporary)
      throws Exception {
    judgeNew(context, destination);
    return super.addDestination(context, destination, createIfTemporary);
  }

  @Override
  public void addDestinationInfo(ConnectionContext context, DestinationInfo info) throws Exception {
    judgeNew(context, info.getDestination());
    super.addDestinationInfo(context, info);
  }
}
