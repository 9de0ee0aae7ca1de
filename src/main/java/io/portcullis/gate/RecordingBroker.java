package io.portcullis.gate;

import io.portcullis.broker.platform.Subjects;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Subject;
import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import io.portcullis.rule.Argument;
import io.portcullis.rule.Fault;
import io.portcullis.rule.Named;
import io.portcullis.rule.RuleIds;
import io.portcullis.rule.Violation;
import java.util.function.Supplier;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerFilter;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.ConsumerBrokerExchange;
import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.broker.region.Subscription;
import org.apache.activemq.command.ActiveMQDestination;
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
import org.apache.activemq.command.SessionInfo;
import org.apache.activemq.command.TransactionId;

/**
 * The filter that records what the plugins behind the gate refuse. ActiveMQ's authorization, for
 * example, writes no log line. {@link LoginGate} records logins. What the broker does in its own
 * name is not recorded.
 */
final class RecordingBroker extends BrokerFilter {

  private static final String SHIRO = "org.apache.shiro.authz.";

  private static final Fault REFUSED_BY_BROKER =
      new Fault(
          "refused-by-broker",
          "was refused by the broker: %s",
          "give the user the right if it is to have it");

  private final Enforcer enforcer;

  RecordingBroker(Broker next, Enforcer enforcer) {
    super(next);
    this.enforcer = enforcer;
  }

  /** A call to the next filter that returns a result. */
  private interface Call<T> {
    T make() throws Exception;
  }

  /** A call to the next filter that returns nothing. */
  private interface Step {
    void take() throws Exception;
  }

  private <T> T recorded(
      Moment moment, ConnectionContext context, ActiveMQDestination toOrNull, Call<T> call)
      throws Exception {
    try {
      return call.make();
    } catch (RuntimeException e) {
      throw recorded(moment, context, toOrNull, e);
    }
  }

  private void taken(
      Moment moment, ConnectionContext context, ActiveMQDestination toOrNull, Step step)
      throws Exception {
    try {
      step.take();
    } catch (RuntimeException e) {
      throw recorded(moment, context, toOrNull, e);
    }
  }

  private RuntimeException recorded(
      Moment moment,
      ConnectionContext context,
      ActiveMQDestination toOrNull,
      RuntimeException refusal) {
    return recorded(
        moment,
        context,
        () -> toOrNull == null ? Subjects.of(context) : Subjects.of(context, toOrNull),
        refusal);
  }

  private RuntimeException recorded(
      Moment moment, ConnectionContext context, Supplier<Subject> who, RuntimeException refusal) {
    if (isRefusal(refusal) && context != null && !SendGate.isSentByBroker(context)) {
      enforcer.recordForeign(
          moment,
          who.get(),
          Violation.of(
              RuleIds.REQUIRE_AUTHORIZATION,
              new Named(
                  Resource.of(Kind.USER, Subjects.user(context)),
                  "user \"%s\"".formatted(Subjects.user(context))),
              REFUSED_BY_BROKER,
              Argument.shown(refusal.getMessage())),
          refusal);
    }
    return refusal;
  }

  /** Tells whether an error is a plugin's refusal. Shiro has errors of its own. */
  private static boolean isRefusal(RuntimeException error) {
    return error instanceof SecurityException || error.getClass().getName().startsWith(SHIRO);
  }

  @Override
  public void removeConnection(ConnectionContext context, ConnectionInfo info, Throwable error)
      throws Exception {
    taken(Moment.CONNECTION, context, null, () -> super.removeConnection(context, info, error));
  }

  @Override
  public void addSession(ConnectionContext context, SessionInfo info) throws Exception {
    taken(Moment.CONNECTION, context, null, () -> super.addSession(context, info));
  }

  @Override
  public void removeSession(ConnectionContext context, SessionInfo info) throws Exception {
    taken(Moment.CONNECTION, context, null, () -> super.removeSession(context, info));
  }

  @Override
  public void addProducer(ConnectionContext context, ProducerInfo info) throws Exception {
    taken(
        Moment.CONNECTION, context, info.getDestination(), () -> super.addProducer(context, info));
  }

  @Override
  public void removeProducer(ConnectionContext context, ProducerInfo info) throws Exception {
    taken(
        Moment.CONNECTION,
        context,
        info.getDestination(),
        () -> super.removeProducer(context, info));
  }

  @Override
  public Subscription addConsumer(ConnectionContext context, ConsumerInfo info) throws Exception {
    return recorded(
        Moment.CONNECTION, context, info.getDestination(), () -> super.addConsumer(context, info));
  }

  @Override
  public void removeConsumer(ConnectionContext context, ConsumerInfo info) throws Exception {
    taken(
        Moment.CONNECTION,
        context,
        info.getDestination(),
        () -> super.removeConsumer(context, info));
  }

  @Override
  public void processConsumerControl(ConsumerBrokerExchange exchange, ConsumerControl control) {
    try {
      super.processConsumerControl(exchange, control);
    } catch (RuntimeException e) {
      throw recorded(
          Moment.CONNECTION,
          exchange == null ? null : exchange.getConnectionContext(),
          control.getDestination(),
          e);
    }
  }

  @Override
  public void removeSubscription(ConnectionContext context, RemoveSubscriptionInfo info)
      throws Exception {
    taken(Moment.CONNECTION, context, null, () -> super.removeSubscription(context, info));
  }

  /** Adds a destination. A client's command about a consumer also creates one. */
  @Override
  public Destination addDestination(
      ConnectionContext context, ActiveMQDestination destination, boolean create) throws Exception {
    return recorded(
        Moment.CONNECTION,
        context,
        destination,
        () -> super.addDestination(context, destination, create));
  }

  @Override
  public void removeDestination(
      ConnectionContext context, ActiveMQDestination destination, long timeout) throws Exception {
    taken(
        Moment.CONNECTION,
        context,
        destination,
        () -> super.removeDestination(context, destination, timeout));
  }

  @Override
  public void addDestinationInfo(ConnectionContext context, DestinationInfo info) throws Exception {
    taken(
        Moment.CONNECTION,
        context,
        info.getDestination(),
        () -> super.addDestinationInfo(context, info));
  }

  @Override
  public void removeDestinationInfo(ConnectionContext context, DestinationInfo info)
      throws Exception {
    taken(
        Moment.CONNECTION,
        context,
        info.getDestination(),
        () -> super.removeDestinationInfo(context, info));
  }

  @Override
  public void beginTransaction(ConnectionContext context, TransactionId id) throws Exception {
    taken(Moment.SEND, context, null, () -> super.beginTransaction(context, id));
  }

  @Override
  public int prepareTransaction(ConnectionContext context, TransactionId id) throws Exception {
    return recorded(Moment.SEND, context, null, () -> super.prepareTransaction(context, id));
  }

  @Override
  public void commitTransaction(ConnectionContext context, TransactionId id, boolean onePhase)
      throws Exception {
    taken(Moment.SEND, context, null, () -> super.commitTransaction(context, id, onePhase));
  }

  @Override
  public void rollbackTransaction(ConnectionContext context, TransactionId id) throws Exception {
    taken(Moment.SEND, context, null, () -> super.rollbackTransaction(context, id));
  }

  @Override
  public void forgetTransaction(ConnectionContext context, TransactionId id) throws Exception {
    taken(Moment.SEND, context, null, () -> super.forgetTransaction(context, id));
  }

  @Override
  public TransactionId[] getPreparedTransactions(ConnectionContext context) throws Exception {
    return recorded(Moment.SEND, context, null, () -> super.getPreparedTransactions(context));
  }

  /** Sends a message without allocating an object for it. */
  @Override
  public void send(ProducerBrokerExchange exchange, Message message) throws Exception {
    try {
      super.send(exchange, message);
    } catch (RuntimeException e) {
      throw recorded(
          Moment.SEND,
          exchange.getConnectionContext(),
          () -> Subjects.of(exchange, message, message.getDestination()),
          e);
    }
  }

  @Override
  public void acknowledge(ConsumerBrokerExchange exchange, MessageAck ack) throws Exception {
    try {
      super.acknowledge(exchange, ack);
    } catch (RuntimeException e) {
      throw recorded(Moment.CONNECTION, exchange.getConnectionContext(), ack.getDestination(), e);
    }
  }

  @Override
  public Response messagePull(ConnectionContext context, MessagePull pull) throws Exception {
    return recorded(
        Moment.CONNECTION, context, pull.getDestination(), () -> super.messagePull(context, pull));
  }
}
