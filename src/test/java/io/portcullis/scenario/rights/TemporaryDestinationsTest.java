package io.portcullis.scenario.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.CommandClient;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import jakarta.jms.Connection;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.broker.region.RegionBroker;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ActiveMQTempQueue;
import org.apache.activemq.command.ActiveMQTempTopic;
import org.apache.activemq.security.AuthenticationUser;
import org.apache.activemq.security.SimpleAuthenticationPlugin;
import org.apache.activemq.transport.stomp.StompConnection;
import org.apache.activemq.transport.stomp.StompFrame;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose a temporary destination is: everybody else only sends there, whatever they may do. */
class TemporaryDestinationsTest {

  private static final byte[] BODY = Ciphertexts.encrypt(new byte[] {1, 2, 3});
  private static final String VICTIM = "ID:victim.example.com-40001-1700000000000-1:1";
  private static final ActiveMQDestination QUEUE = new ActiveMQTempQueue(VICTIM + ":1");
  private static final ActiveMQDestination TOPIC = new ActiveMQTempTopic(VICTIM + ":1");

  private GatedBroker broker;

  @BeforeEach
  void start() throws Exception {
    broker = GatedBroker.listening("amqp+ssl", "stomp+ssl").withOnly(users()).started();
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  static SimpleAuthenticationPlugin users() {
    return new SimpleAuthenticationPlugin(
        List.of(
            new AuthenticationUser("admin", GatedBroker.PASSWORD, "admins"),
            new AuthenticationUser("console", GatedBroker.PASSWORD, "activemq-webconsole"),
            new AuthenticationUser("user", GatedBroker.PASSWORD, "users"),
            new AuthenticationUser("other", GatedBroker.PASSWORD, "users")));
  }

  static Stream<ActiveMQDestination> waysToReadFromIt() {
    return Stream.of(
        new ActiveMQTempQueue(VICTIM + ":1"),
        new ActiveMQTempQueue(VICTIM + ":1?consumer.prefetchSize=1"),
        new ActiveMQTempTopic(VICTIM + ":1"),
        new ActiveMQTempQueue(">"),
        new ActiveMQTempTopic(">"),
        new ActiveMQTempQueue("ID:victim.example.*"),
        new ActiveMQTempQueue("*.example.>"),
        new ActiveMQTempQueue("ID:attacker:1," + VICTIM + ":1"),
        new ActiveMQTempTopic("ID:attacker:1," + VICTIM + ":1"),
        new ActiveMQQueue("OWN,temp-queue://" + VICTIM + ":1"));
  }

  @ParameterizedTest
  @MethodSource("waysToReadFromIt")
  void nobodyElseReadsFromIt(ActiveMQDestination way) throws Exception {
    for (String name : List.of("other", "admin")) {
      for (boolean browser : new boolean[] {false, way.isQueue()}) {
        try (CommandClient victim = CommandClient.connect(broker, VICTIM, "user");
            CommandClient attacker = CommandClient.connect(broker, "ID:attacker", name)) {
          victim.create(QUEUE);
          victim.create(TOPIC);

          assertThatThrownBy(() -> attacker.consume(way, browser))
              .isExactlyInstanceOf(SecurityException.class)
              .hasMessageMatching(
                  "\\[require-authorization] user \"%s\": it may not read from temp-.*, which"
                          .formatted(name)
                      + " belongs to another connection or user; use a temporary destination that"
                      + " the client's own connection makes");
          victim.consume(QUEUE, false);
          victim.consume(TOPIC, false);
          attacker.send(QUEUE, BODY, null);
          attacker.send(TOPIC, BODY, null);

          assertThat(List.of(victim.next().getDestination(), victim.next().getDestination()))
              .containsExactlyInAnyOrder(QUEUE, TOPIC);
          assertThat(attacker.isSilent()).isTrue();
        }
      }
    }
  }

  /** A connection id may look like a pattern, so its own destinations would be patterns. */
  @ParameterizedTest
  @ValueSource(strings = {"*.example.com-40001-1700000000000-1:1", "ID:victim.>", ">"})
  void aConnectionIdThatIsAPatternReadsNothing(String id) throws Exception {
    try (CommandClient victim = CommandClient.connect(broker, VICTIM, "user");
        CommandClient attacker = CommandClient.connect(broker, id, "other")) {
      victim.create(QUEUE);
      victim.consume(QUEUE, false);

      for (String name : List.of(id + ":1", id, id + ".>", id + ".>:1")) {
        try {
          attacker.consume(new ActiveMQTempQueue(name), false);
        } catch (SecurityException e) {
          assertThat(e).hasMessageStartingWith("[require-authorization] user \"other\": ");
        }
      }
      for (int i = 0; i < 20; i++) {
        attacker.send(QUEUE, BODY, null);
        victim.acknowledge(victim.next(), null);
      }

      assertThat(attacker.isSilent()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"user", "other", "admin", "console"})
  void nobodyElseRemovesIt(String name) throws Exception {
    try (CommandClient victim = CommandClient.connect(broker, VICTIM, "user");
        CommandClient attacker = CommandClient.connect(broker, "ID:attacker", name)) {
      victim.create(QUEUE);
      victim.create(TOPIC);

      for (ActiveMQDestination removed :
          List.of(QUEUE, TOPIC, new ActiveMQTempQueue("ID:attacker:1," + VICTIM + ":1"))) {
        assertThatThrownBy(() -> attacker.remove(removed))
            .isExactlyInstanceOf(SecurityException.class)
            .hasMessageContaining("it may not remove temp-");
      }

      assertThat(exists(QUEUE)).isTrue();
      assertThat(exists(TOPIC)).isTrue();
    }
  }

  /** Else it would end with that connection. */
  @Test
  void nobodyMakesOneInTheNameOfAnotherConnection() throws Exception {
    try (CommandClient attacker = CommandClient.connect(broker, "ID:attacker", "other")) {
      for (ActiveMQDestination foreign :
          List.of(
              QUEUE,
              TOPIC,
              new ActiveMQTempQueue("ID:attacker:1:1"),
              new ActiveMQTempQueue("ID:attacker"),
              new ActiveMQTempQueue("ID:attacker:"),
              new ActiveMQTempQueue("ID:attacker2:1"),
              new ActiveMQTempQueue("ID:attacker:1," + VICTIM + ":1"),
              new ActiveMQTempQueue("any"))) {
        assertThatThrownBy(() -> attacker.create(foreign))
            .as(foreign.getQualifiedName())
            .isExactlyInstanceOf(SecurityException.class)
            .hasMessageContaining("it may not create temp-");
        assertThat(exists(foreign)).isFalse();
      }

      attacker.create(new ActiveMQTempQueue("ID:attacker:1"));
      assertThat(exists(new ActiveMQTempQueue("ID:attacker:1"))).isTrue();
    }
  }

  @Test
  void aConnectionThatComesBackHasItsOwn() throws Exception {
    try (CommandClient responder = CommandClient.connect(broker, "ID:responder", "other")) {
      for (int i = 0; i < 3; i++) {
        try (CommandClient owner = CommandClient.connect(broker, VICTIM, "user")) {
          owner.create(QUEUE);
          owner.consume(QUEUE, false);
          responder.send(QUEUE, BODY, null);
          owner.next();
        }
        await().until(() -> !exists(QUEUE));
      }
    }
  }

  /** As a bridge makes a copy, for answers that are under way. */
  @Test
  void anotherUserDoesNotReadTheCopyOfAConnectionThatEnded() throws Exception {
    try (CommandClient owner = CommandClient.connect(broker, VICTIM, "user")) {
      owner.create(QUEUE);
    }
    await().until(() -> !exists(QUEUE));
    copy();
    try (CommandClient attacker = CommandClient.connect(broker, VICTIM, "other")) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> attacker.consume(QUEUE, false))
            .isInstanceOf(SecurityException.class)
            .hasMessageContaining("it may not read from temp-queue://" + VICTIM);
        assertThatThrownBy(() -> attacker.remove(QUEUE))
            .isInstanceOf(SecurityException.class)
            .hasMessageContaining("it may not remove temp-queue://" + VICTIM);
        attacker.create(QUEUE);
      }
    }
    assertThat(exists(QUEUE)).isTrue();
    try (CommandClient owner = CommandClient.connect(broker, VICTIM, "user")) {
      owner.create(QUEUE);
      owner.consume(QUEUE, false);
    }
  }

  private void copy() throws Exception {
    BrokerService service = broker.getBrokerService();
    service.getBroker().addDestination(service.getAdminConnectionContext(), QUEUE, true);
    assertThat(exists(QUEUE)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void nobodyLocksAConnectionOutThatIsNotThereYet(boolean creates) throws Exception {
    try (CommandClient attacker = CommandClient.connect(broker, VICTIM, "other")) {
      attacker.create(QUEUE);
    }
    await().until(() -> !exists(QUEUE));
    try (CommandClient victim = CommandClient.connect(broker, VICTIM, "user");
        CommandClient responder = CommandClient.connect(broker, "ID:responder", "other")) {
      if (creates) {
        victim.create(QUEUE);
      }
      victim.consume(QUEUE, false);
      responder.send(QUEUE, BODY, null);
      assertThat(victim.next().getDestination()).isEqualTo(QUEUE);
    }
  }

  @Test
  void removingWhatIsNotThereIsNoError() throws Exception {
    try (CommandClient client = CommandClient.connect(broker, "ID:client", "user")) {
      client.remove(QUEUE);
      client.remove(new ActiveMQTempQueue("ID:client:1"));
    }
  }

  @Test
  void anAmqpClientReadsFromItsOwn() throws Exception {
    JmsConnectionFactory factory =
        new JmsConnectionFactory("amqps://localhost:" + broker.port("amqp+ssl"));
    factory.setSslContext(GatedBroker.clientContext());
    try (CommandClient responder = CommandClient.connect(broker, "ID:responder", "user");
        Connection connection = factory.createConnection("other", GatedBroker.PASSWORD)) {
      connection.start();
      Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
      MessageConsumer own = session.createConsumer(session.createTemporaryQueue());
      ActiveMQDestination name =
          regions().getTempQueueRegion().getDestinationMap().keySet().stream()
              .findFirst()
              .orElseThrow();

      responder.send(name, BODY, null);

      assertThat(OpenWire.next(own)).isNotNull();
    }
  }

  @Test
  void aStompClientReadsFromItsOwnAndNobodyElses() throws Exception {
    StompConnection stomp = new StompConnection();
    stomp.open(
        GatedBroker.clientContext()
            .getSocketFactory()
            .createSocket("localhost", broker.port("stomp+ssl")));
    try (CommandClient victim = CommandClient.connect(broker, VICTIM, "user")) {
      victim.create(QUEUE);
      stomp.connect("other", GatedBroker.PASSWORD);

      stomp.subscribe("/remote-temp-queue/" + VICTIM + ":1");
      StompFrame answer = stomp.receive(30_000);
      assertThat(answer.getAction()).isEqualTo("ERROR");
      assertThat(answer.getHeaders().get("message"))
          .contains("it may not read from temp-queue://" + VICTIM);

      stomp.subscribe("/temp-queue/own");
      stomp.send("/temp-queue/own", Base64.getEncoder().encodeToString(BODY));
      assertThat(stomp.receive(30_000).getAction()).isEqualTo("MESSAGE");
    } finally {
      stomp.close();
    }
  }

  @Test
  void whereTheRuleOnlyReportsNothingChanges() throws Exception {
    broker.close();
    broker =
        GatedBroker.create()
            .withOnly(users())
            .with(gate -> gate.setReportOnly("require-authorization"))
            .started();
    try (AuditLines audit = AuditLines.capture();
        CommandClient victim = CommandClient.connect(broker, VICTIM, "user");
        CommandClient client = CommandClient.connect(broker, "ID:client", "other")) {
      victim.create(QUEUE);
      client.create(new ActiveMQTempQueue("ID:elsewhere:1"));

      client.remove(QUEUE);

      assertThat(exists(QUEUE)).isFalse();
      assertThat(exists(new ActiveMQTempQueue("ID:elsewhere:1"))).isTrue();
      assertThat(audit.lines())
          .anySatisfy(
              line -> {
                assertThat(AuditLines.field(line, "disposition")).isEqualTo("reported");
                assertThat(AuditLines.field(line, "found"))
                    .isEqualTo(
                        "user \"other\": it may not remove temp-queue://%s:1, which belongs to"
                                .formatted(VICTIM)
                            + " another connection or user");
              });
    }
  }

  private boolean exists(ActiveMQDestination destination) throws Exception {
    Destination found = regions().getDestinationMap(destination).get(destination);
    return found != null;
  }

  private RegionBroker regions() throws Exception {
    return (RegionBroker) broker.getBrokerService().getRegionBroker();
  }
}
