package io.portcullis.scenario.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Line;
import io.portcullis.testing.OpenWire;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.TemporaryQueue;
import org.apache.activemq.command.ActiveMQTempQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The map that a broker gets whose operator configured none, on live connections. */
class DefaultRightsTest {

  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(new byte[] {1, 2, 3});

  private static GatedBroker broker;
  private static OpenWire admin;

  /** What users need on lines of which clients create advisory topics, and have nowhere else. */
  private static final int CREATING_ADVISORIES = 12;

  @BeforeAll
  static void start() throws Exception {
    broker = GatedBroker.listening("ssl").started();
    admin = OpenWire.connect(broker, "admin");
    for (String existing :
        new String[] {
          "queue://OLD",
          "topic://OLD",
          "topic://ActiveMQ.Advisory.Connection",
          "topic://ActiveMQ.Advisory.TempQueue",
          "topic://ActiveMQ.Advisory.TempTopic"
        }) {
      admin.create(existing);
    }
  }

  @AfterAll
  static void stop() throws Exception {
    admin.close();
    broker.close();
  }

  @ParameterizedTest(name = "{1} {2}: admin {3}, console {4}, user {5}, nobody {6}")
  @CsvSource({
    // what                                                      admin console user   nobody
    "1, read,  queue://OLD,                                      true, true,   true,  false",
    "2, read,  topic://OLD,                                      true, true,   true,  false",
    "3, read,  topic://ActiveMQ.Advisory.Connection,             true, true,   false, false",
    "4, read,  topic://ActiveMQ.Advisory.TempQueue,              true, true,   true,  false",
    "5, read,  topic://>,                                        true, true,   false, false",
    "6, read,  topic://*.Advisory.>,                             true, true,   false, false",
    "7, write, queue://OLD,                                      true, true,   false, false",
    "8, write, topic://OLD,                                      true, true,   false, false",
    "9, write, topic://ActiveMQ.Advisory.Connection,             true, true,   false, false",
    "10, admin, queue://NEW,                                     true, true,   false, false",
    "11, admin, topic://NEW,                                     true, true,   false, false",
    "12, admin, topic://ActiveMQ.Advisory.New,                   true, true,   true,  false",
  })
  void whoMayDoWhat(
      int row,
      String operation,
      String destination,
      boolean admins,
      boolean console,
      boolean users,
      boolean nobody)
      throws Exception {
    assertThat(may("admin", operation, destination)).as("admin").isEqualTo(admins);
    assertThat(may("console", operation, destination)).as("console").isEqualTo(console);
    assertThat(may("user", operation, destination))
        .as("user")
        .isEqualTo(row == CREATING_ADVISORIES ? Line.clientsCreateAdvisories() : users);
    assertThat(may("nobody", operation, destination)).as("nobody").isEqualTo(nobody);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({"admin,true", "console,true", "user,true", "nobody,false"})
  void temporaryQueuesServeRequestsAndReplies(String name, boolean allowed) throws Exception {
    Throwable refusal =
        catchThrowable(
            () -> {
              try (OpenWire client = OpenWire.connect(broker, name)) {
                TemporaryQueue replies = client.session().createTemporaryQueue();
                MessageConsumer consumer = client.session().createConsumer(replies);
                try (MessageProducer producer = client.session().createProducer(replies)) {
                  var message = client.session().createBytesMessage();
                  message.writeBytes(ENCRYPTED);
                  producer.send(message);
                }
                assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
              }
            });

    assertThat(refusal == null).isEqualTo(allowed);
  }

  @Test
  void aTemporaryNameDoesNotOpenOtherQueues() throws Exception {
    try (OpenWire user = OpenWire.connect(broker, "user")) {
      String own = user.session().createTemporaryQueue().getQueueName();
      ActiveMQTempQueue mixed = new ActiveMQTempQueue(own + ",queue://OLD");
      var message = user.session().createBytesMessage();
      message.writeBytes(ENCRYPTED);

      try (MessageProducer anywhere = user.session().createProducer(null)) {
        assertThatThrownBy(() -> anywhere.send(mixed, message))
            .hasMessageStartingWith("[guard-temporary-destinations] user \"user\": ");
      }
      assertThatThrownBy(() -> user.session().createProducer(mixed))
          .hasMessageStartingWith("[guard-temporary-destinations] user \"user\": ");
      assertThatThrownBy(() -> user.session().createConsumer(mixed))
          .hasMessageStartingWith("[guard-temporary-destinations] user \"user\": ");
    }
  }

  @Test
  void aClientWithAllItsDefaultsConnects() throws Exception {
    var factory = broker.createConnectionFactory();
    try (var connection = factory.createConnection("user", GatedBroker.PASSWORD)) {
      connection.start();
      assertThat(
              connection
                  .createSession(false, 1)
                  .createConsumer(connection.createSession(false, 1).createQueue("OLD")))
          .isNotNull();
    }
  }

  private static boolean may(String user, String operation, String destination) throws Exception {
    try (OpenWire client = OpenWire.connect(broker, user)) {
      switch (operation) {
        case "read" -> client.consumer(destination).close();
        case "write" -> client.send(destination, ENCRYPTED);
        default -> client.create(destination + "." + user);
      }
      return true;
    } catch (JMSException e) {
      assertThat(e).hasMessageContaining("is not authorized to");
      return false;
    }
  }
}
