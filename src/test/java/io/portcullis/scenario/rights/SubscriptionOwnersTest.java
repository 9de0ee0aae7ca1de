package io.portcullis.scenario.rights;

import static io.portcullis.testing.GatedBroker.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.ClientIds;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Line;
import io.portcullis.testing.MqttClient;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.Rights;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.apache.activemq.broker.region.RegionBroker;
import org.apache.activemq.broker.region.TopicRegion;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.RemoveSubscriptionInfo;
import org.apache.activemq.security.AuthenticationUser;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.security.SimpleAuthenticationPlugin;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.apache.activemq.util.SubscriptionKey;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may use and remove durable subscriptions, through every door that leads to them. */
class SubscriptionOwnersTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String ID = "alice-1";
  private static final String TOPIC = "NEWS.A";

  @AutoClose private final AuditLines audit = AuditLines.capture();

  @TempDir private Path folder;

  private static SimpleAuthenticationPlugin users() {
    return new SimpleAuthenticationPlugin(
        List.of(
            new AuthenticationUser("admin", PASSWORD, "admins"),
            new AuthenticationUser("alice", PASSWORD, "users"),
            new AuthenticationUser("bob", PASSWORD, "users"),
            new AuthenticationUser("nobody", PASSWORD, "")));
  }

  private static GatedBroker guarded(GatedBroker broker) {
    return broker.withOnly(
        users(),
        new AuthorizationPlugin(
            Rights.ofOperators()
                .users("topic://NEWS.>", true, true)
                .users("topic://VirtualTopic.>", true, true)
                .users("queue://Consumer.>", true, true)
                .map()));
  }

  private static GatedBroker listening(String... schemes) throws Exception {
    return guarded(GatedBroker.listening(schemes));
  }

  private static OpenWire connect(GatedBroker broker, String user, String clientId)
      throws Exception {
    return OpenWire.connect(
        "ssl://localhost:" + broker.port("ssl"),
        user,
        PASSWORD,
        connection -> connection.setClientID(clientId));
  }

  private static void subscribe(OpenWire client, String name) throws JMSException {
    subscribe(client, TOPIC, name, null);
  }

  private static void subscribe(OpenWire client, String topic, String name, String selector)
      throws JMSException {
    client
        .session()
        .createDurableSubscriber(client.session().createTopic(topic), name, selector, false)
        .close();
  }

  private static void made(GatedBroker broker, String name) throws Exception {
    try (OpenWire alice = connect(broker, "alice", ID)) {
      subscribe(alice, name);
    }
  }

  private static void remove(OpenWire client, String clientId, String name) throws JMSException {
    RemoveSubscriptionInfo removal = new RemoveSubscriptionInfo();
    removal.setConnectionId(client.connection().getConnectionInfo().getConnectionId());
    removal.setClientId(clientId);
    removal.setSubscriptionName(name);
    client.connection().syncSendPacket(removal);
  }

  private static TopicRegion topics(GatedBroker broker) throws Exception {
    return (TopicRegion) regions(broker).getTopicRegion();
  }

  private static RegionBroker regions(GatedBroker broker) throws Exception {
    return (RegionBroker) broker.getBrokerService().getBroker().getAdaptor(RegionBroker.class);
  }

  private static boolean exists(GatedBroker broker, String name) throws Exception {
    return topics(broker).durableSubscriptionExists(new SubscriptionKey(ID, name));
  }

  private List<String> refusals() {
    return audit.lines().stream()
        .filter(line -> AuditLines.field(line, "rule").equals("require-authorization"))
        .filter(line -> line.contains("durable subscription"))
        .map(line -> AuditLines.field(line, "disposition"))
        .toList();
  }

  /** CVE-2026-74761: the client id in the command is what the client says. */
  @ParameterizedTest
  @ValueSource(strings = {"bob", "nobody"})
  void anotherUserDoesNotRemoveIt(String user) throws Exception {
    try (GatedBroker broker = listening("ssl").started()) {
      made(broker, "sub");
      try (OpenWire other = connect(broker, user, "its-own")) {
        assertThatThrownBy(() -> remove(other, ID, "sub"))
            .hasMessage(
                ("[require-authorization] user \"%s\": durable subscription \"sub\" of client id"
                        + " \"alice-1\" was made by another user; use a client id and a name of"
                        + " its own, or let an administrator remove it")
                    .formatted(user));
      }
      try (OpenWire other = connect(broker, user, ID)) {
        assertThatThrownBy(() -> other.session().unsubscribe("sub")).isNotNull();
      }
      assertThat(exists(broker, "sub")).isTrue();
      assertThat(refusals()).hasSize(2).containsOnly("refused");
    }
  }

  @Test
  void itsMakerAndAnAdministratorRemoveItFromAnyConnection() throws Exception {
    Line.assumeSubscriptionsOfOthersAreRemoved();
    try (GatedBroker broker = listening("ssl").started();
        OpenWire alice = connect(broker, "alice", "another");
        OpenWire admin = connect(broker, "admin", "admin-1")) {
      made(broker, "first");
      made(broker, "second");

      remove(alice, ID, "first");
      remove(admin, ID, "second");

      assertThat(exists(broker, "first")).isFalse();
      assertThat(exists(broker, "second")).isFalse();
      assertThatThrownBy(() -> remove(alice, ID, "first"))
          .hasMessageContaining("No durable subscription exists");
    }
  }

  @Test
  void anotherUserNeitherReadsFromItNorReplacesIt() throws Exception {
    try (GatedBroker broker = listening("ssl").started()) {
      made(broker, "sub");
      try (OpenWire bob = connect(broker, "bob", ID)) {
        assertThatThrownBy(() -> subscribe(bob, "sub")).hasMessageContaining("by another user");
        assertThatThrownBy(() -> subscribe(bob, TOPIC, "sub", "x = 1"))
            .hasMessageContaining("by another user");
        assertThatThrownBy(() -> subscribe(bob, "NEWS.B", "sub", null))
            .hasMessageContaining("by another user");
        subscribe(bob, "its-own");
      }
      assertThat(topics(broker).getDurableSubscription(new SubscriptionKey(ID, "sub")))
          .satisfies(
              sub -> {
                assertThat(sub.getConsumerInfo().getSelector()).isNull();
                assertThat(sub.getActiveMQDestination().getPhysicalName()).isEqualTo(TOPIC);
              });
      made(broker, "sub");
    }
  }

  @Test
  void whoMayNoLongerReadTheTopicDoesNotRemoveItEither() throws Exception {
    try (GatedBroker broker = listening("ssl").started()) {
      made(broker, "sub");
      Rights.replace(broker, Rights.ofOperators().map());
      try (OpenWire alice = connect(broker, "alice", ID)) {
        assertThatThrownBy(() -> remove(alice, ID, "sub"))
            .hasMessageStartingWith(
                "[require-authorization] user \"alice\": the authorization map does not let it"
                    + " read topic://NEWS.A, which durable subscription \"sub\"");
      }
      assertThat(exists(broker, "sub")).isTrue();
    }
  }

  @Test
  void aNameIsFreeAgainWhenItsSubscriptionIsGoneHoweverItWent() throws Exception {
    Line.assumeSubscriptionsOfOthersAreRemoved();
    try (GatedBroker broker = listening("ssl").started()) {
      made(broker, "sub");
      topics(broker)
          .removeSubscription(
              org.apache.activemq.util.BrokerSupport.getConnectionContext(
                  broker.getBrokerService().getBroker()),
              removal("sub"));

      try (OpenWire bob = connect(broker, "bob", ID)) {
        subscribe(bob, "sub");
        remove(bob, ID, "sub");
      }
    }
  }

  private static RemoveSubscriptionInfo removal(String name) {
    RemoveSubscriptionInfo removal = new RemoveSubscriptionInfo();
    removal.setClientId(ID);
    removal.setSubscriptionName(name);
    return removal;
  }

  @Test
  void operatorsRemoveItOverJmx() throws Exception {
    try (GatedBroker broker = listening("ssl").started()) {
      made(broker, "sub");

      broker
          .mbean("", org.apache.activemq.broker.jmx.BrokerViewMBean.class)
          .destroyDurableSubscriber(ID, "sub");

      assertThat(exists(broker, "sub")).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"bob", "nobody"})
  void aCleanSessionOfMqttDoesNotRemoveAnothers(String user) throws Exception {
    try (GatedBroker broker = listening("mqtt+ssl").started()) {
      String name = "AT_LEAST_ONCE:NEWS/A";
      try (MqttClient alice = mqtt(broker, "alice", false)) {
        alice.subscribe("NEWS/A");
      }
      assertThat(exists(broker, name)).isTrue();

      mqtt(broker, user, true).close();
      mqtt(broker, user, false).close();

      await().atMost(SOON).untilAsserted(() -> assertThat(refusals()).isNotEmpty());
      assertThat(refusals()).containsOnly("refused");
      assertThat(exists(broker, name)).isTrue();

      mqtt(broker, "alice", true).close();
      await().atMost(SOON).until(() -> !exists(broker, name));
    }
  }

  /**
   * There a subscription is a queue, and the users have every right on it. ActiveMQ makes the same
   * name of several client ids.
   */
  @ParameterizedTest
  @CsvSource({"alice-1, alice-1", "alice/1, alice.1"})
  void aCleanSessionOfMqttDoesNotRemoveAnothersQueue(String own, String others) throws Exception {
    try (GatedBroker broker =
        guarded(
                GatedBroker.create()
                    .listen(
                        "mqtt+ssl",
                        "transport.subscriptionStrategy=mqtt-virtual-topic-subscriptions"))
            .started()) {
      ActiveMQQueue queue =
          new ActiveMQQueue("Consumer.%s:AT_LEAST_ONCE.VirtualTopic.NEWS.A".formatted(others));
      try (MqttClient alice = mqtt(broker, "alice", own, false)) {
        alice.subscribe("NEWS/A");
      }
      assertThat(regions(broker).getDestinationMap()).containsKey(queue);

      mqtt(broker, "bob", others, true).close();
      mqtt(broker, "bob", others, false).close();

      await().atMost(SOON).untilAsserted(() -> assertThat(refusals()).isNotEmpty());
      assertThat(refusals()).containsOnly("refused");
      assertThat(regions(broker).getDestinationMap()).containsKey(queue);

      mqtt(broker, "alice", others, true).close();
      await().atMost(SOON).until(() -> !regions(broker).getDestinationMap().containsKey(queue));
    }
  }

  private static MqttClient mqtt(GatedBroker broker, String user, boolean clean) throws Exception {
    return mqtt(broker, user, ID, clean);
  }

  private static MqttClient mqtt(GatedBroker broker, String user, String clientId, boolean clean)
      throws Exception {
    return MqttClient.connect(broker.port("mqtt+ssl"), user, false, clientId, clean);
  }

  @Test
  void anotherUsersAmqpLinksNeitherUseNorRemoveIt() throws Exception {
    try (GatedBroker broker = listening("amqp+ssl").started()) {
      try (Connection alice = amqp(broker, "alice");
          Session session = alice.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
        session.createDurableSubscriber(session.createTopic(TOPIC), "link").close();
      }
      assertThat(exists(broker, "link")).isTrue();

      try (Connection bob = amqp(broker, "bob");
          Session session = bob.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
        assertThatThrownBy(
                () -> session.createDurableSubscriber(session.createTopic(TOPIC), "link"))
            .hasMessageContaining("was made by another user");
        assertThatThrownBy(() -> session.unsubscribe("link")).isNotNull();
      }
      assertThat(exists(broker, "link")).isTrue();

      try (Connection alice = amqp(broker, "alice");
          Session session = alice.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
        session.unsubscribe("link");
      }
      await().atMost(SOON).until(() -> !exists(broker, "link"));
    }
  }

  private static Connection amqp(GatedBroker broker, String user) throws JMSException {
    try {
      JmsConnectionFactory factory =
          new JmsConnectionFactory("amqps://localhost:" + broker.port("amqp+ssl"));
      factory.setSslContext(GatedBroker.clientContext());
      factory.setClientID(ID);
      Connection connection = factory.createConnection(user, PASSWORD);
      connection.start();
      return connection;
    } catch (JMSException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void anotherUserDoesNotRemoveItByStomp() throws Exception {
    try (GatedBroker broker = listening("ssl", "stomp+ssl").started()) {
      made(broker, "sub");
      try (SSLSocket socket =
          (SSLSocket)
              GatedBroker.clientContext()
                  .getSocketFactory()
                  .createSocket("localhost", broker.port("stomp+ssl"))) {
        socket.setSoTimeout(30_000);
        String connect =
            "CONNECT\naccept-version:1.2\nhost:x\nlogin:bob\npasscode:%s\nclient-id:%s\n\n\0"
                .formatted(PASSWORD, ID);
        String unsubscribe = "UNSUBSCRIBE\nid:1\nactivemq.subscriptionName:sub\nreceipt:r\n\n\0";
        socket.getOutputStream().write((connect + unsubscribe).getBytes(StandardCharsets.UTF_8));

        assertThat(frame(socket.getInputStream())).startsWith("CONNECTED");
        assertThat(frame(socket.getInputStream()))
            .startsWith("ERROR")
            .contains("was made by another user");
      }
      assertThat(exists(broker, "sub")).isTrue();
    }
  }

  private static String frame(InputStream in) throws Exception {
    StringBuilder frame = new StringBuilder();
    for (int next = in.read(); next > 0; next = in.read()) {
      frame.append((char) next);
    }
    return frame.toString().strip();
  }

  private GatedBroker stored(String name) throws Exception {
    KahaDBPersistenceAdapter store = new KahaDBPersistenceAdapter();
    store.setDirectory(folder.resolve(name).toFile());
    GatedBroker broker = listening("ssl");
    broker.getBrokerService().setPersistent(true);
    broker.getBrokerService().setPersistenceAdapter(store);
    return broker;
  }

  @Test
  void afterARestartItIsForWhoeverMayReadTheTopic() throws Exception {
    try (GatedBroker broker = stored("a").started()) {
      made(broker, "sub");
      made(broker, "more");
    }
    try (GatedBroker broker = stored("a").started();
        OpenWire nobody = connect(broker, "nobody", "its-own")) {
      assertThatThrownBy(() -> remove(nobody, ID, "sub"))
          .hasMessageContaining("does not let it read topic://NEWS.A");
      made(broker, "sub");
      try (OpenWire bob = connect(broker, "bob", ID)) {
        subscribe(bob, "more");
        remove(bob, ID, "sub");
      }
      made(broker, "more");
    }
  }

  /** Where bob may read what he subscribes to, and not what the subscription has read so far. */
  @Test
  void afterARestartTheRightIsAskedForOnTheTopicThatItHad() throws Exception {
    try (GatedBroker broker = stored("b").started();
        OpenWire admin = connect(broker, "admin", ID)) {
      subscribe(admin, "SECRET", "sub", null);
    }
    try (GatedBroker broker = stored("b").started();
        OpenWire bob = connect(broker, "bob", ID)) {
      assertThatThrownBy(() -> subscribe(bob, TOPIC, "sub", null))
          .hasMessageContaining("does not let it read topic://SECRET");
      assertThat(exists(broker, "sub")).isTrue();
    }
  }

  @Test
  void aClientIdThatIsKeptForSomebodyKeepsItsSubscriptionsToo() throws Exception {
    Line.assumeSubscriptionsOfOthersAreRemoved();
    ClientIds ids = new ClientIds();
    ids.setUser("alice");
    ids.setPattern("alice-*");
    try (GatedBroker broker = stored("c").started()) {
      made(broker, "sub");
      made(broker, "more");
    }
    try (GatedBroker broker = stored("c").with(gate -> gate.setClientIds(List.of(ids))).started();
        OpenWire bob = connect(broker, "bob", "its-own");
        OpenWire admin = connect(broker, "admin", "admin-1")) {
      assertThatThrownBy(() -> remove(bob, ID, "sub"))
          .hasMessage(
              "[require-authorization] user \"bob\": the client id of durable subscription \"sub\""
                  + " of client id \"alice-1\" matches a pattern of clientIds and is for others"
                  + " alone; name the user or a group of it in clientIds");
      remove(admin, ID, "sub");
      try (OpenWire alice = connect(broker, "alice", ID)) {
        subscribe(alice, "more");
        remove(alice, ID, "more");
      }
    }
  }

  @Test
  void whereTheRuleOnlyReportsItIsRemovedAsBefore() throws Exception {
    Line.assumeSubscriptionsOfOthersAreRemoved();
    try (GatedBroker broker =
        listening("ssl").with(gate -> gate.setReportOnly("require-authorization")).started()) {
      made(broker, "sub");
      try (OpenWire bob = connect(broker, "bob", "its-own")) {
        remove(bob, ID, "sub");
      }
      assertThat(exists(broker, "sub")).isFalse();
      assertThat(refusals()).containsExactly("reported");
    }
  }
}
