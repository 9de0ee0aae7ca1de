package io.portcullis.scenario.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Line;
import io.portcullis.testing.NotOn;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.Rights;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import org.apache.activemq.ActiveMQConnectionFactory;
import org.apache.activemq.security.AuthorizationEntry;
import org.apache.activemq.security.AuthorizationPlugin;
import org.junit.jupiter.api.Test;

/**
 * ActiveMQ's own client with all its defaults, which listens to advisories, and the maps it needs.
 */
class AdvisoryRightsTest {

  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(new byte[] {1, 2, 3});

  @Test
  void aUserOfTheDefaultMapSubscribesDurably() throws Exception {
    try (GatedBroker broker = GatedBroker.create().started();
        OpenWire admin = OpenWire.inVm(broker, "admin")) {
      admin.create("topic://NEWS");
      try (Connection connection = connect(broker, "user", "reader")) {
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        session.createDurableSubscriber((Topic) OpenWire.destination("topic://NEWS"), "s").close();
      }

      admin.send("topic://NEWS", ENCRYPTED);

      try (Connection connection = connect(broker, "user", "reader")) {
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageConsumer again =
            session.createDurableSubscriber((Topic) OpenWire.destination("topic://NEWS"), "s");
        assertThat(OpenWire.receive(again)).isEqualTo(ENCRYPTED);
        again.close();
        session.unsubscribe("s");
      }
    }
  }

  @Test
  void requestsAreAnsweredWithWhatClientsNeedAndNoMore() throws Exception {
    try (AuditLines audit = AuditLines.capture();
        GatedBroker broker =
            broker(
                    topic("ActiveMQ.Advisory.>", "", Line.clientsCreateAdvisories() ? "users" : ""),
                    topic("ActiveMQ.Advisory.TempQueue,ActiveMQ.Advisory.TempTopic", "users", ""),
                    orders())
                .started();
        Connection asking = connect(broker, "user", "asking");
        Connection answering = connect(broker, "user", "answering")) {
      Session session = asking.createSession(false, Session.AUTO_ACKNOWLEDGE);
      Destination replies = session.createTemporaryQueue();
      MessageConsumer answers = session.createConsumer(replies);
      send(asking, OpenWire.destination("ORDERS"), replies);
      Message request =
          OpenWire.next(
              answering
                  .createSession(false, Session.AUTO_ACKNOWLEDGE)
                  .createConsumer(OpenWire.destination("ORDERS")));

      send(answering, request.getJMSReplyTo(), null);

      assertThat(OpenWire.receive(answers)).isEqualTo(ENCRYPTED);
      assertThat(audit.rules("start")).doesNotContain("guard-advisories");
    }
  }

  /** ActiveMQ asks for both topics in one, and finds no entry that stands for both. */
  @Test
  void anEntryForEachOfTheTwoIsNotEnoughAndIsReported() throws Exception {
    try (AuditLines audit = AuditLines.capture();
        GatedBroker broker =
            broker(
                    topic("ActiveMQ.Advisory.>", "", "users"),
                    topic("ActiveMQ.Advisory.TempQueue", "users", ""),
                    topic("ActiveMQ.Advisory.TempTopic", "users,others", ""))
                .started()) {
      assertThatThrownBy(() -> connect(broker, "user", "c"))
          .isInstanceOf(JMSException.class)
          .hasMessageContaining("not authorized to read from: ActiveMQ.Advisory.TempQueue,");
      assertThat(audit.found())
          .contains(
              "authorization map: group \"users\" may not read ActiveMQ.Advisory.TempQueue,"
                  + "ActiveMQ.Advisory.TempTopic, which OpenWire clients subscribe to when they"
                  + " connect");
    }
  }

  @Test
  @NotOn(
      value = {Line.V6_2, Line.V6_3},
      because = "the broker creates advisory topics in its own name")
  void whoMayNotCreateAdvisoriesCannotConnectToThisVersionAndThatIsReported() throws Exception {
    try (AuditLines audit = AuditLines.capture();
        GatedBroker broker =
            broker(topic("ActiveMQ.Advisory.TempQueue,ActiveMQ.Advisory.TempTopic", "users", ""))
                .started()) {
      broker
          .getBrokerService()
          .removeDestination(OpenWire.destination("topic://ActiveMQ.Advisory.Connection"));

      assertThatThrownBy(() -> connect(broker, "user", "c"))
          .hasMessageContaining("not authorized to create: topic://ActiveMQ.Advisory.Connection");
      assertThat(audit.found())
          .contains(
              "authorization map: group \"users\" may not admin every topic ActiveMQ.Advisory.>,"
                  + " which this version of ActiveMQ creates in the client's name");
    }
  }

  @Test
  @NotOn(
      value = {Line.V5_18, Line.V5_19, Line.V6_1},
      because = "until June 2026 every client creates advisory topics")
  void whoMayCreateAdvisoriesOnAVersionThatDoesItItselfIsReported() throws Exception {
    try (AuditLines audit = AuditLines.capture();
        GatedBroker broker =
            broker(
                    topic("ActiveMQ.Advisory.>", "", "users"),
                    topic("ActiveMQ.Advisory.TempQueue,ActiveMQ.Advisory.TempTopic", "users", ""))
                .started()) {
      broker
          .getBrokerService()
          .removeDestination(OpenWire.destination("topic://ActiveMQ.Advisory.Connection"));

      connect(broker, "user", "c").close();

      assertThat(audit.found())
          .anySatisfy(
              found ->
                  assertThat(found)
                      .startsWith("authorization map: group \"users\" may admin every advisory"));
    }
  }

  @Test
  void aBrokerThatIsToldToEnforceDoesNotStart() throws Exception {
    GatedBroker broker =
        broker(topic(">", "users", "")).with(gate -> gate.setEnforce("guard-advisories"));
    try (broker) {
      assertThatThrownBy(broker::start)
          .hasStackTraceContaining(
              "[guard-advisories] authorization map: group \"users\" may read every advisory topic");
    }
  }

  private static Connection connect(GatedBroker broker, String user, String clientId)
      throws JMSException {
    ActiveMQConnectionFactory factory = broker.createConnectionFactory();
    factory.setClientID(clientId);
    Connection connection = factory.createConnection(user, GatedBroker.PASSWORD);
    try {
      connection.start();
      return connection;
    } catch (JMSException e) {
      connection.close();
      throw e;
    }
  }

  private static void send(Connection connection, Destination destination, Destination replyTo)
      throws JMSException {
    Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    try (MessageProducer producer = session.createProducer(destination)) {
      BytesMessage message = session.createBytesMessage();
      message.writeBytes(ENCRYPTED);
      message.setJMSReplyTo(replyTo);
      producer.send(message);
    }
  }

  private static GatedBroker broker(AuthorizationEntry... entries) throws Exception {
    return GatedBroker.create().withPlugin(new AuthorizationPlugin(Rights.mapWith(entries)));
  }

  private static AuthorizationEntry orders() {
    return Rights.entry("queue://ORDERS", "users", "users", "users");
  }

  private static AuthorizationEntry topic(String name, String read, String admin) {
    return Rights.entry("topic://" + name, read, "", admin);
  }
}
