package io.portcullis.scenario.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.testing.AuditLines;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.Rights;
import io.portcullis.testing.StompClient;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.activemq.ScheduledMessage;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What was scheduled is judged again when it arrives. */
class ScheduledRightsTest {

  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);
  private static final String MANY = "1000";

  @TempDir private Path folder;
  private final AuditLines audit = AuditLines.capture();
  private GatedBroker broker = GatedBroker.create();

  @AfterEach
  void stop() {
    broker.close();
    audit.close();
  }

  private GatedBroker scheduling(boolean mayWrite, boolean any) throws Exception {
    File data = folder.toFile();
    return GatedBroker.listening("ssl", "stomp+ssl", "amqp+ssl")
        .withOnly(GatedBroker.users(), new AuthorizationPlugin(rights(mayWrite).map()))
        .withService(service -> service.setSchedulerSupport(true))
        .withService(service -> service.setPersistent(true))
        .withService(service -> service.setDataDirectoryFile(data))
        .withService(service -> service.setSchedulerDirectoryFile(new File(data, "scheduler")))
        .with(
            gate ->
                gate.setBodyPolicies(
                    any
                        ? List.of(Bodies.anyOnQueue("LATER"), Bodies.anyOnTopic("LATER"))
                        : List.of(Bodies.keptOnQueue("LATER"))));
  }

  private static Rights rights(boolean mayWrite) {
    return Rights.ofOperators()
        .users("queue://LATER", true, mayWrite)
        .users("topic://LATER", true, mayWrite);
  }

  private static ConditionFactory soon() {
    return await().atMost(Duration.ofSeconds(30));
  }

  @ParameterizedTest
  @ValueSource(strings = {"connected", "gone"})
  void aRepeatEndsWhenItsUserLosesTheRight(String user) throws Exception {
    broker = scheduling(true, true).started();
    OpenWire client = OpenWire.connect(broker, "user");
    try (OpenWire admin = OpenWire.connect(broker, "admin")) {
      MessageConsumer consumer = admin.consumer("LATER");
      client.send("LATER", repeating(client));
      assertThat(OpenWire.receive(consumer)).isEqualTo(PLAINTEXT);
      assertThat(OpenWire.next(consumer).propertyExists("PortcullisScheduledBy")).isFalse();
      if (user.equals("gone")) {
        client.close();
      }

      Rights.replace(broker, rights(false).map());

      soon().until(() -> jobs() == 0);
      assertRefused(
          "\"moment\":\"send\",\"user\":\"user\",\"destination\":\"queue://LATER\"",
          "the authorization map does not let it write to queue://LATER");
    } finally {
      client.close();
    }
  }

  /** A client that claims that somebody else schedules it. */
  @Test
  void aPropertyOfTheClientsMakesItNobodyElses() throws Exception {
    broker = scheduling(true, true).started();
    try (OpenWire client = OpenWire.connect(broker, "user");
        OpenWire admin = OpenWire.connect(broker, "admin")) {
      MessageConsumer consumer = admin.consumer("LATER");
      BytesMessage forged = repeating(client);
      forged.setStringProperty("PortcullisScheduledBy", "admin");
      client.send("LATER", forged);
      OpenWire.next(consumer);

      Rights.replace(broker, rights(false).map());

      soon().until(() -> jobs() == 0);
      assertRefused("\"user\":\"user\"");
    }
  }

  /** A job's id makes ActiveMQ send a message at once. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aMessageThatIsNotScheduledCarriesNobodysName(boolean withJob) throws Exception {
    broker = scheduling(true, true).started();
    try (OpenWire client = OpenWire.connect(broker, "user")) {
      BytesMessage forged = client.bytes(PLAINTEXT);
      forged.setStringProperty("PortcullisScheduledBy", "admin");
      forged.setStringProperty("own", "property");
      if (withJob) {
        forged.setStringProperty(ScheduledMessage.AMQ_SCHEDULED_ID, "job");
        forged.setLongProperty(ScheduledMessage.AMQ_SCHEDULED_DELAY, 1);
      }
      client.send("LATER", forged);

      Message arrived = OpenWire.next(client.consumer("LATER"));
      assertThat(arrived.propertyExists("PortcullisScheduledBy")).isFalse();
      assertThat(arrived.getStringProperty("own")).isEqualTo("property");
    }
  }

  @Test
  void whoKeepsTheRightKeepsItsRepeats() throws Exception {
    broker = scheduling(true, true).started();
    OpenWire client = OpenWire.connect(broker, "user");
    try (OpenWire admin = OpenWire.connect(broker, "admin")) {
      MessageConsumer consumer = admin.consumer("LATER");
      client.send("LATER", repeating(client));
      client.close();
      Rights.replace(broker, rights(true).map());

      for (int i = 0; i < 5; i++) {
        assertThat(OpenWire.receive(consumer)).isEqualTo(PLAINTEXT);
      }
      assertThat(jobs()).isOne();
      assertThat(refusals()).isEmpty();
    }
  }

  @Test
  void aStompClientsRepeatEndsToo() throws Exception {
    broker = scheduling(true, true).started();
    StompClient client = StompClient.connect(broker.port("stomp+ssl"), "user");
    try {
      client.send(
          "LATER",
          PLAINTEXT,
          Map.of(
              ScheduledMessage.AMQ_SCHEDULED_PERIOD,
              "100",
              ScheduledMessage.AMQ_SCHEDULED_REPEAT,
              MANY,
              "PortcullisScheduledBy",
              "admin"));
      soon().until(() -> jobs() == 1);

      Rights.replace(broker, rights(false).map());

      soon().until(() -> jobs() == 0);
      assertRefused("\"user\":\"user\",\"destination\":\"topic://LATER\"");
    } finally {
      client.close();
    }
  }

  @Test
  void anAmqpClientsDelayedMessageDoesNotArrive() throws Exception {
    broker = scheduling(true, true).started();
    JmsConnectionFactory factory =
        new JmsConnectionFactory("amqps://localhost:" + broker.port("amqp+ssl"));
    factory.setSslContext(GatedBroker.clientContext());
    try (JMSContext client = factory.createContext("user", GatedBroker.PASSWORD)) {
      client.createProducer().setDeliveryDelay(2_000).send(client.createQueue("LATER"), PLAINTEXT);
      soon().until(() -> jobs() == 1);

      Rights.replace(broker, rights(false).map());

      soon().until(() -> jobs() == 0);
      assertRefused("\"user\":\"user\"");
    }
  }

  /** The broker is restarted with another policy, and nobody is connected then. */
  @Test
  void whatItsDestinationTakesNoMoreIsKeptInQuarantine() throws Exception {
    schedule();
    broker = scheduling(true, false).started();

    soon().until(() -> jobs() == 0);
    try (OpenWire admin = OpenWire.connect(broker, "admin")) {
      Message kept = OpenWire.next(admin.consumer("Portcullis.Quarantine.LATER"));
      assertThat(kept.getBody(byte[].class)).isEqualTo(PLAINTEXT);
      assertThat(kept.getStringProperty("PortcullisUser")).isEqualTo("user");
    }
  }

  @Test
  void aRightThatWasLostWhileTheBrokerWasDownIsLost() throws Exception {
    schedule();
    broker = scheduling(false, true).started();

    soon().until(() -> jobs() == 0);
    assertRefused("\"user\":\"user\"");
  }

  @Test
  void whereTheGateOnlyReportsItGoesOn() throws Exception {
    schedule();
    broker =
        scheduling(false, true).with(gate -> gate.setReportOnly("require-authorization")).started();
    try (OpenWire admin = OpenWire.connect(broker, "admin")) {
      MessageConsumer consumer = admin.consumer("LATER");

      for (int i = 0; i < 5; i++) {
        assertThat(OpenWire.receive(consumer)).isEqualTo(PLAINTEXT);
      }
      assertThat(jobs()).isOne();
      assertThat(audit.lines()).anyMatch(line -> line.contains("\"disposition\":\"reported\""));
    }
  }

  private void schedule() throws Exception {
    try (GatedBroker before = scheduling(true, true).started();
        OpenWire client = OpenWire.connect(before, "user")) {
      client.send("LATER", repeating(client));
    }
  }

  private static BytesMessage repeating(OpenWire client) throws Exception {
    BytesMessage message = client.bytes(PLAINTEXT);
    message.setLongProperty(ScheduledMessage.AMQ_SCHEDULED_DELAY, 100);
    message.setLongProperty(ScheduledMessage.AMQ_SCHEDULED_PERIOD, 100);
    message.setIntProperty(ScheduledMessage.AMQ_SCHEDULED_REPEAT, Integer.parseInt(MANY));
    return message;
  }

  private List<String> refusals() {
    return audit.lines().stream()
        .filter(line -> line.contains("\"disposition\":\"refused\""))
        .toList();
  }

  /** One line, and one more at the tenth: the scheduler may be faster than the end of its job. */
  private void assertRefused(String... words) {
    assertThat(refusals())
        .hasSizeBetween(1, 2)
        .allSatisfy(line -> assertThat(line).contains(words));
  }

  private int jobs() {
    try {
      return broker.scheduledMessages();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
