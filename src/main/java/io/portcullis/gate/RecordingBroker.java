package io.portcullis.gate;

import io.portcullis.broker.observation.ObservedBroker;
import io.portcullis.broker.platform.PathSeparators;
import io.portcullis.broker.platform.Subjects;
import io.portcullis.broker.rights.AuthorizationMapView;
import io.portcullis.broker.send.Quarantine;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Subject;
import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import io.portcullis.rule.Argument;
import io.portcullis.rule.Fault;
import io.portcullis.rule.Named;
import io.portcullis.rule.Operation;
import io.portcullis.rule.RightFacts;
import io.portcullis.rule.RuleIds;
import io.portcullis.rule.Violation;
import java.util.Optional;
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

  private static final Fault REFUSED_BY_BROKER =
      new Fault("refused-by-broker", "was refused by the broker: %s", "%2$s");
  private static final String FOR_ADMINISTRATORS = "leave the quarantine to the administrators";
  private static final String BY_A_PLUGIN =
      "if the user is to have the right, give it in the plugin that refused it";

  /** ActiveMQ's map takes only the entries that all parts of a composite have in common. */
  private static final String ONE_BY_ONE =
      "use each destination by itself, since ActiveMQ permits several at once only by an entry that"
          + " matches all of them";

  private final Enforcer enforcer;
  private final AuthorizationMapView rights;
  private final PathSeparators separators;

  RecordingBroker(
      Broker next, Enforcer enforcer, AuthorizationMapView rights, PathSeparators separators) {
    super(next);
    this.enforcer = enforcer;
    this.rights = rights;
    this.separators = separators;
  }

  /**
   * What a client asks for.
   *
   * @param operation the right that it needs
   * @param destination the destination
   */
  private record Need(Operation operation, ActiveMQDestination destination) {
    static Optional<Need> of(Operation operation, ActiveMQDestination destinationOrNull) {
      return Optional.ofNullable(destinationOrNull).map(known -> new Need(operation, known));
    }

    static Optional<Need> toRead(ActiveMQDestination destinationOrNull) {
      return of(Operation.READ, destinationOrNull);
    }

    static Optional<Need> toWrite(ActiveMQDestination destinationOrNull) {
      return of(Operation.WRITE, destinationOrNull);
    }

    static Optional<Need> toAdmin(ActiveMQDestination destinationOrNull) {
      return of(Operation.ADMIN, destinationOrNull);
    }
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
      Moment moment, ConnectionContext context, Optional<Need> need, Call<T> call)
      throws Exception {
    try {
      return call.make();
    } catch (RuntimeException e) {
      throw recorded(moment, context, need, e);
    }
  }

  private void taken(Moment moment, ConnectionContext context, Optional<Need> need, Step step)
      throws Exception {
    try {
      step.take();
    } catch (RuntimeException e) {
      throw recorded(moment, context, need, e);
    }
  }

  private RuntimeException recorded(
      Moment moment, ConnectionContext context, Optional<Need> need, RuntimeException refusal) {
    return recorded(
        moment,
        context,
        need,
        () ->
            need.map(known -> Subjects.of(context, known.destination()))
                .orElseGet(() -> Subjects.of(context)),
        refusal);
  }

  private RuntimeException recorded(
      Moment moment,
      ConnectionContext context,
      Optional<Need> need,
      Supplier<Subject> who,
      RuntimeException refusal) {
    if (ObservedBroker.isRefusal(refusal) && context != null && !SendGate.isSentByBroker(context)) {
      enforcer.recordForeign(
          moment,
          who.get(),
          Violation.of(
              RuleIds.REQUIRE_AUTHORIZATION,
              new Named(
                  Resource.of(Kind.USER, Subjects.user(context)),
                  "user \"%s\"".formatted(Subjects.user(context))),
              REFUSED_BY_BROKER,
              Argument.shown(refusal.getMessage()),
              Argument.later(() -> remedy(context, need))),
          refusal);
    }
    return refusal;
  }

  private String remedy(ConnectionContext context, Optional<Need> need) {
    if (need.isPresent() && Quarantine.holds(need.get().destination())) {
      return FOR_ADMINISTRATORS;
    }
    Optional<String> right =
        need.flatMap(
                known ->
                    rights.missing(
                        context, known.operation(), separators.translate(known.destination())))
            .map(RightFacts::remedy);
    return need.filter(known -> known.destination().isComposite()).isPresent()
        ? ONE_BY_ONE + right.map("; "::concat).orElse("")
        : right.orElse(BY_A_PLUGIN);
  }

  @Override
  public void removeConnection(ConnectionContext context, ConnectionInfo info, Throwable error)
      throws Exception {
    taken(
        Moment.CONNECTION,
        context,
        Optional.empty(),
        () -> super.removeConnection(context, info, error));
  }

  @Override
  public void addSession(ConnectionContext context, SessionInfo info) throws Exception {
    taken(Moment.CONNECTION, context, Optional.empty(), () -> super.addSession(context, info));
  }

  @Override
  public void removeSession(ConnectionContext context, SessionInfo info) throws Exception {
    taken(Moment.CONNECTION, context, Optional.empty(), () -> super.removeSession(context, info));
  }

  @Override
  public void addProducer(ConnectionContext context, ProducerInfo info) throws Exception {
    taken(
        Moment.CONNECTION,
        context,
        Need.toWrite(info.getDestination()),
        () -> super.addProducer(context, info));
  }

  @Override
  public void removeProducer(ConnectionContext context, ProducerInfo info) throws Exception {
    taken(
        Moment.CONNECTION,
        context,
        Need.toWrite(info.getDestination()),
        () -> super.removeProducer(context, info));
  }

  @Override
  public Subscription addConsumer(ConnectionContext context, ConsumerInfo info) throws Exception {
    return recorded(
        Moment.CONNECTION,
        context,
        Need.toRead(info.getDestination()),
        () -> super.addConsumer(context, info));
  }

  @Override
  public void removeConsumer(ConnectionContext context, ConsumerInfo info) throws Exception {
    taken(
        Moment.CONNECTION,
        context,
        Need.toRead(info.getDestination()),
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
          Need.toRead(control.getDestination()),
          e);
    }
  }

  @Override
  public void removeSubscription(ConnectionContext context, RemoveSubscriptionInfo info)
      throws Exception {
    taken(
        Moment.CONNECTION,
        context,
        Optional.empty(),
        () -> super.removeSubscription(context, info));
  }

  /** Adds a destination. A client's command about a consumer also creates one. */
  @Override
  public Destination addDestination(
      ConnectionContext context, ActiveMQDestination destination, boolean create) throws Exception {
    return recorded(
        Moment.CONNECTION,
        context,
        Need.toAdmin(destination),
        () -> super.addDestination(context, destination, create));
  }

  @Override
  public void removeDestination(
      ConnectionContext context, ActiveMQDestination destination, long timeout) throws Exception {
    taken(
        Moment.CONNECTION,
        context,
        Need.toAdmin(destination),
        () -> super.removeDestination(context, destination, timeout));
  }

  @Override
  public void addDestinationInfo(ConnectionContext context, DestinationInfo info) throws Exception {
    taken(
        Moment.CONNECTION,
        context,
        Need.toAdmin(info.getDestination()),
        () -> super.addDestinationInfo(context, info));
  }

  @Override
  public void removeDestinationInfo(ConnectionContext context, DestinationInfo info)
      throws Exception {
    taken(
        Moment.CONNECTION,
        context,
        Need.toAdmin(info.getDestination()),
        () -> super.removeDestinationInfo(context, info));
  }

  @Override
  public void beginTransaction(ConnectionContext context, TransactionId id) throws Exception {
    taken(Moment.SEND, context, Optional.empty(), () -> super.beginTransaction(context, id));
  }

  @Override
  public int prepareTransaction(ConnectionContext context, TransactionId id) throws Exception {
    return recorded(
        Moment.SEND, context, Optional.empty(), () -> super.prepareTransaction(context, id));
  }

  @Override
  public void commitTransaction(ConnectionContext context, TransactionId id, boolean onePhase)
      throws Exception {
    taken(
        Moment.SEND,
        context,
        Optional.empty(),
        () -> super.commitTransaction(context, id, onePhase));
  }

  @Override
  public void rollbackTransaction(ConnectionContext context, TransactionId id) throws Exception {
    taken(Moment.SEND, context, Optional.empty(), () -> super.rollbackTransaction(context, id));
  }

  @Override
  public void forgetTransaction(ConnectionContext context, TransactionId id) throws Exception {
    taken(Moment.SEND, context, Optional.empty(), () -> super.forgetTransaction(context, id));
  }

  @Override
  public TransactionId[] getPreparedTransactions(ConnectionContext context) throws Exception {
    return recorded(
        Moment.SEND, context, Optional.empty(), () -> super.getPreparedTransactions(context));
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
          Need.toWrite(message.getDestination()),
          () -> Subjects.of(exchange, message, message.getDestination()),
          e);
    }
  }

  @Override
  public void acknowledge(ConsumerBrokerExchange exchange, MessageAck ack) throws Exception {
    try {
      super.acknowledge(exchange, ack);
    } catch (RuntimeException e) {
      throw recorded(
          Moment.CONNECTION, exchange.getConnectionContext(), Need.toRead(ack.getDestination()), e);
    }
  }

  @Override
  public Response messagePull(ConnectionContext context, MessagePull pull) throws Exception {
    return recorded(
        Moment.CONNECTION,
        context,
        Need.toRead(pull.getDestination()),
        () -> super.messagePull(context, pull));
  }
}
