package io.portcullis.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.portcullis.broker.platform.PathSeparators;
import io.portcullis.broker.rights.AuthorizationMapView;
import io.portcullis.enforce.ActivePolicy;
import io.portcullis.enforce.AuditLog;
import io.portcullis.enforce.Counters;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Senders;
import io.portcullis.enforce.WaiverUse;
import io.portcullis.policy.Policy;
import io.portcullis.rule.AuthorizationFacts.Source;
import io.portcullis.rule.Rules;
import io.portcullis.testing.AuditLines;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.security.Principal;
import java.time.Clock;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.ConsumerBrokerExchange;
import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ConnectionId;
import org.apache.activemq.command.LocalTransactionId;
import org.apache.activemq.command.Message;
import org.apache.activemq.command.TransactionId;
import org.apache.activemq.security.DefaultAuthorizationMap;
import org.apache.activemq.security.SecurityContext;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a plugin refuses of what clients ask for is recorded, call by call. */
class RecordingBrokerTest {

  /** What the broker tells its plugins of; and logins, which the gate records itself. */
  private static final Set<String> NOT_ASKED_BY_CLIENTS =
      Set.of(
          "addConnection",
          "messageExpired",
          "sendToDeadLetterQueue",
          "messageConsumed",
          "messageDelivered",
          "messageDispatched",
          "messageDiscarded",
          "messageNoConsumers",
          "slowConsumer",
          "fastProducer",
          "isFull",
          "virtualDestinationAdded",
          "virtualDestinationRemoved",
          "setAdminConnectionContext");

  private static final Set<Class<?>> CLIENTS =
      Set.of(ConnectionContext.class, ConsumerBrokerExchange.class, ProducerBrokerExchange.class);

  /** One that refuses all. */
  private static final Broker REFUSING =
      (Broker)
          Proxy.newProxyInstance(
              Broker.class.getClassLoader(),
              new Class<?>[] {Broker.class},
              (proxy, method, arguments) -> {
                throw new SecurityException("not this");
              });

  static Stream<String> calls() {
    return Arrays.stream(Broker.class.getMethods())
        .filter(method -> Arrays.stream(method.getParameterTypes()).anyMatch(CLIENTS::contains))
        .map(Method::getName)
        .filter(name -> !NOT_ASKED_BY_CLIENTS.contains(name))
        .distinct()
        .sorted();
  }

  @ParameterizedTest
  @MethodSource("calls")
  void everyCallIsRecorded(String name) throws Exception {
    Counters tally = new Counters();
    Clock clock = Clock.systemUTC();
    Policy policy = Policy.builder().build(Rules.ids());
    Broker recording =
        new RecordingBroker(
            REFUSING,
            new Enforcer(
                ActivePolicy.of(policy, clock),
                new WaiverUse(clock),
                new AuditLog(clock),
                tally,
                new Senders(clock)),
            new AuthorizationMapView(Source.NOT_INSTALLED, DefaultAuthorizationMap::new),
            PathSeparators.of(new BrokerService()));
    Method call =
        Arrays.stream(Broker.class.getMethods())
            .filter(method -> method.getName().equals(name))
            .findFirst()
            .orElseThrow();
    try (AuditLines audit = AuditLines.capture()) {
      Throwable refusal = catchThrowable(() -> call(call, recording));

      assertThat(refusal).isInstanceOf(SecurityException.class).hasMessage("not this");
      assertThat(audit.lines())
          .singleElement()
          .satisfies(
              line -> {
                assertThat(AuditLines.field(line, "code")).isEqualTo("refused-by-broker");
                assertThat(AuditLines.field(line, "user")).isEqualTo("somebody");
              });
      assertThat(tally.refused()).isEqualTo(1);
    }
  }

  private static void call(Method call, Broker broker) throws Throwable {
    Object[] arguments =
        Arrays.stream(call.getParameterTypes()).map(RecordingBrokerTest::argument).toArray();
    try {
      Object unused = call.invoke(broker, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static ConnectionContext somebody() {
    ConnectionContext context = new ConnectionContext();
    context.setSecurityContext(
        new SecurityContext("somebody") {
          @Override
          public Set<Principal> getPrincipals() {
            return Set.of();
          }
        });
    return context;
  }

  private static Object argument(Class<?> type) {
    if (type == ConnectionContext.class) {
      return somebody();
    }
    if (type == ConsumerBrokerExchange.class) {
      ConsumerBrokerExchange exchange = new ConsumerBrokerExchange();
      exchange.setConnectionContext(somebody());
      return exchange;
    }
    if (type == ProducerBrokerExchange.class) {
      ProducerBrokerExchange exchange = new ProducerBrokerExchange();
      exchange.setConnectionContext(somebody());
      return exchange;
    }
    if (type == ActiveMQDestination.class) {
      return new ActiveMQQueue("ORDERS");
    }
    if (type == TransactionId.class) {
      return new LocalTransactionId(new ConnectionId("c"), 1);
    }
    if (type == Message.class) {
      return new ActiveMQMessage();
    }
    if (type == Throwable.class) {
      return new IllegalStateException("gone");
    }
    if (type == boolean.class) {
      return true;
    }
    if (type == long.class) {
      return 0L;
    }
    try {
      return type.getConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(type.getName(), e);
    }
  }
}
