package io.portcullis.scenario.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.MqttClient;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.ProtocolClient;
import io.portcullis.testing.ProtocolClient.Refused;
import io.portcullis.testing.ProtocolClient.Way;
import io.portcullis.testing.RawProducer;
import io.portcullis.testing.Rights;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import java.time.Duration;
import java.util.List;
import org.apache.activemq.broker.util.DestinationPathSeparatorBroker;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.plugin.StatisticsBrokerPlugin;
import org.apache.activemq.security.AuthorizationPlugin;
import org.fusesource.mqtt.client.MQTT;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A pattern as the target of a message: ActiveMQ adds up the rights of all that it could match, and
 * delivers it to consumers of all of them.
 */
class PatternTargetsTest {

  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(new byte[] {1, 2, 3});
  private static final String REFUSED = "[require-authorization] user \"user\": %s is a pattern";

  private static GatedBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker =
        GatedBroker.listening("ssl", "mqtt+ssl", "amqp+ssl", "stomp+ssl")
            .withPlugin(new StatisticsBrokerPlugin())
            .withPlugin(
                new AuthorizationPlugin(
                    Rights.ofOperators()
                        .users("queue://PUBLIC.>", true, true)
                        .users("topic://PUBLIC.>", true, true)
                        .users("queue://orders->billing", true, true)
                        .users("queue://ActiveMQ.Statistics.>", true, true)
                        .users("queue://ActiveMQ.Statistics.Destination.ONE", true, true)
                        .map()))
            .withPlugin(new DestinationPathSeparatorBroker())
            .with(gate -> gate.setBodyPolicies(List.of(Bodies.emptyOnQueue("ActiveMQ.>"))))
            .started();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @ParameterizedTest
  @CsvSource({
    "queue://PUBLIC.*, queue://PUBLIC.*",
    "topic://*.X, topic://*.X",
    "queue://>, queue://>",
    "queue://PUBLIC.>.X, queue://PUBLIC.>.X",
    "'queue://PUBLIC.A,*.X', ",
    "'queue://PUBLIC.A,topic://>', ",
    "queue://PUBLIC/*, queue://PUBLIC.*",
    "queue://PUBLIC/ * , queue://PUBLIC.*",
    "temp-queue://*.X, temp-queue://*.X",
  })
  void nobodySendsToAPattern(String pattern, String shown) throws Exception {
    try (OpenWire admin = OpenWire.connect(broker, "admin");
        OpenWire user = OpenWire.connect(broker, "user")) {
      MessageConsumer secret = admin.consumer("queue://SECRET.>");
      MessageConsumer secrets = admin.consumer("topic://SECRET.>");
      String start = shown == null ? "[require-authorization] user \"user\": " : REFUSED;

      assertThatThrownBy(
              () -> RawProducer.anonymous(user).send(OpenWire.destination(pattern), ENCRYPTED))
          .hasMessageStartingWith(start.formatted(shown));
      assertThatThrownBy(() -> RawProducer.registered(user, pattern))
          .as("registered")
          .hasMessageStartingWith(start.formatted(shown));
      assertThatThrownBy(() -> user.create(pattern))
          .as("created")
          .hasMessageStartingWith(start.formatted(shown));
      assertThat(OpenWire.isSilent(secret)).isTrue();
      assertThat(OpenWire.isSilent(secrets)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"OPENWIRE", "AMQP", "STOMP"})
  void noProtocolSendsToOne(Way way) throws Exception {
    try (ProtocolClient client = ProtocolClient.connect(way, broker, "user")) {
      assertThatThrownBy(() -> client.send("PUBLIC.*", ENCRYPTED))
          .isInstanceOf(Refused.class)
          .hasMessageContaining("[require-authorization]");
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void noWillGoesToOne(boolean retained) throws Exception {
    try (AuditLines audit = AuditLines.capture();
        ProtocolClient subscriber = ProtocolClient.connect(Way.MQTT, broker, "admin")) {
      subscriber.subscribe("SECRET/W");

      dieWithWill("+/W", retained);

      await()
          .atMost(Duration.ofSeconds(20))
          .until(() -> audit.found().stream().anyMatch(found -> found.contains("topic://*.W")));
      assertThat(subscriber.receive(300)).isEmpty();
    }
    try (ProtocolClient late = ProtocolClient.connect(Way.MQTT, broker, "admin")) {
      late.subscribe("SECRET/W");
      assertThat(late.receive(300)).as("retained").isEmpty();
    }
  }

  private static void dieWithWill(String topic, boolean retained) throws Exception {
    MQTT client = new MQTT();
    client.setClientId("dying-" + retained);
    MqttClient.dieWithWill(client, broker.port("mqtt+ssl"), "user", topic, ENCRYPTED, retained);
  }

  @Test
  void anArrowInANameMakesNoPattern() throws Exception {
    try (OpenWire user = OpenWire.connect(broker, "user")) {
      user.send("queue://orders->billing", ENCRYPTED);

      assertThat(OpenWire.receive(user.consumer("queue://orders->billing"))).isEqualTo(ENCRYPTED);
    }
  }

  @Test
  void consumersGoOnUsingPatterns() throws Exception {
    try (OpenWire user = OpenWire.connect(broker, "user")) {
      MessageConsumer all = user.consumer("queue://PUBLIC.>");
      user.send("queue://PUBLIC.ONE", ENCRYPTED);

      assertThat(OpenWire.receive(all)).isEqualTo(ENCRYPTED);
    }
  }

  /** Their topic's name is the pattern of the consumer that they tell of. */
  @ParameterizedTest
  @ValueSource(strings = {"Topic", "Queue"})
  void theBrokerGoesOnTellingOfConsumersOfPatterns(String kind) throws Exception {
    try (OpenWire admin = OpenWire.connect(broker, "admin");
        OpenWire user = OpenWire.connect(broker, "user")) {
      MessageConsumer told =
          admin.consumer("topic://ActiveMQ.Advisory.Consumer.%s.PUBLIC.TOLD.>".formatted(kind));

      user.consumer("%s://PUBLIC.TOLD.>".formatted(kind.toLowerCase(java.util.Locale.ROOT)));

      assertThat(OpenWire.next(told)).isNotNull();
    }
  }

  @Test
  void statisticsOfAllDestinationsAreToldToWhoMayAskForAll() throws Exception {
    try (OpenWire user = OpenWire.connect(broker, "user")) {
      user.send("queue://PUBLIC.COUNTED", ENCRYPTED);
      TemporaryQueue replies = user.session().createTemporaryQueue();
      MessageConsumer consumer = user.session().createConsumer(replies);

      try (MessageProducer producer =
          user.session()
              .createProducer(
                  OpenWire.destination("queue://ActiveMQ.Statistics.Destination.PUBLIC.>"))) {
        Message query = user.session().createMessage();
        query.setJMSReplyTo(replies);
        producer.send(query);
      }

      assertThat(((MapMessage) OpenWire.next(consumer)).getString("destinationName"))
          .contains("PUBLIC.");
    }
  }

  @Test
  void whatNobodyAnswersIsNoQuery() throws Exception {
    try (OpenWire user = OpenWire.connect(broker, "user")) {
      for (String name :
          List.of(
              "queue://ActiveMQ.Statistics.>",
              "queue://activemq.statistics.destination.>",
              "queue://PUBLIC.A,ActiveMQ.Statistics.Destination.>")) {
        ActiveMQDestination replies = (ActiveMQDestination) user.session().createTemporaryQueue();

        assertThatThrownBy(
                () ->
                    RawProducer.anonymous(user)
                        .send(OpenWire.destination(name), replies, ENCRYPTED))
            .as(name)
            .hasMessageContaining("is a pattern");
      }
      assertThatThrownBy(
              () ->
                  RawProducer.anonymous(user)
                      .send(
                          OpenWire.destination("queue://ActiveMQ.Statistics.Destination.>"),
                          ENCRYPTED))
          .as("without a place for an answer")
          .hasMessageContaining("is a pattern");
    }
  }

  @Test
  void inReportOnlyItGoesOnAndIsReported() throws Exception {
    try (AuditLines audit = AuditLines.capture();
        GatedBroker lax = GatedBroker.create().with(gate -> gate.setMode("REPORT_ONLY")).started();
        OpenWire client = OpenWire.inVm(lax, "admin")) {
      Session session = client.session();
      MessageConsumer consumer = session.createConsumer(session.createTopic("SECRET.>"));

      client.send("topic://*.X", ENCRYPTED);

      assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
      assertThat(audit.found()).anyMatch(found -> found.contains("topic://*.X is a pattern"));
    }
  }
}
