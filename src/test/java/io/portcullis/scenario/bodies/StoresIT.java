package io.portcullis.scenario.bodies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Line;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.PostgreSql;
import io.portcullis.testing.Rights;
import io.portcullis.testing.XaIds;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.XASession;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.apache.activemq.ActiveMQXAConnectionFactory;
import org.apache.activemq.openwire.OpenWireFormat;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.store.PersistenceAdapter;
import org.apache.activemq.store.jdbc.JDBCPersistenceAdapter;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages on disk: whatever the broker keeps them in, the gate behaves the same. */
class StoresIT {

  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(PLAINTEXT);
  private static final String KEPT = "Portcullis.Quarantine.KEPT";
  private static final String REFUSED = "[require-encrypted-body] message to queue://";

  /** ActiveMQ's own files. */
  @Nested
  class InKahaDb extends Behaviour {

    @TempDir private Path folder;

    @Override
    PersistenceAdapter store() {
      KahaDBPersistenceAdapter store = new KahaDBPersistenceAdapter();
      store.setDirectory(folder.toFile());
      return store;
    }
  }

  /** A database in the broker's JVM. */
  @Nested
  class InH2 extends Behaviour {

    @TempDir private Path folder;

    @Override
    PersistenceAdapter store() throws Exception {
      JdbcDataSource source = new JdbcDataSource();
      source.setURL("jdbc:h2:" + folder.resolve("messages"));
      return jdbc(source);
    }
  }

  /** A database in a process of its own. */
  @Nested
  class InPostgreSql extends Behaviour {

    private static PostgreSql server;
    private DataSource database;

    @BeforeEach
    void make() throws Exception {
      assumeTrue(PostgreSql.isInstalled(), "PostgreSQL is not installed");
      if (server == null) {
        server = PostgreSql.started();
      }
      database = server.newDatabase();
    }

    @AfterAll
    static void stopServer() throws Exception {
      if (server != null) {
        server.close();
      }
    }

    @Override
    PersistenceAdapter store() throws Exception {
      return jdbc(database);
    }
  }

  private static PersistenceAdapter jdbc(DataSource source) throws Exception {
    Line.assumeJdbc();
    return new JDBCPersistenceAdapter(source, new OpenWireFormat());
  }

  abstract static class Behaviour {

    private GatedBroker broker = GatedBroker.create();

    abstract PersistenceAdapter store() throws Exception;

    @AfterEach
    void stop() {
      broker.close();
    }

    private GatedBroker stored() throws Exception {
      GatedBroker stored =
          GatedBroker.listening("ssl")
              .with(gate -> gate.setBodyPolicies(List.of(Bodies.keptOnQueue("KEPT.>"))))
              .with(gate -> gate.setQuarantineUserPercent("100"));
      stored.getBrokerService().setPersistent(true);
      stored.getBrokerService().setPersistenceAdapter(store());
      return stored;
    }

    private void restart(GatedBroker next) throws Exception {
      broker.close();
      broker = next.started();
    }

    @Test
    void whatIsEncryptedIsStoredAndWhatIsNotIsNowhere() throws Exception {
      broker = stored().started();
      try (OpenWire client = OpenWire.connect(broker, "admin")) {
        client.send("ORDERS", ENCRYPTED);
        assertThatThrownBy(() -> client.send("ORDERS", PLAINTEXT))
            .hasMessageStartingWith(REFUSED + "ORDERS");
      }

      restart(stored());

      try (OpenWire client = OpenWire.connect(broker, "admin")) {
        MessageConsumer consumer = client.consumer("ORDERS");
        assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
        assertThat(OpenWire.isSilent(consumer)).isTrue();
      }
    }

    @Test
    void theQuarantineSurvivesARestartWithEveryReason() throws Exception {
      broker = stored().started();
      try (OpenWire client = OpenWire.connect(broker, "admin")) {
        client.send("KEPT", PLAINTEXT);
        client.send("KEPT", PLAINTEXT);
      }

      restart(stored());

      try (OpenWire user = OpenWire.connect(broker, "user");
          OpenWire admin = OpenWire.connect(broker, "admin")) {
        assertThatThrownBy(() -> user.consumer(KEPT))
            .hasMessageContaining("is not authorized to read from: queue://" + KEPT);
        MessageConsumer consumer = admin.consumer(KEPT);
        for (int number = 0; number < 2; number++) {
          Message kept = OpenWire.next(consumer);
          assertThat(kept.getBody(byte[].class)).isEqualTo(PLAINTEXT);
          assertThat(kept.getStringProperty("PortcullisRule")).isEqualTo("require-encrypted-body");
          assertThat(kept.getStringProperty("PortcullisReason"))
              .isEqualTo("its body is not an AWS Encryption SDK message, it looks like plain text");
          assertThat(kept.getStringProperty("PortcullisDestination")).isEqualTo("queue://KEPT");
          assertThat(kept.getStringProperty("PortcullisUser")).isEqualTo("admin");
          assertThat(kept.getStringProperty("PortcullisProtocol")).isEqualTo("openwire");
        }
        assertThat(OpenWire.isSilent(consumer)).isTrue();
      }
    }

    @Test
    void theQuarantineHoldsItsNumberOfMessagesAndNoMore() throws Exception {
      assertFullAfterOne(stored().with(gate -> gate.setQuarantineMaxMessages("1")));
      assertStillFull(stored().with(gate -> gate.setQuarantineMaxMessages("1")));
    }

    @Test
    void theQuarantineHoldsItsNumberOfBytesAndNoMore() throws Exception {
      assertFullAfterOne(stored().with(gate -> gate.setQuarantineMaxBytes("30000")));
      assertStillFull(stored().with(gate -> gate.setQuarantineMaxBytes("30000")));
    }

    private void assertFullAfterOne(GatedBroker bounded) throws Exception {
      broker = bounded.started();
      try (OpenWire client = OpenWire.connect(broker, "admin")) {
        client.send("KEPT", new byte[20_000]);
        assertThatThrownBy(() -> client.send("KEPT.TOO", new byte[20_000]))
            .hasMessageStartingWith(REFUSED + "KEPT.TOO");
      }
    }

    private void assertStillFull(GatedBroker bounded) throws Exception {
      restart(bounded);
      try (OpenWire client = OpenWire.connect(broker, "admin")) {
        assertThatThrownBy(() -> client.send("KEPT.TOO", new byte[20_000]))
            .hasMessageStartingWith(REFUSED + "KEPT.TOO");
        assertThat(OpenWire.receive(client.consumer(KEPT))).hasSize(20_000);
        await().atMost(Duration.ofSeconds(10)).until(() -> broker.queue(KEPT).getQueueSize() == 0);
        client.send("KEPT.TOO", new byte[20_000]);
        assertThat(broker.queue(KEPT + ".TOO").getQueueSize()).isEqualTo(1);
      }
    }

    @Test
    void aTransactionWithAPlaintextInItFailsAsAWhole() throws Exception {
      broker = stored().started();
      try (OpenWire client = OpenWire.connect(broker, "admin")) {
        Session session = client.connection().createSession(true, Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(OpenWire.destination("TRANSACTED"));
        producer.send(client.bytes(ENCRYPTED));
        producer.send(client.bytes(PLAINTEXT));
        assertThatThrownBy(session::commit).isInstanceOf(JMSException.class);
        producer.send(client.bytes(ENCRYPTED));
        session.commit();
      }

      restart(stored());

      try (OpenWire client = OpenWire.connect(broker, "admin")) {
        MessageConsumer consumer = client.consumer("TRANSACTED");
        assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
        assertThat(OpenWire.isSilent(consumer)).isTrue();
      }
    }

    @Test
    void whatIsKeptInATransactionStaysWhenItIsRolledBack() throws Exception {
      broker = stored().started();
      try (OpenWire client = OpenWire.connect(broker, "admin")) {
        Session session = client.connection().createSession(true, Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(OpenWire.destination("KEPT"));
        producer.send(client.bytes(ENCRYPTED));
        producer.send(client.bytes(PLAINTEXT));
        session.rollback();

        assertThat(OpenWire.receive(client.consumer(KEPT))).isEqualTo(PLAINTEXT);
        assertThat(OpenWire.isSilent(client.consumer("KEPT"))).isTrue();
      }
    }

    @Test
    void aPreparedTransactionIsCommittedAfterARestart() throws Exception {
      broker = stored().started();
      Xid accepted = XaIds.of(1);
      Xid refused = XaIds.of(2);
      try (var connection = xa().createXAConnection("admin", GatedBroker.PASSWORD)) {
        XASession session = connection.createXASession();
        MessageProducer producer = session.createProducer(session.createQueue("XA"));
        XAResource resource = session.getXAResource();
        resource.start(accepted, XAResource.TMNOFLAGS);
        producer.send(bytes(session, ENCRYPTED));
        resource.end(accepted, XAResource.TMSUCCESS);
        resource.prepare(accepted);
        resource.start(refused, XAResource.TMNOFLAGS);
        producer.send(bytes(session, ENCRYPTED));
        producer.send(bytes(session, PLAINTEXT));
        resource.end(refused, XAResource.TMSUCCESS);
        assertThatThrownBy(() -> resource.prepare(refused)).isInstanceOf(XAException.class);
      }

      restart(stored());

      try (var connection = xa().createXAConnection("admin", GatedBroker.PASSWORD);
          OpenWire client = OpenWire.connect(broker, "admin")) {
        MessageConsumer consumer = client.consumer("XA");
        assertThat(OpenWire.isSilent(consumer)).isTrue();
        XAResource resource = connection.createXASession().getXAResource();
        Xid[] prepared = resource.recover(XAResource.TMSTARTRSCAN);
        assertThat(prepared).hasSize(1);
        resource.commit(prepared[0], false);

        assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
        assertThat(OpenWire.isSilent(consumer)).isTrue();
      }
    }

    private ActiveMQXAConnectionFactory xa() {
      return new ActiveMQXAConnectionFactory(
          "vm://%s?create=false".formatted(broker.getBrokerName()));
    }

    private static Message bytes(Session session, byte[] body) throws JMSException {
      var message = session.createBytesMessage();
      message.writeBytes(body);
      return message;
    }

    @Test
    void aRightThatIsTakenBackEndsOnALiveConnection() throws Exception {
      broker =
          stored()
              .withPlugin(
                  new AuthorizationPlugin(
                      Rights.ofOperators().users("queue://Q", true, true).map()))
              .started();
      try (OpenWire user = OpenWire.connect(broker, "user");
          OpenWire admin = OpenWire.connect(broker, "admin")) {
        MessageConsumer consumer = user.consumer("Q");
        user.send("Q", ENCRYPTED);
        assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);

        Rights.replace(broker, Rights.ofOperators().map());

        assertThatThrownBy(() -> user.send("Q", ENCRYPTED))
            .hasMessageContaining("User user is not authorized to write to: queue://Q");
        admin.send("Q", ENCRYPTED);
        assertThat(OpenWire.receive(admin.consumer("Q"))).isEqualTo(ENCRYPTED);
      }
    }
  }
}
