package io.portcullis.scenario.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.throwable;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.CommandClient;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Rights;
import io.portcullis.testing.XaIds;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.XASession;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.apache.activemq.ActiveMQSslConnectionFactory;
import org.apache.activemq.ActiveMQXASslConnectionFactory;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ConnectionId;
import org.apache.activemq.command.LocalTransactionId;
import org.apache.activemq.command.TransactionInfo;
import org.apache.activemq.command.XATransactionId;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.security.DefaultAuthorizationMap;
import org.apache.activemq.transport.stomp.StompConnection;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A transaction takes effect at its commit, and so the rights have to hold then. */
class RightsAtCommitTest {

  private static final byte[] BODY = Ciphertexts.encrypt(new byte[] {1, 2, 3});
  private static final String LOST =
      "user \"user\": the authorization map does not let it write to queue://TAKEN";

  private GatedBroker broker;

  @BeforeEach
  void start() throws Exception {
    broker = broker().started();
  }

  private static GatedBroker broker() throws Exception {
    return GatedBroker.listening("ssl", "amqp+ssl", "stomp+ssl")
        .withPlugin(new AuthorizationPlugin(everything()));
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  private static DefaultAuthorizationMap everything() {
    return Rights.ofOperators().users("queue://>", true, true).users("topic://>", true, true).map();
  }

  private void take(String... queues) throws Exception {
    Rights rights = Rights.ofOperators().users("queue://KEPT", true, true);
    for (String queue : queues) {
      rights.users("queue://" + queue, true, false);
    }
    Rights.replace(broker, rights.map());
  }

  private long size(String queue) throws Exception {
    return broker.queue(queue).getQueueSize();
  }

  private ConnectionFactory factory(String protocol) throws Exception {
    if (protocol.equals("amqp")) {
      JmsConnectionFactory factory =
          new JmsConnectionFactory("amqps://localhost:" + broker.port("amqp+ssl"));
      factory.setSslContext(GatedBroker.clientContext());
      return factory;
    }
    ActiveMQSslConnectionFactory factory =
        new ActiveMQSslConnectionFactory("ssl://localhost:" + broker.port("ssl"));
    set(factory);
    return factory;
  }

  private ActiveMQXASslConnectionFactory xa() throws Exception {
    ActiveMQXASslConnectionFactory factory =
        new ActiveMQXASslConnectionFactory("ssl://localhost:" + broker.port("ssl"));
    set(factory);
    return factory;
  }

  /** Clients that wait for no answer inside a transaction may send after the right was taken. */
  private static void set(ActiveMQSslConnectionFactory factory) throws Exception {
    factory.setTrustStore(GatedBroker.trustStore());
    factory.setTrustStorePassword(GatedBroker.PASSWORD);
    factory.setWatchTopicAdvisories(false);
    factory.setAlwaysSyncSend(true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"openwire", "amqp"})
  void nothingOfATransactionIsDeliveredWhoseUserLostARight(String protocol) throws Exception {
    try (AuditLines audit = AuditLines.capture();
        Connection connection = factory(protocol).createConnection("user", GatedBroker.PASSWORD)) {
      Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
      send(session, "KEPT");
      send(session, "TAKEN");
      take("TAKEN");

      assertThatThrownBy(session::commit)
          .isInstanceOf(JMSException.class)
          .hasMessageContaining(LOST);

      assertThat(size("KEPT")).isZero();
      assertThat(size("TAKEN")).isZero();
      assertThat(audit.found()).containsExactly(LOST);
      assertThat(AuditLines.field(audit.lines().get(0), "disposition")).isEqualTo("refused");

      send(session, "KEPT");
      session.commit();
      assertThat(size("KEPT")).isEqualTo(1);
    }
  }

  @Test
  void nothingOfAStompTransactionEither() throws Exception {
    StompConnection stomp = new StompConnection();
    stomp.open(
        GatedBroker.clientContext()
            .getSocketFactory()
            .createSocket("localhost", broker.port("stomp+ssl")));
    try {
      stomp.connect("user", GatedBroker.PASSWORD);
      stomp.begin("tx");
      for (String queue : List.of("KEPT", "TAKEN")) {
        stomp.send(
            "/queue/" + queue,
            Base64.getEncoder().encodeToString(BODY),
            "tx",
            new HashMap<>(Map.of("receipt", queue)));
        assertThat(stomp.receive(30_000).getAction()).isEqualTo("RECEIPT");
      }
      take("TAKEN");

      stomp.commit("tx");

      assertThat(stomp.receive(30_000).getAction()).isEqualTo("ERROR");
      assertThat(size("KEPT")).isZero();
      assertThat(size("TAKEN")).isZero();
    } finally {
      stomp.close();
    }
  }

  @ParameterizedTest(name = "one phase {0}")
  @ValueSource(booleans = {true, false})
  void aTransactionManagerLearnsThatItWasRolledBack(boolean onePhase) throws Exception {
    try (AuditLines audit = AuditLines.capture();
        var connection = xa().createXAConnection("user", GatedBroker.PASSWORD)) {
      XASession session = connection.createXASession();
      XAResource resource = session.getXAResource();
      XATransactionId id = XaIds.of(1);
      resource.start(id, XAResource.TMNOFLAGS);
      send(session, "KEPT");
      send(session, "TAKEN");
      resource.end(id, XAResource.TMSUCCESS);
      take("TAKEN");

      assertThatThrownBy(
              () -> {
                if (onePhase) {
                  resource.commit(id, true);
                } else {
                  resource.prepare(id);
                }
              })
          .hasMessageContaining("[require-authorization] " + LOST)
          .asInstanceOf(throwable(XAException.class))
          .extracting(e -> e.errorCode)
          .isEqualTo(XAException.XA_RBROLLBACK);

      assertThat(resource.recover(XAResource.TMSTARTRSCAN)).isEmpty();
      assertThat(size("KEPT")).isZero();
      assertThat(size("TAKEN")).isZero();
      assertThat(audit.found()).containsExactly(LOST);
    }
  }

  /** Its coordinator has told the others to commit already. */
  @Test
  void whatIsPreparedIsCommittedAndReported() throws Exception {
    try (AuditLines audit = AuditLines.capture();
        var connection = xa().createXAConnection("user", GatedBroker.PASSWORD)) {
      XASession session = connection.createXASession();
      XAResource resource = session.getXAResource();
      XATransactionId id = XaIds.of(1);
      resource.start(id, XAResource.TMNOFLAGS);
      send(session, "TAKEN");
      resource.end(id, XAResource.TMSUCCESS);
      assertThat(resource.prepare(id)).isEqualTo(XAResource.XA_OK);
      take("TAKEN");

      resource.commit(id, false);

      assertThat(size("TAKEN")).isEqualTo(1);
      assertThat(audit.found()).containsExactly(LOST);
      assertThat(AuditLines.field(audit.lines().get(0), "disposition")).isEqualTo("reported");
    }
  }

  @Test
  void aTransactionIsRefusedExactlyIfItHasWhatWasTaken() throws Exception {
    Random random = new Random(4711);
    List<String> queues = List.of("A", "B", "C", "D", "E");
    for (int round = 0; round < 25; round++) {
      Rights.replace(broker, everything());
      try (CommandClient client = CommandClient.connect(broker, "ID:client-" + round, "user")) {
        LocalTransactionId id =
            new LocalTransactionId(new ConnectionId("ID:client-" + round), round);
        client.transact(id, TransactionInfo.BEGIN);
        List<String> used = some(queues, random);
        for (String queue : used) {
          client.send(new ActiveMQQueue(queue), BODY, id);
        }
        List<String> composite = some(queues, random);
        if (!composite.isEmpty()) {
          client.send(new ActiveMQQueue(String.join(",", composite)), BODY, id);
        }
        List<String> left = some(queues, random);
        Rights rights = Rights.ofOperators();
        left.forEach(queue -> rights.users("queue://" + queue, true, true));
        Rights.replace(broker, rights.map());

        if (left.containsAll(used) && left.containsAll(composite)) {
          assertThatCode(() -> client.transact(id, TransactionInfo.COMMIT_ONE_PHASE))
              .as("%s and %s, left %s", used, composite, left)
              .doesNotThrowAnyException();
        } else {
          assertThatThrownBy(() -> client.transact(id, TransactionInfo.COMMIT_ONE_PHASE))
              .as("%s and %s, left %s", used, composite, left)
              .isExactlyInstanceOf(SecurityException.class);
        }
      }
    }
  }

  private static List<String> some(List<String> all, Random random) {
    int chosen = random.nextInt(1 << all.size());
    return IntStream.range(0, all.size())
        .filter(i -> (chosen >> i & 1) == 1)
        .mapToObj(all::get)
        .toList();
  }

  @Test
  void whereTheRuleOnlyReportsItIsCommitted() throws Exception {
    broker.close();
    broker = broker().with(gate -> gate.setReportOnly("require-authorization")).started();
    try (AuditLines audit = AuditLines.capture();
        Connection connection =
            factory("openwire").createConnection("user", GatedBroker.PASSWORD)) {
      Session session = connection.createSession(true, Session.SESSION_TRANSACTED);
      send(session, "TAKEN");
      take("TAKEN");

      session.commit();

      assertThat(size("TAKEN")).isEqualTo(1);
      assertThat(audit.found()).containsExactly(LOST);
    }
  }

  private static void send(Session session, String queue) throws JMSException {
    try (MessageProducer producer = session.createProducer(session.createQueue(queue))) {
      var message = session.createBytesMessage();
      message.writeBytes(BODY);
      producer.send(message);
    }
  }
}
