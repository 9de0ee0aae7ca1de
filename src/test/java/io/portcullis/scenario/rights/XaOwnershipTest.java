package io.portcullis.scenario.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.CommandClient;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Line;
import io.portcullis.testing.Rights;
import io.portcullis.testing.XaIds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.TransactionInfo;
import org.apache.activemq.command.XATransactionId;
import org.apache.activemq.openwire.OpenWireFormat;
import org.apache.activemq.security.AuthenticationUser;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.security.SimpleAuthenticationPlugin;
import org.apache.activemq.store.PersistenceAdapter;
import org.apache.activemq.store.jdbc.JDBCPersistenceAdapter;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whose a distributed transaction is, open and prepared, before a restart and after it. */
class XaOwnershipTest {

  private static final byte[] BODY = Ciphertexts.encrypt(new byte[] {1, 2, 3});
  private static final byte[] PLAINTEXT = {1, 2, 3};
  private static final ActiveMQDestination ORDERS = new ActiveMQQueue("ORDERS");
  private static final ActiveMQDestination BILLS = new ActiveMQQueue("BILLS");
  private static final String ALL = "admins,activemq-webconsole,";

  private final List<AutoCloseable> open = new ArrayList<>();
  @TempDir private Path folder;
  private GatedBroker broker;

  @BeforeEach
  void start() throws Exception {
    broker = broker().started();
  }

  private GatedBroker broker() throws Exception {
    return GatedBroker.create()
        .withOnly(
            new SimpleAuthenticationPlugin(
                List.of(
                    new AuthenticationUser("admin", GatedBroker.PASSWORD, "admins"),
                    new AuthenticationUser("console", GatedBroker.PASSWORD, "activemq-webconsole"),
                    new AuthenticationUser("maker", GatedBroker.PASSWORD, "orders,bills,readers"),
                    new AuthenticationUser("recovery", GatedBroker.PASSWORD, "orders,readers"),
                    new AuthenticationUser("writer", GatedBroker.PASSWORD, "orders"),
                    new AuthenticationUser("other", GatedBroker.PASSWORD, "others"))))
        .withPlugin(
            new AuthorizationPlugin(
                Rights.ofOperators()
                    .add("queue://ORDERS", ALL + "readers", ALL + "orders", ALL + "orders")
                    .add("queue://BILLS", ALL + "bills", ALL + "bills", ALL + "bills")
                    .add("topic://ActiveMQ.Advisory.>", ALL, ALL, ALL + "orders,others,bills")
                    .map()));
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable client : open) {
      client.close();
    }
    broker.close();
  }

  private CommandClient client(String user) throws Exception {
    CommandClient client =
        CommandClient.connect(broker, "ID:%s-%d".formatted(user, open.size()), user);
    open.add(client);
    return client;
  }

  private CommandClient prepared(XATransactionId id, ActiveMQDestination... destinations)
      throws Exception {
    CommandClient maker = client("maker");
    maker.transact(id, TransactionInfo.BEGIN);
    for (ActiveMQDestination destination : destinations) {
      maker.send(destination, BODY, id);
    }
    maker.transact(id, TransactionInfo.PREPARE);
    return maker;
  }

  @ParameterizedTest
  @ValueSource(
      bytes = {
        TransactionInfo.COMMIT_TWO_PHASE,
        TransactionInfo.COMMIT_ONE_PHASE,
        TransactionInfo.ROLLBACK,
        TransactionInfo.FORGET
      })
  void nobodyElseEndsAPreparedTransaction(byte end) throws Exception {
    prepared(XaIds.of(1), ORDERS).close();
    CommandClient other = client("other");

    assertThat(other.recover()).isEmpty();
    assertThatThrownBy(() -> other.transact(XaIds.of(1), end))
        .isExactlyInstanceOf(SecurityException.class)
        .hasMessageStartingWith("[require-authorization] user \"other\": it may not ")
        .hasMessageEndingWith(
            "which another user made; let whoever made it end it, an administrator, or a user with"
                + " every right that is in it");

    CommandClient maker = client("maker");
    assertThat(maker.recover()).containsExactly(XaIds.of(1));
    maker.transact(XaIds.of(1), TransactionInfo.COMMIT_TWO_PHASE);
    assertThat(broker.queue("ORDERS").getQueueSize()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"maker", "admin", "recovery", "writer"})
  void whoMayDoesItAfterItsClientIsGone(String user) throws Exception {
    prepared(XaIds.of(1), ORDERS).close();
    prepared(XaIds.of(2), ORDERS).close();
    CommandClient recovery = client(user);

    assertThat(recovery.recover()).containsExactlyInAnyOrder(XaIds.of(1), XaIds.of(2));
    recovery.transact(XaIds.of(1), TransactionInfo.COMMIT_TWO_PHASE);
    recovery.transact(XaIds.of(2), TransactionInfo.ROLLBACK);

    assertThat(recovery.recover()).isEmpty();
    assertThat(broker.queue("ORDERS").getQueueSize()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"recovery", "other"})
  void oneRightThatIsMissingIsEnough(String user) throws Exception {
    prepared(XaIds.of(1), ORDERS, BILLS).close();
    CommandClient client = client(user);

    assertThat(client.recover()).isEmpty();
    assertThatThrownBy(() -> client.transact(XaIds.of(1), TransactionInfo.ROLLBACK))
        .isInstanceOf(SecurityException.class);
  }

  @ParameterizedTest
  @CsvSource({"recovery, true", "writer, false", "other, false"})
  void anAcknowledgementNeedsTheRightToRead(String user, boolean may) throws Exception {
    prepareAcknowledgement().close();
    CommandClient client = client(user);

    assertThat(client.recover()).hasSize(may ? 1 : 0);
  }

  private CommandClient prepareAcknowledgement() throws Exception {
    CommandClient maker = client("maker");
    maker.send(ORDERS, BODY, null);
    maker.consume(ORDERS, false);
    maker.transact(XaIds.of(1), TransactionInfo.BEGIN);
    maker.acknowledge(maker.next(), XaIds.of(1));
    maker.transact(XaIds.of(1), TransactionInfo.PREPARE);
    return maker;
  }

  @ParameterizedTest
  @CsvSource({
    "kahadb, maker, true",
    "kahadb, recovery, true",
    "kahadb, admin, true",
    "kahadb, other, false",
    "h2, recovery, true",
    "h2, other, false"
  })
  void afterARestartTheRightsDecide(String store, String user, boolean may) throws Exception {
    restart(store);
    prepared(XaIds.of(1), ORDERS).close();
    restart(store);
    CommandClient client = client(user);

    assertThat(client.recover()).hasSize(may ? 1 : 0);
    if (may) {
      client.transact(XaIds.of(1), TransactionInfo.COMMIT_TWO_PHASE);
      assertThat(broker.queue("ORDERS").getQueueSize()).isEqualTo(1);
    } else {
      assertThatThrownBy(() -> client.transact(XaIds.of(1), TransactionInfo.ROLLBACK))
          .isInstanceOf(SecurityException.class);
      assertThatThrownBy(() -> client.transact(XaIds.of(1), TransactionInfo.BEGIN))
          .isInstanceOf(SecurityException.class);
      assertThat(client("admin").recover()).hasSize(1);
    }
  }

  @ParameterizedTest
  @CsvSource({"recovery, true", "writer, false", "other, false", "admin, true"})
  void afterARestartAnAcknowledgementNeedsTheRightToRead(String user, boolean may)
      throws Exception {
    restart("kahadb");
    prepareAcknowledgement().close();
    restart("kahadb");

    assertThat(client(user).recover()).hasSize(may ? 1 : 0);
  }

  private void restart(String store) throws Exception {
    for (AutoCloseable client : open) {
      client.close();
    }
    open.clear();
    broker.close();
    broker = broker();
    PersistenceAdapter adapter = adapter(store);
    broker.getBrokerService().setBrokerName("restarted");
    broker.getBrokerService().setPersistent(true);
    broker.getBrokerService().setDataDirectory(folder.toString());
    broker.getBrokerService().setPersistenceAdapter(adapter);
    broker.start();
  }

  private PersistenceAdapter adapter(String store) {
    if (store.equals("h2")) {
      JdbcDataSource source = new JdbcDataSource();
      source.setURL("jdbc:h2:" + folder.resolve("messages"));
      Line.assumeJdbc();
      return new JDBCPersistenceAdapter(source, new OpenWireFormat());
    }
    KahaDBPersistenceAdapter adapter = new KahaDBPersistenceAdapter();
    adapter.setDirectory(folder.resolve("kahadb").toFile());
    return adapter;
  }

  /** The other has every right that is in it, and it is open. */
  @ParameterizedTest
  @ValueSource(strings = {"recovery", "other", "admin"})
  void nobodyElseUsesAnOpenTransaction(String user) throws Exception {
    CommandClient maker = client("maker");
    CommandClient other = client(user);
    maker.transact(XaIds.of(1), TransactionInfo.BEGIN);
    maker.send(ORDERS, BODY, XaIds.of(1));

    assertThatThrownBy(() -> other.transact(XaIds.of(1), TransactionInfo.BEGIN))
        .isExactlyInstanceOf(SecurityException.class)
        .hasMessageEndingWith("which another user made; let whoever made it use it");
    for (byte end :
        new byte[] {
          TransactionInfo.COMMIT_ONE_PHASE,
          TransactionInfo.COMMIT_TWO_PHASE,
          TransactionInfo.ROLLBACK,
          TransactionInfo.FORGET
        }) {
      assertThatThrownBy(() -> other.transact(XaIds.of(1), end))
          .isInstanceOf(SecurityException.class);
    }
    assertThatThrownBy(() -> other.send(ORDERS, BODY, XaIds.of(1))).isInstanceOf(Exception.class);
    other.tell(ORDERS, BODY, XaIds.of(1));
    other.tell(ORDERS, PLAINTEXT, XaIds.of(1));
    assertThat(other.recover()).isEmpty();

    maker.transact(XaIds.of(1), TransactionInfo.PREPARE);
    maker.transact(XaIds.of(1), TransactionInfo.COMMIT_TWO_PHASE);
    assertThat(broker.queue("ORDERS").getQueueSize()).isEqualTo(1);
  }

  @Test
  void transactionManagersUseSeveralConnectionsOfOneUser() throws Exception {
    CommandClient first = client("maker");
    CommandClient second = client("maker");
    first.transact(XaIds.of(1), TransactionInfo.BEGIN);
    first.send(ORDERS, BODY, XaIds.of(1));
    second.transact(XaIds.of(1), TransactionInfo.BEGIN);
    second.send(BILLS, BODY, XaIds.of(1));
    second.transact(XaIds.of(1), TransactionInfo.END);
    first.transact(XaIds.of(1), TransactionInfo.PREPARE);
    second.transact(XaIds.of(1), TransactionInfo.COMMIT_TWO_PHASE);

    assertThat(broker.queue("ORDERS").getQueueSize()).isEqualTo(1);
    assertThat(broker.queue("BILLS").getQueueSize()).isEqualTo(1);
  }

  @Test
  void whereTheRuleOnlyReportsNothingChanges() throws Exception {
    broker.close();
    broker = broker().with(gate -> gate.setReportOnly("require-authorization")).started();
    prepared(XaIds.of(1), ORDERS).close();
    try (AuditLines audit = AuditLines.capture()) {
      CommandClient other = client("other");
      assertThat(other.recover()).containsExactly(XaIds.of(1));
      assertThat(audit.lines()).isEmpty();

      other.transact(XaIds.of(1), TransactionInfo.COMMIT_TWO_PHASE);

      assertThat(broker.queue("ORDERS").getQueueSize()).isEqualTo(1);
      assertThat(audit.found())
          .containsExactly(
              "user \"other\": it may not commit transaction %s, which another user made"
                  .formatted(XaIds.of(1)));
    }
  }
}
