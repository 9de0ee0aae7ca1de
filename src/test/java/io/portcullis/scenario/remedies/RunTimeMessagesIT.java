package io.portcullis.scenario.remedies;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.CommandClient;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.RawProducer;
import io.portcullis.testing.Rights;
import jakarta.jms.BytesMessage;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.activemq.command.ActiveMQBytesMessage;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.MessageId;
import org.apache.activemq.command.ProducerInfo;
import org.apache.activemq.command.SessionInfo;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.util.ByteSequence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whose message or consumer is refused, and who does what the remedy says, is accepted. */
class RunTimeMessagesIT {

  private static final byte[] PLAINTEXT = "plain".getBytes(StandardCharsets.UTF_8);

  private static Stage stage;

  private static final Map<String, Deed> ROWS =
      Map.ofEntries(
          Map.entry("selector-costly", RunTimeMessagesIT::selector),
          Map.entry("body-unreadable", RunTimeMessagesIT::map),
          Map.entry("producer-registered-elsewhere", RunTimeMessagesIT::producer),
          Map.entry("several-destinations-bound", RunTimeMessagesIT::several),
          Map.entry("message-without-destination", RunTimeMessagesIT::noDestination),
          Map.entry("no-destination-named", RunTimeMessagesIT::consumerOfNothing),
          Map.entry("selector-fails", RunTimeMessagesIT::failingSelector),
          Map.entry("message-number-far", RunTimeMessagesIT::farNumber),
          Map.entry("scheduler-reply-open", RunTimeMessagesIT::schedulerReply));

  /** The codes whose remedies are applied here. */
  static Stream<String> codes() {
    return ROWS.keySet().stream().sorted();
  }

  @BeforeAll
  static void start() throws Exception {
    Rights rights =
        Rights.ofOperators().users("queue://A.>", true, true).users("queue://OPEN.>", true, true);
    stage =
        Stage.of(
            GatedBroker.listening("ssl")
                .withPlugin(new AuthorizationPlugin(rights.map()))
                .with(
                    gate ->
                        gate.setBodyPolicies(
                            List.of(Bodies.anyOnQueue("OPEN.>"), Bodies.boundToQueue("BOUND.>"))))
                .started());
  }

  @AfterAll
  static void stop() throws Exception {
    stage.close();
  }

  @ParameterizedTest
  @MethodSource("codes")
  void remedyHelps(String code) throws Exception {
    ROWS.get(code).play(code);
  }

  private static void selector(String code) throws Exception {
    try (OpenWire user = stage.user()) {
      Session session = user.session();
      ActiveMQDestination queue = OpenWire.destination("A.S");
      String line =
          stage.refused(code, () -> session.createConsumer(queue, "p LIKE '%a%b'").close());
      Stage.said(line, "^select by a property of its own, with =, IN or one LIKE");

      stage.accepted(
          () -> {
            session.createConsumer(queue, "kind = 'ab'").close();
            session.createConsumer(queue, "kind IN ('ab', 'aab')").close();
            session.createConsumer(queue, "kind LIKE 'a%'").close();
          });
    }
  }

  private static void map(String code) throws Exception {
    try (OpenWire user = stage.user()) {
      String line = stage.refused(code, () -> user.send("A.M", user.session().createMapMessage()));
      Stage.said(
          line, "^send an AWS Encryption SDK message in a bytes message, or its base64 in a text");

      stage.accepted(
          () -> {
            user.send("A.M", Stage.ENCRYPTED);
            user.sendText("A.M", Body.base64(Stage.ENCRYPTED));
          });
    }
  }

  private static void producer(String code) throws Exception {
    try (OpenWire user = stage.user()) {
      RawProducer elsewhere = RawProducer.registered(user, "A.R");
      String line = stage.refused(code, () -> elsewhere.send("OPEN.R", PLAINTEXT));
      Stage.said(line, "^send it there, or with a producer that names no destination$");

      stage.accepted(() -> RawProducer.anonymous(user).send("OPEN.R", PLAINTEXT));
    }
  }

  private static byte[] bound(String destination) {
    return Ciphertexts.encrypt(
        Ciphertexts.DEFAULT_SUITE, PLAINTEXT, Map.of("destination", destination));
  }

  private static void several(String code) throws Exception {
    try (OpenWire admin = stage.admin()) {
      String line =
          stage.refused(code, () -> admin.send("BOUND.A,BOUND.B", bound("queue://BOUND.A")));
      Stage.said(line, "^send a message to each$");

      stage.accepted(
          () -> {
            admin.send("BOUND.A", bound("queue://BOUND.A"));
            admin.send("BOUND.B", bound("queue://BOUND.B"));
          });
    }
  }

  private static void noDestination(String code) throws Exception {
    try (OpenWire user = stage.user()) {
      RawProducer producer = RawProducer.anonymous(user);
      String line =
          stage.refused(code, () -> producer.send((ActiveMQDestination) null, Stage.ENCRYPTED));
      Stage.said(
          line,
          "^name one: with JMS in send\\(destination, message\\), with STOMP in the header dest");

      stage.accepted(() -> producer.send("A.D", Stage.ENCRYPTED));
    }
  }

  private static void consumerOfNothing(String code) throws Exception {
    String id = "ID:aimless.example.com-1-1:1";
    try (CommandClient client = CommandClient.connect(stage.broker(), id, "user")) {
      String line = stage.refused(code, () -> client.consume(null, false));
      Stage.said(line, "^name one: with JMS in createConsumer\\(destination\\), with STOMP in");

      stage.accepted(() -> client.consume(OpenWire.destination("A.C"), false));
    }
    try (OpenWire user = stage.user()) {
      stage.accepted(() -> user.consumer("A.C").close());
    }
  }

  private static void failingSelector(String code) throws Exception {
    try (OpenWire user = stage.user()) {
      BytesMessage message = user.bytes(Stage.ENCRYPTED);
      message.setStringProperty("p", "text");
      ActiveMQDestination queue = OpenWire.destination("A.F");
      MessageConsumer failing = user.session().createConsumer(queue, "(p - 1) > 0");
      String line = stage.noted(code, "reported", () -> user.send("A.F", message));
      Stage.said(line, "^compare each property with a value of its own type$");
      failing.close();

      stage.accepted(
          () -> {
            MessageConsumer consumer = user.session().createConsumer(queue, "p = 'text'");
            assertThat(OpenWire.receive(consumer)).isEqualTo(Stage.ENCRYPTED);
          });
    }
  }

  private static ActiveMQBytesMessage numbered(ProducerInfo producer, long number) {
    ActiveMQBytesMessage message = new ActiveMQBytesMessage();
    message.setContent(new ByteSequence(Stage.ENCRYPTED));
    message.setDestination(OpenWire.destination("A.N"));
    message.setProducerId(producer.getProducerId());
    message.setMessageId(new MessageId(producer.getProducerId(), number));
    message.setPersistent(true);
    return message;
  }

  private static void farNumber(String code) throws Exception {
    try (OpenWire user = stage.user()) {
      SessionInfo session = new SessionInfo(user.connection().getConnectionInfo(), 77);
      ProducerInfo producer = new ProducerInfo(session, 1);
      user.connection().syncSendPacket(session);
      user.connection().syncSendPacket(producer);
      String line =
          stage.refused(
              code,
              () -> {
                user.connection().syncSendPacket(numbered(producer, 1));
                user.connection().syncSendPacket(numbered(producer, Long.MAX_VALUE));
              });
      Stage.said(line, "^number the messages of a producer one after the other, from 1$");

      stage.accepted(
          () -> {
            user.connection().syncSendPacket(numbered(producer, 2));
            user.connection().syncSendPacket(numbered(producer, 3));
          });
    }
  }

  private static void schedulerReply(String code) throws Exception {
    try (OpenWire admin = stage.admin()) {
      RawProducer producer = RawProducer.anonymous(admin);
      ActiveMQDestination scheduler = OpenWire.destination("topic://ActiveMQ.Scheduler.Management");
      String line =
          stage.refused(
              code, () -> producer.send(scheduler, OpenWire.destination("A.J"), Stage.ENCRYPTED));
      Stage.said(line, "^let it reply to a destination that takes any body$");

      stage.accepted(
          () -> producer.send(scheduler, OpenWire.destination("OPEN.J"), Stage.ENCRYPTED));
    }
  }
}
