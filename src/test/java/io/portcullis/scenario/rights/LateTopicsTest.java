package io.portcullis.scenario.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.Rights;
import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.activemq.ActiveMQConnection;
import org.apache.activemq.ActiveMQSslConnectionFactory;
import org.apache.activemq.broker.region.DurableTopicSubscription;
import org.apache.activemq.broker.region.RegionBroker;
import org.apache.activemq.broker.region.TopicRegion;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.security.DefaultAuthorizationMap;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.apache.activemq.util.SubscriptionKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Topics and queues that are made later than the subscriptions that match them. */
class LateTopicsTest {

  private static final byte[] PUBLIC = Ciphertexts.encrypt(new byte[] {1});
  private static final byte[] SECRET = Ciphertexts.encrypt(new byte[] {2});
  private static final String NAME = "reports";
  private static final long SOON_MILLIS = 10_000;

  @TempDir private Path folder;
  private GatedBroker broker;

  @AfterEach
  void stop() {
    broker.close();
  }

  private static DefaultAuthorizationMap publicOnly() {
    return Rights.ofOperators()
        .users("topic://PUBLIC.>", true, true)
        .users("queue://PUBLIC.>", true, true)
        .map();
  }

  private static DefaultAuthorizationMap everything() {
    return Rights.ofOperators().users("queue://>", true, true).users("topic://>", true, true).map();
  }

  private void start(boolean keepActive, DefaultAuthorizationMap map) throws Exception {
    KahaDBPersistenceAdapter store = new KahaDBPersistenceAdapter();
    store.setDirectory(folder.toFile());
    broker =
        GatedBroker.listening("ssl")
            .withPlugin(new AuthorizationPlugin(map))
            .withService(
                service -> {
                  service.setPersistent(true);
                  service.setKeepDurableSubsActive(keepActive);
                  try {
                    service.setPersistenceAdapter(store);
                  } catch (Exception e) {
                    throw new IllegalStateException(e);
                  }
                })
            .started();
  }

  /** A user with a client id. */
  private ActiveMQConnection connect(String user) throws Exception {
    ActiveMQSslConnectionFactory factory =
        new ActiveMQSslConnectionFactory("ssl://localhost:" + broker.port("ssl"));
    factory.setTrustStore(GatedBroker.trustStore());
    factory.setTrustStorePassword(GatedBroker.PASSWORD);
    factory.setWatchTopicAdvisories(false);
    ActiveMQConnection connection =
        (ActiveMQConnection) factory.createConnection(user, GatedBroker.PASSWORD);
    connection.setClientID("bobs");
    connection.start();
    return connection;
  }

  private static MessageConsumer subscribe(ActiveMQConnection connection, String topic)
      throws JMSException {
    Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    return session.createDurableSubscriber((Topic) OpenWire.destination(topic), NAME);
  }

  private void send(String topic, byte[] body, boolean persistent) throws Exception {
    try (OpenWire admin = OpenWire.connect(broker, "admin");
        MessageProducer producer = admin.session().createProducer(OpenWire.destination(topic))) {
      producer.setDeliveryMode(persistent ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT);
      admin.connection().setAlwaysSyncSend(true);
      producer.send(admin.bytes(body));
    }
  }

  /** All that arrives until the last message that is sent. */
  private List<byte[]> received(MessageConsumer consumer) throws Exception {
    byte[] last = Ciphertexts.encrypt(new byte[] {3});
    send("topic://PUBLIC.LAST", last, true);
    List<byte[]> bodies = new ArrayList<>();
    while (true) {
      Message next = consumer.receive(SOON_MILLIS);
      assertThat(next).as("the last message").isNotNull();
      if (!(next instanceof BytesMessage bytes)) {
        // An advisory, which everybody may read.
        continue;
      }
      byte[] body = new byte[(int) bytes.getBodyLength()];
      bytes.readBytes(body);
      if (Arrays.equals(body, last)) {
        return bodies;
      }
      bodies.add(body);
    }
  }

  private DurableTopicSubscription subscription() throws Exception {
    RegionBroker regions =
        (RegionBroker) broker.getBrokerService().getBroker().getAdaptor(RegionBroker.class);
    return ((TopicRegion) regions.getTopicRegion())
        .getDurableSubscription(new SubscriptionKey("bobs", NAME));
  }

  @ParameterizedTest(name = "keepDurableSubsActive {0}, persistent {1}")
  @CsvSource({"true, true", "true, false", "false, true", "false, false"})
  void whoIsThereGetsNoNewTopicThatOnlyItsMakerMayRead(boolean keepActive, boolean persistent)
      throws Exception {
    start(keepActive, publicOnly());
    ActiveMQConnection bob = connect("user");
    MessageConsumer all = subscribe(bob, "topic://*.>");

    send("topic://SECRET.NEW", SECRET, persistent);
    send("topic://PUBLIC.NEW", PUBLIC, persistent);

    assertThat(received(all)).containsExactly(PUBLIC);
    assertThat(bob.isTransportFailed()).isFalse();
    bob.close();
  }

  @ParameterizedTest(name = "keepDurableSubsActive {0}, persistent {1}")
  @CsvSource({"true, true", "true, false", "false, true"})
  void whoComesBackGetsNoNewTopicThatOnlyItsMakerMayRead(boolean keepActive, boolean persistent)
      throws Exception {
    start(keepActive, publicOnly());
    ActiveMQConnection before = connect("user");
    MessageConsumer first = subscribe(before, "topic://*.>");
    send("topic://PUBLIC.OLD", PUBLIC, true);
    assertThat(received(first)).containsExactly(PUBLIC);
    before.close();
    await().until(() -> !subscription().isActive());

    send("topic://SECRET.NEW", SECRET, persistent);
    send("topic://PUBLIC.OLD", PUBLIC, persistent);

    ActiveMQConnection bob = connect("user");
    MessageConsumer all = subscribe(bob, "topic://*.>");
    send("topic://SECRET.NEW", SECRET, persistent);
    send("topic://PUBLIC.NEW", PUBLIC, persistent);
    assertThat(received(all)).containsExactly(PUBLIC, PUBLIC);
    assertThat(bob.isTransportFailed()).isFalse();
    bob.close();
  }

  @ParameterizedTest(name = "keepDurableSubsActive {0}")
  @ValueSource(booleans = {true, false})
  void afterARestartWhoComesBackGetsNoneEither(boolean keepActive) throws Exception {
    start(keepActive, publicOnly());
    ActiveMQConnection before = connect("user");
    subscribe(before, "topic://*.>");
    send("topic://PUBLIC.OLD", PUBLIC, true);
    before.close();
    await().until(() -> !subscription().isActive());
    send("topic://SECRET.OLD", SECRET, true);
    broker.close();

    start(keepActive, publicOnly());
    send("topic://SECRET.OLD", SECRET, true);
    send("topic://SECRET.NEW", SECRET, true);
    send("topic://PUBLIC.OLD", PUBLIC, true);
    ActiveMQConnection bob = connect("user");
    MessageConsumer all = subscribe(bob, "topic://*.>");

    assertThat(received(all)).containsExactly(PUBLIC, PUBLIC);
    assertThat(bob.isTransportFailed()).isFalse();
    bob.close();
  }

  /**
   * What is stored and pending of the others goes; a right that comes back holds for what is new.
   */
  @ParameterizedTest(name = "keepDurableSubsActive {0}")
  @ValueSource(booleans = {true, false})
  void whoLostARightWhileAwayComesBackToTheRest(boolean keepActive) throws Exception {
    start(keepActive, everything());
    ActiveMQConnection before = connect("user");
    MessageConsumer first = subscribe(before, "topic://*.>");
    send("topic://SECRET.A", SECRET, true);
    send("topic://PUBLIC.A", PUBLIC, true);
    assertThat(received(first)).containsExactly(SECRET, PUBLIC);
    before.close();
    await().until(() -> !subscription().isActive());
    send("topic://SECRET.A", SECRET, true);
    send("topic://SECRET.A", SECRET, false);
    send("topic://PUBLIC.A", PUBLIC, true);

    Rights.replace(broker, publicOnly());

    ActiveMQConnection bob = connect("user");
    MessageConsumer all = subscribe(bob, "topic://*.>");
    send("topic://SECRET.A", SECRET, true);
    assertThat(received(all)).containsExactly(PUBLIC);
    bob.close();
    await().until(() -> !subscription().isActive());

    Rights.replace(broker, everything());
    ActiveMQConnection again = connect("user");
    MessageConsumer regained = subscribe(again, "topic://*.>");
    send("topic://SECRET.A", SECRET, true);
    assertThat(received(regained)).containsExactly(SECRET);
    again.close();
  }

  /** The writer makes the topic, and may not read it. */
  @Test
  void aMakerWithoutTheRightToReadMakesATopicAndItsReadersGetIt() throws Exception {
    start(true, Rights.ofOperators().users("topic://DROP.>", false, true).map());
    ActiveMQConnection before = connect("admin");
    subscribe(before, "topic://DROP.>");
    before.close();
    await().until(() -> !subscription().isActive());
    try (OpenWire user = OpenWire.connect(broker, "user")) {
      user.send("topic://DROP.NEW", PUBLIC);
    }

    ActiveMQConnection admin = connect("admin");
    assertThat(OpenWire.receive(subscribe(admin, "topic://DROP.>"))).isEqualTo(PUBLIC);
    admin.close();
  }

  @Test
  void aReaderWithoutTheRightDoesNotKeepOthersFromMakingAQueueAgain() throws Exception {
    start(true, publicOnly());
    try (OpenWire user = OpenWire.connect(broker, "user");
        OpenWire admin = OpenWire.connect(broker, "admin")) {
      MessageConsumer all = user.consumer("queue://*.Q");
      admin.send("SECRET.Q", SECRET);
      admin.send("PUBLIC.Q", PUBLIC);
      assertThat(OpenWire.receive(all)).isEqualTo(PUBLIC);
      assertThat(broker.queue("SECRET.Q").getConsumerCount()).isZero();

      all.close();

      await().until(() -> broker.queue("PUBLIC.Q").getConsumerCount() == 0);
      assertThat(broker.queue("SECRET.Q").getConsumerCount()).isZero();
      assertThat(broker.queue("SECRET.Q").getQueueSize()).isOne();
    }
  }

  @Test
  void reportingOnlyThereIsALineAndNothingElse() throws Exception {
    broker =
        GatedBroker.listening("ssl")
            .withPlugin(new AuthorizationPlugin(publicOnly()))
            .with(gate -> gate.setMode("REPORT_ONLY"))
            .started();
    ActiveMQConnection bob = connect("user");
    MessageConsumer all = subscribe(bob, "topic://*.>");
    try (AuditLines audit = AuditLines.capture()) {

      send("topic://SECRET.NEW", SECRET, true);

      assertThat(received(all)).containsExactly(SECRET);
      assertThat(audit.lines())
          .anySatisfy(
              line -> {
                assertThat(AuditLines.field(line, "rule")).isEqualTo("require-authorization");
                assertThat(AuditLines.field(line, "disposition")).isEqualTo("reported");
                assertThat(AuditLines.field(line, "user")).isEqualTo("user");
                assertThat(AuditLines.field(line, "destination")).isEqualTo("topic://SECRET.NEW");
              });
    }
    bob.close();
  }
}
