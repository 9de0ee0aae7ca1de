package io.portcullis.gate;

import io.portcullis.broker.bridge.Bridges;
import io.portcullis.broker.connector.CommandGate;
import io.portcullis.broker.connector.InVmGate;
import io.portcullis.broker.platform.DestinationNames;
import io.portcullis.broker.platform.Protocol;
import io.portcullis.broker.platform.Subjects;
import io.portcullis.broker.transport.ConnectionInspector;
import io.portcullis.broker.transport.LoginInspector;
import io.portcullis.enforce.Backoff;
import io.portcullis.enforce.Disposition;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Refusal;
import io.portcullis.enforce.Subject;
import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import io.portcullis.rule.Argument;
import io.portcullis.rule.ConnectionFacts;
import io.portcullis.rule.DuplexBridgeFacts;
import io.portcullis.rule.Fault;
import io.portcullis.rule.Judged;
import io.portcullis.rule.LoginFacts;
import io.portcullis.rule.Named;
import io.portcullis.rule.Rule;
import io.portcullis.rule.RuleIds;
import io.portcullis.rule.SelectorFacts;
import io.portcullis.rule.UseFacts;
import io.portcullis.rule.Violation;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.TransportConnection;
import org.apache.activemq.broker.region.Subscription;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.command.ConsumerInfo;

/**
 * Decides whether a connection is let in. Every method throws a {@link SecurityException} if it
 * refuses.
 */
final class ConnectionGate {

  private static final Fault BACK_TOO_SOON =
      new Fault(
          "back-too-soon-after-refusal",
          "its last message was refused, so its CONNACK comes %d ms later",
          "do not send that message again");
  private static final Fault TOO_MANY_WAIT =
      new Fault(
          "too-many-late-logins",
          "its last message was refused, and too many clients wait for their CONNACK",
          "do not send that message again");

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

  private static final Fault NO_DESTINATION =
      new Fault(
          "no-destination-named",
          "it names no destination",
          "name one: with JMS in createConsumer(destination), with STOMP in the header destination,"
              + " over AMQP as the source of the link");
  private static final Fault FOREIGN_READER =
      new Fault(
          "consumer-of-another",
          "it names a consumer of another connection, which reads from quarantine",
          "acknowledge what your own consumers get");

  /** The user whose message was refused, and the rule that refused it. */
  private record Refused(String user, String clientId, String rule) {
    static Refused of(ConnectionContext context, String rule) {
      Subject subject = Subjects.of(context);
      return new Refused(subject.user(), subject.clientId(), rule);
    }
  }

  private final Enforcer enforcer;
  private final Bridges bridges;
  private final Backoff<Refused> backoff;
  private final NameGate names;

  ConnectionGate(Enforcer enforcer, Bridges bridges, NameGate names) {
    this.enforcer = enforcer;
    this.bridges = bridges;
    this.backoff = new Backoff<>(LONGEST_WAIT, Refused::user);
    this.names = names;
  }

  /** Judges a connection before the broker knows it. */
  void judge(ConnectionContext context) {
    ConnectionFacts connection = ConnectionInspector.connection(context);
    refuse(Subjects.of(context), connection, rule -> rule.judge(connection));
  }

  /**
   * Makes an MQTT client wait longer for its CONNACK with each refused message. Such a client
   * learns of the refusal only by the end of its connection. So it reconnects and sends the message
   * again without end. A refused login would be wrong: many clients do not try again after one.
   * This check runs after the login, so that nobody can make others wait under their names.
   */
  private void judgeReconnect(ConnectionContext context, ConnectionInfo info, LoginFacts login) {
    Stream.of(RuleIds.REQUIRE_ENCRYPTED_BODY, RuleIds.REQUIRE_AUTHORIZATION)
        .filter(rule -> isRefused(Violation.of(rule, login, TOO_MANY_WAIT)))
        .max(Comparator.comparing(rule -> left(context, rule)))
        .filter(rule -> !left(context, rule).isZero())
        .ifPresent(rule -> answerLate(context, info, login, rule, left(context, rule)));
  }

  private Duration left(ConnectionContext context, String rule) {
    return backoff.left(Refused.of(context, rule)).orElse(Duration.ZERO);
  }

  private boolean isRefused(Violation violation) {
    return enforcer.now().on(violation).disposition() == Disposition.REFUSED;
  }

  /** Makes the CONNACK wait. If too many clients wait, the connection ends without one. */
  private void answerLate(
      ConnectionContext context,
      ConnectionInfo info,
      LoginFacts login,
      String rule,
      Duration left) {
    if (CommandGate.answerLate(context, info, left)) {
      enforcer.report(
          Moment.CONNECTION,
          Subjects.of(context),
          List.of(Violation.of(rule, login, BACK_TOO_SOON, Argument.shown(left.toMillis()))));
      return;
    }
    List<Violation> refused =
        enforcer.enforce(
            Moment.CONNECTION,
            Subjects.of(context),
            List.of(Violation.of(rule, login, TOO_MANY_WAIT)));
    if (!refused.isEmpty()) {
      SecurityException refusal = Refusal.of(refused.get(0));
      endUnanswered(context, refusal);
      throw refusal;
    }
  }

  /** Makes a client wait for the CONNACK of its next connection. */
  void slowDown(ConnectionContext context, String rule) {
    backoff.fail(Refused.of(context, rule));
  }

  /**
   * Suppresses the answer to a client's command and ends the connection, in this order, before
   * anything else of it is read.
   */
  static void endUnanswered(ConnectionContext context, Throwable why) {
    context.setDontSendReponse(true);
    ((TransportConnection) context.getConnection()).stopAsync(why);
  }

  /** Judges the length of a destination name. */
  void judgeLength(ConnectionContext context, ActiveMQDestination destination) {
    if (destination != null) {
      names.judgeLength(context, destination);
    }
  }

  /**
   * Judges the use of a destination that a client named. It costs nothing except for long names and
   * composites.
   */
  void judgeUse(ConnectionContext context, ActiveMQDestination asked) {
    judgeLength(context, asked);
    if (asked == null || !asked.isComposite()) {
      return;
    }
    ActiveMQDestination destination = names.translate(asked);
    if (!destination.isTemporary() || !destination.isComposite()) {
      return;
    }
    boolean mixed =
        Arrays.stream(destination.getCompositeDestinations()).anyMatch(part -> !part.isTemporary());
    UseFacts use = new UseFacts(Subjects.user(context), DestinationNames.of(destination), mixed);
    refuse(Subjects.of(context, destination), use, rule -> rule.judge(use));
  }

  /** Judges a consumer's selector before the broker parses it. */
  void judgeSelector(ConnectionContext context, ConsumerInfo consumer) {
    if (consumer.getSelector() != null && !SendGate.isSentByBroker(context)) {
      SelectorFacts selector = SelectorInspector.selector(context, consumer);
      refuse(
          Subjects.of(context, consumer.getDestination()), selector, rule -> rule.judge(selector));
    }
  }

  /** Guards the selector of a consumer that was added. */
  void guardSelector(Subscription subscription) {
    SelectorGuard.guard(subscription, enforcer);
  }

  /** Guards the selectors of subscriptions that a broker found in its store. */
  void guardStoredSelectors(Broker chain) {
    SelectorGuard.guardStored(chain, enforcer);
  }

  /** Judges a consumer, or a destination to create, that has no name. */
  void judgeAim(ConnectionContext context, ActiveMQDestination destinationOrNull) {
    if (destinationOrNull == null) {
      refuse(
          enforcer.enforce(
              Moment.CONNECTION,
              Subjects.of(context),
              List.of(Violation.of(RuleIds.REQUIRE_AUTHORIZATION, user(context), NO_DESTINATION))));
    }
  }

  private static Named user(ConnectionContext context) {
    String user = Subjects.user(context);
    return new Named(Resource.of(Kind.USER, user), "user \"%s\"".formatted(user));
  }

  /** Judges a command for a quarantine consumer of another connection. */
  void judgeForeignReader(ConnectionContext context, ActiveMQDestination destination) {
    Violation violation =
        Violation.of(RuleIds.REQUIRE_AUTHORIZATION, user(context), FOREIGN_READER);
    Subject subject =
        destination == null ? Subjects.of(context) : Subjects.of(context, destination);
    refuse(enforcer.enforce(Moment.CONNECTION, subject, List.of(violation)));
  }

  /**
   * Judges a destination that a client creates.
   *
   * @param registration whether the client creates it for a producer
   */
  void judgeCreation(
      ConnectionContext context, ActiveMQDestination destination, boolean registration) {
    if (destination != null) {
      names.judgeCreation(context, destination, registration);
    }
  }

  /** Judges how a connection was logged in. */
  void judgeLogin(ConnectionContext context, ConnectionInfo info) {
    LoginFacts login = LoginInspector.login(context, info);
    refuse(Subjects.of(context), login, rule -> rule.judge(login));
    if (Protocol.of(context.getConnection()) == Protocol.MQTT) {
      judgeReconnect(context, info, login);
    }
  }

  /** Judges a client that claimed before its login to be a bridge. */
  void judgeClaim(ConnectionContext context) {
    if (CommandGate.of(context).filter(CommandGate::saysItIsBridge).isPresent()) {
      refuse(CommandGate.judgeClaim(context, bridges, enforcer));
    }
  }

  /**
   * Lets the commands of a judged client pass. Commands with ids of others do not pass.
   *
   * @return the login that this one replaces, if there is one
   */
  Optional<ConnectionContext> open(ConnectionContext context) {
    Optional<CommandGate> gate = CommandGate.of(context);
    return gate.isPresent()
        ? gate.get().loggedIn(context, bridges)
        : InVmGate.loggedIn(context, enforcer);
  }

  /** Forgets a client that logs out. */
  void close(ConnectionContext context) {
    CommandGate.of(context).ifPresent(gate -> gate.loggedOut(context));
    InVmGate.loggedOut(context);
  }

  /**
   * Judges a bridge that the broker made because a peer asked for it. If a gate stands at the
   * connector, it has already refused, reported or waived the request there, before the bridge
   * existed. A waiver there holds here too.
   */
  void judgeDuplexBridge(BrokerService service, String remoteAddress) {
    if (enforcer.enforces(RuleIds.REFUSE_UNVETTED_LINK)) {
      DuplexBridgeFacts bridge =
          new DuplexBridgeFacts(
              ConnectionInspector.connector(service, remoteAddress), remoteAddress);
      refuse(
          new Subject("", remoteAddress, "", "", "openwire", ""),
          bridge,
          rule -> rule.judge(bridge));
    }
  }

  private void refuse(Subject subject, Judged judged, Function<Rule, List<Violation>> question) {
    refuse(enforcer.judge(Moment.CONNECTION, subject, judged, question));
  }

  private static void refuse(List<Violation> refused) {
    if (!refused.isEmpty()) {
      throw Refusal.of(refused.get(0));
    }
  }
}
