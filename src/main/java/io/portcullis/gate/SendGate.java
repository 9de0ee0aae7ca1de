package io.portcullis.gate;

import io.portcullis.broker.bridge.Bridges;
import io.portcullis.broker.management.Operator;
import io.portcullis.broker.observation.BodyLooks;
import io.portcullis.broker.platform.DestinationNames;
import io.portcullis.broker.platform.PathSeparators;
import io.portcullis.broker.platform.Subjects;
import io.portcullis.broker.rights.AuthorizationMapView;
import io.portcullis.broker.send.BodyRequirementCache;
import io.portcullis.broker.send.Quarantine;
import io.portcullis.broker.send.SendInspector;
import io.portcullis.enforce.ActivePolicy;
import io.portcullis.enforce.Counters;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Refusal;
import io.portcullis.enforce.Subject;
import io.portcullis.esdk.EncryptedMessage;
import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import io.portcullis.rule.DestinationFacts;
import io.portcullis.rule.Fault;
import io.portcullis.rule.Named;
import io.portcullis.rule.RuleIds;
import io.portcullis.rule.SendFacts;
import io.portcullis.rule.Violation;
import java.util.List;
import java.util.Optional;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.Message;
import org.apache.activemq.command.ProducerInfo;
import org.apache.activemq.security.SecurityContext;

/** Judges a client's message before the broker gets it. */
final class SendGate {

  private static final Fault NO_DESTINATION =
      new Fault(
          "message-without-destination",
          "it has no destination",
          "name one: with JMS in send(destination, message), with STOMP in the header destination,"
              + " over AMQP in the property to or as the target of the link");

  /** The result for one message. */
  enum Verdict {
    /** The message passes. */
    PASSED,
    /**
     * The message goes no further: it is in quarantine, or its transaction fails. Its sender gets
     * the same response as if it had been accepted.
     */
    STOPPED,
  }

  private final Enforcer enforcer;
  private final Counters counters;
  private final Quarantine quarantine;
  private final AuthorizationMapView rights;
  private final PathSeparators separators;
  private final Bridges bridges;
  private final RequestGate requests;
  private final BodyLooks looks;
  private volatile BodyRequirementCache requirements;

  SendGate(
      Enforcer enforcer,
      Counters counters,
      Quarantine quarantine,
      AuthorizationMapView rights,
      PathSeparators separators,
      Bridges bridges,
      BodyLooks looks) {
    this.enforcer = enforcer;
    this.counters = counters;
    this.requirements = new BodyRequirementCache(enforcer.now().policy().bodies());
    this.quarantine = quarantine;
    this.rights = rights;
    this.separators = separators;
    this.bridges = bridges;
    this.looks = looks;
    this.requests = new RequestGate(enforcer, quarantine, rights, separators);
  }

  /** Tells whether users need rights, so that a refusal of the filters below counts. */
  boolean enforcesRights() {
    return enforcer.enforces(RuleIds.REQUIRE_AUTHORIZATION);
  }

  /**
   * Judges a message.
   *
   * @throws SecurityException if it is refused
   */
  Verdict judge(ProducerBrokerExchange exchange, Message message) {
    if (message.getDestination() == null) {
      return refuseAimless(exchange.getConnectionContext());
    }
    ActiveMQDestination to = separators.translate(message.getDestination());
    quarantine.refuseSendersTo(exchange.getConnectionContext(), to);
    ActivePolicy now = enforcer.now();
    DestinationFacts destination = requirements(now).of(to);
    if (destination.special()) {
      requests.judge(now, requirements(now), exchange.getConnectionContext(), to, message);
    }
    if (to.isComposite()) {
      requests.judgeParts(now, exchange.getConnectionContext(), to);
    }
    String registered = registeredElsewhere(exchange, to);
    if (destination.open() && registered.isEmpty()) {
      return Verdict.PASSED;
    }
    List<Violation> violations =
        judge(now, exchange.getConnectionContext(), to, destination, registered, message);
    if (violations.isEmpty()) {
      counters.countAcceptedBody();
      return Verdict.PASSED;
    }
    return refuse(now, exchange, message, to, violations);
  }

  /**
   * Refuses a message without a destination. ActiveMQ refuses it too. If the gate refuses nothing,
   * ActiveMQ's error remains.
   */
  private Verdict refuseAimless(ConnectionContext context) {
    Violation violation =
        Violation.of(
            RuleIds.REQUIRE_ENCRYPTED_BODY,
            new Named(Resource.of(Kind.USER, Subjects.user(context)), "message"),
            NO_DESTINATION);
    List<Violation> refused =
        enforcer.enforce(Moment.SEND, Subjects.of(context), List.of(violation));
    if (!refused.isEmpty()) {
      throw Refusal.of(refused.get(0));
    }
    return Verdict.PASSED;
  }

  /**
   * Judges a message that the broker forwards, by the body policy where it arrives. Its sender got
   * the response for the original destination, and other destinations may have the message already.
   * So a refused one is kept in quarantine, while there is room.
   *
   * @param first the destination that its client sent it to, whose name the message must carry
   * @param sentTo the destination that forwards it
   * @param destination the destination where it arrives
   * @return false if it is in quarantine, and must not arrive
   * @throws SecurityException if it is refused and there is no room for it
   */
  boolean judgeSentOn(
      ProducerBrokerExchange exchange,
      Message message,
      ActiveMQDestination first,
      ActiveMQDestination sentTo,
      ActiveMQDestination destination) {
    ConnectionContext context = exchange.getConnectionContext();
    ActivePolicy now = enforcer.now();
    BodyRequirementCache required = requirements(now);
    DestinationFacts from = required.of(sentTo);
    DestinationFacts to = required.of(destination);
    if (to.open() || (to.demandsTheSameAs(from) && wasJudged(now, context, from))) {
      return true;
    }
    List<Violation> violations = judge(now, to.reachedFrom(required.of(first)), "", message);
    if (violations.isEmpty()) {
      return true;
    }
    Subject sender = Subjects.of(context, destination);
    List<Violation> refused = enforcer.enforce(now, Moment.SEND, sender, violations);
    if (refused.isEmpty()) {
      return true;
    }
    if (quarantine.keep(message, destination, sender, refused.get(0))) {
      return false;
    }
    throw Refusal.of(refused.get(0));
  }

  /**
   * Judges a message that an operator moves, copies or retries. A refused message stays where it
   * is. A message that an operator moves into quarantine is kept there.
   *
   * @throws SecurityException if it is refused
   */
  void judgeForOperator(Operator operator, ConnectionContext context, Message message) {
    ActiveMQDestination to = separators.translate(message.getDestination());
    if (Quarantine.holds(to)) {
      return;
    }
    Subject subject =
        new Subject("", "", operator.user(), "", "jmx", DestinationNames.of(to).shown(), true);
    List<Violation> refused =
        enforcer.enforce(enforcer.now(), Moment.SEND, subject, judgeBody(message, to));
    if (!refused.isEmpty()) {
      throw Refusal.of(refused.get(0));
    }
  }

  /** Finds the violations of a message's body by the current policy of a destination. */
  List<Violation> judgeBody(Message message, ActiveMQDestination destination) {
    ActivePolicy now = enforcer.now();
    DestinationFacts to = requirements(now).of(destination);
    return to.open() ? List.of() : judge(now, to, "", message);
  }

  /**
   * Keeps a refused message, if the policy of its destination says so.
   *
   * @return whether it is kept
   */
  boolean keep(Message message, ActiveMQDestination destination, Subject sender, Violation why) {
    return why.rule().equals(RuleIds.REQUIRE_ENCRYPTED_BODY)
        && requirements(enforcer.now()).of(destination).quarantined()
        && quarantine.keep(message, destination, sender, why);
  }

  /** Forgets a destination that is gone. */
  void forget(ActiveMQDestination destination) {
    requirements.forget(destination);
  }

  /** Returns the body requirements of a policy. They are cached while the policy is in force. */
  private BodyRequirementCache requirements(ActivePolicy now) {
    BodyRequirementCache known = requirements;
    if (known.policy() != now.policy().bodies()) {
      known = new BodyRequirementCache(now.policy().bodies());
      requirements = known;
    }
    return known;
  }

  /** Tells whether a message that left a destination met that destination's requirements. */
  private static boolean wasJudged(
      ActivePolicy now, ConnectionContext context, DestinationFacts from) {
    return !isSentByBroker(context) && !now.waives(RuleIds.REQUIRE_ENCRYPTED_BODY, from.about());
  }

  /** Tells whether a message was not judged where it was sent to. */
  static boolean isSentByBroker(ConnectionContext context) {
    SecurityContext security = context.getSecurityContext();
    return security != null && security.isBrokerContext();
  }

  private List<Violation> judge(
      ActivePolicy now, DestinationFacts destination, String registered, Message message) {
    SendFacts facts = SendInspector.inspect(destination, registered, message);
    try {
      return now.rules().judge(facts);
    } finally {
      facts.release();
    }
  }

  private List<Violation> judge(
      ActivePolicy now,
      ConnectionContext context,
      ActiveMQDestination to,
      DestinationFacts destination,
      String registered,
      Message message) {
    SendFacts facts = SendInspector.inspect(destination, registered, message);
    try {
      looks.before(now, context, destination, facts);
      List<Violation> violations = now.rules().judge(facts);
      // A lambda that captures all this would be allocated for each message.
      Optional<EncryptedMessage> claims = facts.claims();
      if (claims.isPresent() && violations.isEmpty()) {
        looks.saw(context, to, destination, claims.get());
      }
      return violations;
    } finally {
      facts.release();
    }
  }

  private Verdict refuse(
      ActivePolicy now,
      ProducerBrokerExchange exchange,
      Message message,
      ActiveMQDestination to,
      List<Violation> violations) {
    ConnectionContext context = exchange.getConnectionContext();
    Subject sender =
        requirements(now).of(to).quarantined()
            ? Subjects.of(context, to)
            : Subjects.of(exchange, message, to);
    List<Violation> refused = enforcer.enforce(now, Moment.SEND, sender, violations);
    if (refused.isEmpty()) {
      looks.sawOther(context, to, violations);
      return Verdict.PASSED;
    }
    Violation why = refused.get(0);
    if (isKept(context, requirements(now).of(to), why)
        && rights.mayWrite(context, to)
        && quarantine.keep(message, to, sender, why)) {
      return Verdict.STOPPED;
    }
    throw Refusal.of(why.line() + sender.advice());
  }

  /**
   * Tells whether a refused message of a bridge is kept. A bridge that gets a refusal fails,
   * reconnects and brings the message again without end, and nothing behind it arrives. So it is
   * kept while there is room. Any client can claim to be a bridge, so only the bridges' group
   * counts. The user must also have the right to write, or anyone could fill the quarantine.
   */
  private boolean isKept(ConnectionContext context, DestinationFacts destination, Violation why) {
    return why.rule().equals(RuleIds.REQUIRE_ENCRYPTED_BODY)
        && (destination.quarantined()
            || (context.isNetworkConnection() && bridges.include(context)));
  }

  /**
   * Returns the destination of the producer's registration, if the message names another. ActiveMQ
   * would deliver to one and check the rights of the other.
   */
  private static String registeredElsewhere(
      ProducerBrokerExchange exchange, ActiveMQDestination destination) {
    ProducerInfo producer =
        exchange.getProducerState() == null ? null : exchange.getProducerState().getInfo();
    ActiveMQDestination registered = producer == null ? null : producer.getDestination();
    return registered == null || registered.isComposite() || registered.equals(destination)
        ? ""
        : registered.getQualifiedName();
  }
}
