package io.portcullis.scenario.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.ProtocolClient;
import io.portcullis.testing.ProtocolClient.Refused;
import io.portcullis.testing.ProtocolClient.Way;
import io.portcullis.testing.Rights;
import io.portcullis.testing.Schemes;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.TemporaryQueue;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.security.AuthorizationMap;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.security.DefaultAuthorizationMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Rights that are taken back, and given, while connections live. */
class LiveRightsTest {

  private static final byte[] BODY =
      Ciphertexts.encrypt("account 4711".getBytes(StandardCharsets.UTF_8));
  private static final long SOON_MILLIS = 10_000;
  private static final long NOT_AT_ALL_MILLIS = 300;

  private GatedBroker broker;

  @BeforeEach
  void start() throws Exception {
    broker =
        GatedBroker.listening(Schemes.PROTOCOLS)
            .withPlugin(new AuthorizationPlugin(everything()))
            .started();
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  private static DefaultAuthorizationMap everything() {
    return Rights.ofOperators().users("queue://>", true, true).users("topic://>", true, true).map();
  }

  private static DefaultAuthorizationMap without(String destination, boolean read, boolean write) {
    return Rights.ofOperators()
        .users("queue://KEPT", true, true)
        .users("topic://KEPT", true, true)
        .users(destination, read, write)
        .map();
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aProducerThatLostItsRightIsRefusedAtItsNextSend(Way way) throws Exception {
    try (ProtocolClient producer = ProtocolClient.connect(way, broker, "user");
        ProtocolClient consumer = ProtocolClient.connect(way, broker, "admin")) {
      consumer.subscribe("TAKEN");
      producer.send("TAKEN", BODY);
      assertThat(consumer.receive(SOON_MILLIS)).hasValue(BODY);

      Rights.replace(broker, without("topic://TAKEN", true, false));

      assertThatThrownBy(() -> producer.send("TAKEN", BODY)).isInstanceOf(Refused.class);
      assertThat(consumer.receive(NOT_AT_ALL_MILLIS)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aConsumerThatLostItsRightIsEnded(Way way) throws Exception {
    try (AuditLines audit = AuditLines.capture();
        ProtocolClient consumer = ProtocolClient.connect(way, broker, "user");
        ProtocolClient producer = ProtocolClient.connect(way, broker, "admin")) {
      consumer.subscribe("TAKEN");
      producer.send("TAKEN", BODY);
      assertThat(consumer.receive(SOON_MILLIS)).hasValue(BODY);

      Rights.replace(broker, without("topic://TAKEN", false, true));

      await()
          .atMost(Duration.ofSeconds(1))
          .untilAsserted(() -> assertThat(audit.rules("connection")).isNotEmpty());
      producer.send("TAKEN", BODY);
      assertThat(received(consumer)).isFalse();
      assertThat(audit.lines())
          .anySatisfy(
              line -> {
                assertThat(AuditLines.field(line, "rule")).isEqualTo("require-authorization");
                assertThat(AuditLines.field(line, "user")).isEqualTo("user");
                assertThat(AuditLines.field(line, "destination")).isEqualTo("topic://TAKEN");
                assertThat(AuditLines.field(line, "found"))
                    .isEqualTo(
                        "user \"user\": the authorization map does not let it read from"
                            + " topic://TAKEN");
              });
      await().until(() -> consumer.isOpen() == (way == Way.OPENWIRE));
    }
  }

  /** A connection that was ended does not receive either. */
  private static boolean received(ProtocolClient consumer) {
    try {
      return consumer.receive(NOT_AT_ALL_MILLIS).isPresent();
    } catch (Exception e) {
      return false;
    }
  }

  @Test
  void whatIsGivenHoldsAtOnce() throws Exception {
    Rights.replace(broker, without("queue://GIVEN", false, false));
    try (OpenWire user = OpenWire.connect(broker, "user")) {
      assertThatThrownBy(() -> user.send("GIVEN", BODY))
          .hasMessage("User user is not authorized to write to: queue://GIVEN");

      Rights.replace(broker, without("queue://GIVEN", true, true));

      user.send("GIVEN", BODY);
      assertThat(OpenWire.receive(user.consumer("GIVEN"))).isEqualTo(BODY);
    }
  }

  @Test
  void whatItHadNotAcknowledgedGoesToOthers() throws Exception {
    try (OpenWire user = OpenWire.connect(broker, "user");
        OpenWire admin = OpenWire.connect(broker, "admin")) {
      MessageConsumer taken = user.consumer("WORK");
      admin.send("WORK", BODY);
      await().until(() -> broker.queue("WORK").getInFlightCount() == 1);

      Rights.replace(broker, without("queue://WORK", false, true));

      assertThat(OpenWire.receive(admin.consumer("WORK"))).isEqualTo(BODY);
      await()
          .untilAsserted(
              () ->
                  assertThatThrownBy(taken::receiveNoWait)
                      .isInstanceOf(JMSException.class)
                      .hasMessageContaining("The Consumer is closed"));
      user.send("WORK", BODY);
    }
    await().until(() -> broker.queue("WORK").getConsumerCount() == 0);
  }

  @Test
  void aConsumerWithWildcardsEndsWhenItLosesAnyOfItsQueues() throws Exception {
    try (OpenWire user = OpenWire.connect(broker, "user");
        OpenWire admin = OpenWire.connect(broker, "admin")) {
      admin.create("queue://PART.A");
      admin.create("queue://PART.B");
      MessageConsumer all = user.consumer("queue://PART.*");
      admin.send("PART.B", BODY);
      assertThat(OpenWire.receive(all)).isEqualTo(BODY);

      Rights.replace(
          broker,
          Rights.ofOperators()
              .users("queue://PART.*", false, true)
              .users("queue://PART.A", true, true)
              .map());

      await().until(() -> broker.queue("PART.B").getConsumerCount() == 0);
      admin.send("PART.B", BODY);
      assertThat(OpenWire.receive(admin.consumer("PART.B"))).isEqualTo(BODY);
    }
  }

  @Test
  void whoeverKeptItsRightsNoticesNothing() throws Exception {
    try (OpenWire user = OpenWire.connect(broker, "user");
        OpenWire admin = OpenWire.connect(broker, "admin")) {
      MessageConsumer kept = user.consumer("KEPT");
      TemporaryQueue answers = user.session().createTemporaryQueue();
      MessageConsumer answer = user.session().createConsumer(answers);

      for (int swaps = 0; swaps < 3; swaps++) {
        Rights.replace(broker, without("queue://TAKEN" + swaps, false, false));
        user.send("KEPT", BODY);
        assertThat(OpenWire.receive(kept)).isEqualTo(BODY);
        try (MessageProducer reply = admin.session().createProducer(answers)) {
          reply.send(admin.bytes(BODY));
        }
        assertThat(OpenWire.receive(answer)).isEqualTo(BODY);
      }
      await()
          .during(Duration.ofMillis(900))
          .atMost(Duration.ofSeconds(10))
          .until(() -> broker.queue("KEPT").getConsumerCount() == 1);
      assertThat(user.connection().isTransportFailed()).isFalse();
    }
  }

  /** Senders and receivers at work; a group loses its rights, and nothing is lost but those. */
  @Test
  void revokedUnderLoadNothingIsLost() throws Exception {
    Set<String> accepted = ConcurrentHashMap.newKeySet();
    Set<String> received = ConcurrentHashMap.newKeySet();
    AtomicBoolean mayGoOn = new AtomicBoolean(true);
    try (OpenWire losing = OpenWire.connect(broker, "user");
        OpenWire keeping = OpenWire.connect(broker, "admin");
        OpenWire losingReceiver = OpenWire.connect(broker, "user");
        OpenWire keepingReceiver = OpenWire.connect(broker, "admin")) {
      listen(losingReceiver, received);
      listen(keepingReceiver, received);
      Thread user = new Thread(() -> send(losing, "user", accepted, mayGoOn));
      Thread admin = new Thread(() -> send(keeping, "admin", accepted, mayGoOn));
      user.start();
      admin.start();
      await().until(() -> accepted.stream().filter(id -> id.startsWith("user")).count() > 50);

      Rights.replace(broker, without("queue://WORK", false, false));

      user.join(SOON_MILLIS);
      assertThat(user.isAlive()).as("it was refused").isFalse();
      long before = accepted.size();
      await().until(() -> broker.queue("WORK").getConsumerCount() == 1);
      await().until(() -> accepted.size() > before + 50);
      mayGoOn.set(false);
      admin.join(SOON_MILLIS);

      await().atMost(20, TimeUnit.SECONDS).until(() -> received.containsAll(accepted));
      assertThat(broker.queue("WORK").getQueueSize()).isZero();
    }
  }

  private static void listen(OpenWire client, Set<String> received) throws JMSException {
    client
        .consumer("WORK")
        .setMessageListener(
            message -> {
              try {
                received.add(message.getJMSCorrelationID());
              } catch (JMSException e) {
                throw new IllegalStateException(e);
              }
            });
  }

  private static void send(
      OpenWire client, String who, Set<String> accepted, AtomicBoolean mayGoOn) {
    try {
      for (int i = 0; mayGoOn.get(); i++) {
        BytesMessage message = client.bytes(BODY);
        message.setJMSCorrelationID(who + i);
        client.send("WORK", (Message) message);
        accepted.add(who + i);
      }
    } catch (JMSException e) {
      assertThat(e).hasMessage("User user is not authorized to write to: queue://WORK");
    }
  }

  @Test
  void aMapThatBreaksARuleDoesNotReplaceAGoodOne() throws Exception {
    AuthorizationMap good = Rights.authorization(broker).getAuthorizationMap();
    DefaultAuthorizationMap open = everything();
    open.setTempDestinationAuthorizationEntry(null);
    try (AuditLines audit = AuditLines.capture();
        OpenWire user = OpenWire.connect(broker, "user")) {

      Rights.replace(broker, open);

      await().until(() -> Rights.authorization(broker).getAuthorizationMap() == good);
      assertThat(audit.rules("start")).containsExactly("guard-temporary-destinations");
      user.send("STILL", BODY);

      Rights.replace(broker, new DefaultAuthorizationMap());
      user.send("STILL", BODY);
      assertThat(Rights.authorization(broker).getAuthorizationMap()).isSameAs(good);
    }
  }

  @Test
  void aConnectionThatEndsLeavesNothingBehind() throws Exception {
    Collection<?> before = Set.copyOf(contexts());
    for (int i = 0; i < 5; i++) {
      try (OpenWire user = OpenWire.connect(broker, "user")) {
        user.send("LEFT", BODY);
        user.consumer("LEFT");
        assertThat(contexts()).hasSize(before.size() + 1);
      }
      await().untilAsserted(() -> assertThat(contexts()).hasSize(before.size()));
    }
  }

  /** What ActiveMQ's authentication plugin keeps of connections. */
  private Collection<?> contexts() throws Exception {
    Class<?> type = Class.forName("org.apache.activemq.security.AbstractAuthenticationBroker");
    Field field = type.getDeclaredField("securityContexts");
    field.setAccessible(true);
    return (Collection<?>) field.get(broker.getBrokerService().getBroker().getAdaptor(type));
  }

  @Test
  void reportingOnlyLeavesRightsAsActiveMqHasThem() throws Exception {
    broker.close();
    broker =
        GatedBroker.listening("ssl")
            .withPlugin(new AuthorizationPlugin(everything()))
            .with(gate -> gate.setMode("REPORT_ONLY"))
            .started();
    try (OpenWire user = OpenWire.connect(broker, "user")) {
      MessageConsumer consumer = user.consumer("TAKEN");
      MessageProducer producer = user.session().createProducer(OpenWire.destination("TAKEN"));
      producer.send(user.bytes(BODY));
      assertThat(OpenWire.receive(consumer)).isEqualTo(BODY);

      Rights.replace(broker, without("queue://TAKEN", false, false));

      await()
          .during(Duration.ofMillis(900))
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () -> {
                producer.send(user.bytes(BODY));
                assertThat(OpenWire.receive(consumer)).isEqualTo(BODY);
              });
    }
  }
}
