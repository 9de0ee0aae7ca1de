package io.portcullis.scenario.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.CommandClient;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.Rights;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.ActiveMQSslConnectionFactory;
import org.apache.activemq.broker.BrokerPluginSupport;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.broker.region.RegionBroker;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQTempQueue;
import org.apache.activemq.command.DestinationInfo;
import org.apache.activemq.network.DiscoveryNetworkConnector;
import org.apache.activemq.network.NetworkConnector;
import org.apache.activemq.security.AuthenticationUser;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.security.SimpleAuthenticationPlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jms.connection.CachingConnectionFactory;

/** Request and reply between two brokers, each with two network connectors to the other. */
class RequestAndReplyIT {

  private static final byte[] BODY = Ciphertexts.encrypt(new byte[] {1, 2, 3});
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long SOON_MILLIS = 30_000;
  private static final int PARALLEL = 2;
  private static final String CLIENT = "ID:client.example.com-40001-1700000000000-1:1";
  private static final ActiveMQDestination REPLIES = new ActiveMQTempQueue(CLIENT + ":1");

  private final List<NetworkConnector> connectors = new ArrayList<>();
  private final LateBridge late = new LateBridge();
  private GatedBroker near;
  private GatedBroker far;

  @BeforeEach
  void start() throws Exception {
    near = broker().started();
    far = broker().withPlugin(late).started();
    for (int i = 0; i < PARALLEL; i++) {
      link(near, far, i);
      link(far, near, i);
    }
    await()
        .atMost(PATIENCE)
        .until(() -> connectors.stream().allMatch(one -> one.activeBridges().size() == 1));
  }

  private static GatedBroker broker() throws Exception {
    return GatedBroker.listening("ssl")
        .withOnly(users())
        .withPlugin(
            new AuthorizationPlugin(Rights.ofOperators().users("queue://>", true, true).map()));
  }

  @AfterEach
  void stop() {
    near.close();
    far.close();
  }

  private static SimpleAuthenticationPlugin users() {
    return new SimpleAuthenticationPlugin(
        List.of(
            new AuthenticationUser("admin", GatedBroker.PASSWORD, "admins"),
            new AuthenticationUser("bridge", GatedBroker.PASSWORD, "admins,bridges"),
            new AuthenticationUser("console", GatedBroker.PASSWORD, "activemq-webconsole"),
            new AuthenticationUser("user", GatedBroker.PASSWORD, "users"),
            new AuthenticationUser("other", GatedBroker.PASSWORD, "users")));
  }

  private void link(GatedBroker from, GatedBroker to, int number) throws Exception {
    NetworkConnector connector =
        new DiscoveryNetworkConnector(
            new URI(
                "static:(ssl://localhost:%d)?initialReconnectDelay=100".formatted(to.port("ssl"))));
    connector.setName("link-" + number);
    connector.setUserName("bridge");
    connector.setPassword(GatedBroker.PASSWORD);
    from.getBrokerService().addNetworkConnector(connector);
    connector.start();
    connectors.add(connector);
  }

  @Test
  void answersCrossAndTheNetworkStays() throws Exception {
    var bridges = connectors.stream().map(NetworkConnector::activeBridges).map(List::copyOf);
    List<?> before = bridges.toList();
    try (OpenWire responder = OpenWire.connect(far, "other")) {
      respond(responder);
      for (int i = 0; i < 3; i++) {
        try (OpenWire client = OpenWire.connect(near, "user")) {
          for (int j = 0; j < 5; j++) {
            ask(client.session());
          }
        }
      }
      for (GatedBroker broker : List.of(near, far)) {
        await()
            .atMost(PATIENCE)
            .untilAsserted(
                () ->
                    assertThat(temporary(broker))
                        .as("left in the %s broker", broker == near ? "near" : "far")
                        .isEmpty());
      }
      assertThat(connectors.stream().map(NetworkConnector::activeBridges).map(List::copyOf))
          .isEqualTo(before);
    }
  }

  @Test
  void poolsGoOnWorking() throws Exception {
    CachingConnectionFactory pool =
        new CachingConnectionFactory(factory("ssl://localhost:" + near.port("ssl")));
    pool.setSessionCacheSize(2);
    try (OpenWire responder = OpenWire.connect(far, "other")) {
      respond(responder);
      for (int i = 0; i < 5; i++) {
        try (Connection connection = pool.createConnection()) {
          connection.start();
          try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
            ask(session);
          }
        }
      }
    } finally {
      pool.destroy();
    }
  }

  @Test
  void aClientThatFailsOverTakesItsTemporaryQueueAlong() throws Exception {
    String uri =
        "failover:(ssl://localhost:%d,ssl://localhost:%d)?randomize=false&initialReconnectDelay=50"
            .formatted(near.port("ssl"), far.port("ssl"));
    try (OpenWire responder = OpenWire.connect(far, "other");
        Connection connection = factory(uri).createConnection()) {
      connection.start();
      Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
      TemporaryQueue replies = session.createTemporaryQueue();
      MessageConsumer consumer = session.createConsumer(replies);
      respond(responder);
      ask(session, replies, consumer);
      ActiveMQDestination name = (ActiveMQDestination) replies;
      await().atMost(PATIENCE).until(() -> temporary(far).contains(name));

      near.getBrokerService().getConnectorByName("ssl").stop();

      for (int i = 0; i < 5; i++) {
        ask(session, replies, consumer);
      }
      try (CommandClient attacker = CommandClient.connect(far, "ID:attacker", "admin")) {
        assertThatThrownBy(() -> attacker.consume(name, false))
            .isInstanceOf(SecurityException.class);
      }
    }
  }

  /** The other broker has not noticed that the client is gone, so its bridges hold a copy. */
  @Test
  void aBridgesCopyYieldsToItsOwner() throws Exception {
    try (CommandClient gone = CommandClient.connect(near, CLIENT, "user")) {
      gone.create(REPLIES);
      gone.consume(REPLIES, false);
      await().atMost(PATIENCE).until(() -> consumers(far) == PARALLEL);
      try (CommandClient back = CommandClient.connect(far, CLIENT, "user");
          CommandClient responder = CommandClient.connect(far, "ID:responder", "other")) {
        back.create(REPLIES);
        back.consume(REPLIES, false);
        for (int i = 0; i < 20; i++) {
          responder.send(REPLIES, BODY, null);
          back.acknowledge(back.next(), null);
        }

        gone.cut();

        await().atMost(PATIENCE).until(() -> temporary(near).isEmpty());
        for (int i = 0; i < 20; i++) {
          responder.send(REPLIES, BODY, null);
          back.acknowledge(back.next(), null);
        }
      }
      await().atMost(PATIENCE).until(() -> temporary(far).isEmpty());
    }
  }

  /** Of two bridges one may create a copy while the other removes its own. */
  @Test
  void noCopyIsLeftOver() throws Exception {
    late.isAwaited = true;
    try (CommandClient owner = CommandClient.connect(near, CLIENT, "user")) {
      owner.create(REPLIES);
      await().atMost(PATIENCE).until(() -> temporary(far).contains(REPLIES));

      owner.remove(REPLIES);

      await().atMost(PATIENCE).until(() -> late.hasCreated);
      await().atMost(PATIENCE).until(() -> temporary(far).isEmpty());
    }
  }

  /** Neither the flag of a bridge nor its user nor its address is a proof. */
  @Test
  void nobodyIsABridgeByWhatTheySay() throws Exception {
    try (CommandClient owner = CommandClient.connect(near, CLIENT, "user");
        CommandClient liar = CommandClient.bridge(near, "ID:liar", "bridge")) {
      owner.create(REPLIES);

      assertThatThrownBy(() -> liar.consume(REPLIES, false))
          .isInstanceOf(SecurityException.class)
          .hasMessageContaining("it may not read from temp-queue://");
      assertThatThrownBy(() -> liar.remove(REPLIES)).isInstanceOf(SecurityException.class);
      assertThatThrownBy(() -> liar.create(new ActiveMQTempQueue("ID:foreign:1")))
          .isInstanceOf(SecurityException.class);
    }
  }

  /** Lets the first bridge that creates a copy do so after the second has removed its own. */
  private static final class LateBridge extends BrokerPluginSupport {

    private final CountDownLatch removed = new CountDownLatch(1);
    private final AtomicBoolean isFirst = new AtomicBoolean(true);
    private volatile boolean isAwaited;
    private volatile boolean hasCreated;

    @Override
    public void addDestinationInfo(ConnectionContext context, DestinationInfo info)
        throws Exception {
      if (!isAwaited
          || !info.getDestination().equals(REPLIES)
          || !isFirst.compareAndSet(true, false)) {
        super.addDestinationInfo(context, info);
        return;
      }
      assertThat(removed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      super.addDestinationInfo(context, info);
      hasCreated = true;
    }

    @Override
    public void removeDestinationInfo(ConnectionContext context, DestinationInfo info)
        throws Exception {
      super.removeDestinationInfo(context, info);
      removed.countDown();
    }
  }

  private static ActiveMQSslConnectionFactory factory(String uri) throws Exception {
    ActiveMQSslConnectionFactory factory = new ActiveMQSslConnectionFactory(uri);
    factory.setTrustStore(GatedBroker.trustStore());
    factory.setTrustStorePassword(GatedBroker.PASSWORD);
    factory.setUserName("user");
    factory.setPassword(GatedBroker.PASSWORD);
    return factory;
  }

  private static void respond(OpenWire responder) throws Exception {
    MessageProducer producer = responder.session().createProducer(null);
    responder
        .consumer("REQUESTS")
        .setMessageListener(
            request -> {
              try {
                Message reply = responder.bytes(BODY);
                reply.setJMSCorrelationID(request.getJMSMessageID());
                producer.send(request.getJMSReplyTo(), reply);
              } catch (Exception e) {
                throw new IllegalStateException(e);
              }
            });
  }

  private static void ask(Session session) throws Exception {
    TemporaryQueue replies = session.createTemporaryQueue();
    try (MessageConsumer consumer = session.createConsumer(replies)) {
      ask(session, replies, consumer);
    }
    replies.delete();
  }

  private static void ask(Session session, TemporaryQueue replies, MessageConsumer consumer)
      throws Exception {
    BytesMessage request = session.createBytesMessage();
    request.writeBytes(BODY);
    request.setJMSReplyTo(replies);
    try (MessageProducer producer = session.createProducer(session.createQueue("REQUESTS"))) {
      producer.send(request);
    }
    Message reply = consumer.receive(SOON_MILLIS);
    assertThat(reply).as("the answer").isNotNull();
    assertThat(reply.getJMSCorrelationID()).isEqualTo(request.getJMSMessageID());
  }

  private static List<ActiveMQDestination> temporary(GatedBroker broker) throws Exception {
    return List.copyOf(
        ((RegionBroker) broker.getBrokerService().getRegionBroker())
            .getTempQueueRegion()
            .getDestinationMap()
            .keySet());
  }

  private static long consumers(GatedBroker broker) throws Exception {
    Destination found =
        ((RegionBroker) broker.getBrokerService().getRegionBroker())
            .getDestinationMap(REPLIES)
            .get(REPLIES);
    return found == null ? 0 : found.getConsumers().size();
  }
}
