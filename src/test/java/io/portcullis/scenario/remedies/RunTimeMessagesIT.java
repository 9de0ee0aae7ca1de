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
import org.apache.activemq.command.ActiveMQBytesMessage;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.MessageId;
import org.apache.activemq.command.ProducerInfo;
import org.apache.activemq.command.SessionInfo;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.util.ByteSequence;

/** Whose message or consumer is refused, and who does what the remedy says, is accepted. */
class RunTimeMessagesIT extends RunTimeRemedies {

  private static final byte[] PLAINTEXT = "plain".getBytes(StandardCharsets.UTF_8);

  @Override
  Map<String, Deed> rows() {
    return Map.ofEntries(
        Map.entry("selector-costly", this::selector),
        Map.entry("body-unreadable", this::map),
        Map.entry("producer-registered-elsewhere", this::producer),
        Map.entry("several-destinations-bound", this::several),
        Map.entry("message-without-destination", this::noDestination),
        Map.entry("no-destination-named", this::consumerOfNothing),
        Map.entry("selector-fails", this::failingSelector),
        Map.entry("message-number-far", this::farNumber),
        Map.entry("scheduler-reply-open", this::schedulerReply));
  }

  @Override
  Stage open() throws Exception {
    Rights rights =
        Rights.ofOperators().users("queue://A.>", true, true).users("queue://OPEN.>", true, true);
    return Stage.of(
        GatedBroker.listening("ssl")
            .withPlugin(new AuthorizationPlugin(rights.map()))
            .with(
                gate ->
                    gate.setBodyPolicies(
                        List.of(Bodies.anyOnQueue("OPEN.>"), Bodies.boundToQueue("BOUND.>"))))
            .started());
  }

  private void selector(String code) throws Exception {
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

  private void map(String code) throws Exception {
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

  private void producer(String code) throws Exception {
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

  private void several(String code) throws Exception {
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

  private void noDestination(String code) throws Exception {
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

  private void consumerOfNothing(String code) throws Exception {
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

  private void failingSelector(String code) throws Exception {
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

  private void farNumber(String code) throws Exception {
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

  private void schedulerReply(String code) throws Exception {
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
