package io.portcullis.scenario.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.ConfiguredBroker;
import io.portcullis.testing.FreePorts;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.activemq.broker.SslContext;
import org.apache.activemq.network.DiscoveryNetworkConnector;
import org.apache.activemq.network.NetworkConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Three brokers of {@code conf/network.xml}, north and south at the edge and a hub between them,
 * each with the gate and a certificate.
 */
class NetworkTest {

  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(PLAINTEXT);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long SOON_MILLIS = 20_000;

  @TempDir private static Path folder;
  private static ConfiguredBroker north;
  private static ConfiguredBroker hub;
  private static ConfiguredBroker south;

  @BeforeAll
  static void start() throws Exception {
    int northPort = FreePorts.next();
    int hubPort = FreePorts.next();
    int southPort = FreePorts.next();
    String toTheHub =
        "masterslave:(ssl://localhost:%d,ssl://localhost:%d)?initialReconnectDelay=100"
            .formatted(FreePorts.next(), hubPort);
    hub =
        broker("hub", hubPort)
            .network(
                "static:(ssl://localhost:%d,ssl://localhost:%d)?initialReconnectDelay=100"
                    .formatted(northPort, southPort))
            .started();
    north = broker("north", northPort).network(toTheHub).started();
    south = broker("south", southPort).network(toTheHub).started();
    await().atMost(PATIENCE).until(() -> bridges(hub) == 2);
    await().atMost(PATIENCE).until(() -> bridges(north) == 1 && bridges(south) == 1);
  }

  @AfterAll
  static void stop() {
    for (ConfiguredBroker broker : new ConfiguredBroker[] {north, south, hub}) {
      broker.close();
    }
  }

  private static ConfiguredBroker broker(String name, int port) throws Exception {
    return ConfiguredBroker.in(folder.resolve(name), "network.xml", name, port);
  }

  private static int bridges(ConfiguredBroker broker) {
    return broker.service().getNetworkConnectors().get(0).activeBridges().size();
  }

  private static ConfiguredBroker named(String name) {
    return switch (name) {
      case "north" -> north;
      case "south" -> south;
      default -> hub;
    };
  }

  @ParameterizedTest(name = "from {0} to {1}")
  @CsvSource({"north, south", "south, north", "north, hub", "hub, south"})
  void encryptedMessagesCrossAndPlaintextIsStoppedWhereItIsSent(String from, String to)
      throws Exception {
    String queue = "ORDERS.%s.%s".formatted(from, to);
    try (OpenWire receiver = named(to).connect("user");
        OpenWire sender = named(from).connect("user")) {
      MessageConsumer consumer = receiver.consumer(queue);

      for (int i = 0; i < 3; i++) {
        sender.send(queue, ENCRYPTED);
        assertThatThrownBy(() -> sender.send(queue, PLAINTEXT))
            .hasMessageStartingWith("[require-encrypted-body] message to queue://" + queue);
      }

      for (int i = 0; i < 3; i++) {
        assertThat(body(consumer.receive(SOON_MILLIS))).isEqualTo(ENCRYPTED);
      }
      assertThat(OpenWire.isSilent(consumer)).isTrue();
    }
  }

  @Test
  void whatIsNotIncludedDoesNotCross() throws Exception {
    try (OpenWire receiver = south.connect("admin");
        OpenWire sender = hub.connect("admin")) {
      MessageConsumer consumer = receiver.consumer("LOCAL");
      MessageConsumer later = receiver.consumer("ORDERS.LATER");

      sender.send("LOCAL", ENCRYPTED);
      sender.send("ORDERS.LATER", ENCRYPTED);

      assertThat(body(later.receive(SOON_MILLIS))).isEqualTo(ENCRYPTED);
      assertThat(OpenWire.isSilent(consumer)).isTrue();
    }
  }

  /** It has a certificate, and the bridge's password. */
  @Test
  void aPeerWithoutTheGateCannotPushPlaintextIn() throws Exception {
    String queue = "ORDERS.PUSHED";
    GatedBroker peer =
        GatedBroker.create()
            .withoutGate()
            .withService(service -> service.setSslContext(ConfiguredBroker.clientContext()));
    peer.getBrokerService().addNetworkConnector(intoTheHub(queue));
    try (peer;
        OpenWire receiver = south.connect("user");
        OpenWire admin = hub.connect("admin")) {
      peer.start();
      MessageConsumer consumer = receiver.consumer(queue);
      try (OpenWire there = OpenWire.inVm(peer, "admin")) {
        for (int i = 0; i < 3; i++) {
          there.send(queue, PLAINTEXT);
          there.send(queue, ENCRYPTED);
        }
      }

      for (int i = 0; i < 3; i++) {
        assertThat(body(consumer.receive(SOON_MILLIS))).isEqualTo(ENCRYPTED);
      }
      MessageConsumer quarantine = admin.consumer("Portcullis.Quarantine." + queue);
      for (int i = 0; i < 3; i++) {
        Message kept = OpenWire.next(quarantine);
        assertThat(body(kept)).isEqualTo(PLAINTEXT);
        assertThat(kept.getStringProperty("PortcullisUser")).isEqualTo("bridge");
      }
      assertThat(OpenWire.isSilent(consumer)).isTrue();
      assertThat(OpenWire.isSilent(quarantine)).isTrue();
    }
  }

  @Test
  void aPeerWithoutACertificateDoesNotGetIn() throws Exception {
    String queue = "ORDERS.UNKNOWN";
    GatedBroker peer = GatedBroker.create().withoutGate();
    NetworkConnector connector = intoTheHub(queue);
    peer.getBrokerService().addNetworkConnector(connector);
    try (peer;
        OpenWire receiver = hub.connect("user")) {
      SslContext trusting =
          new SslContext(null, ConfiguredBroker.clientContext().getTrustManagersAsArray(), null);
      peer.getBrokerService().setSslContext(trusting);
      peer.start();
      MessageConsumer consumer = receiver.consumer(queue);
      try (OpenWire there = OpenWire.inVm(peer, "admin")) {
        there.send(queue, ENCRYPTED);

        assertThat(consumer.receive(2_000)).isNull();
        assertThat(connector.activeBridges()).isEmpty();
        assertThat(peer.queue(queue).getQueueSize()).isEqualTo(1);
      }
    }
  }

  /** What a broker shows to its neighbours is good for nothing on itself. */
  @Test
  void noPeerLearnsAPasswordThatIsGoodHere() {
    for (NetworkConnector connector : north.service().getNetworkConnectors()) {
      assertThat(connector.getRemoteUserName()).isEqualTo("north");
      for (String user : List.of("bridge", "admin", "user")) {
        assertThatThrownBy(
                () ->
                    OpenWire.certified(
                            north.uri(),
                            ConfiguredBroker.clientContext(),
                            user,
                            connector.getRemotePassword())
                        .close())
            .as(user)
            .isInstanceOf(JMSException.class);
      }
    }
  }

  /** The bridge may read what crosses, and its own user nothing else. */
  @Test
  void theBridgesUserMayDoNothingElse() throws Exception {
    try (OpenWire bridge = hub.connect("bridge")) {
      assertThatThrownBy(() -> bridge.send("LOCAL", ENCRYPTED))
          .hasMessageContaining("User bridge is not authorized to");
      for (String destination :
          new String[] {
            "LOCAL",
            "topic://ANY",
            "topic://ActiveMQ.Advisory.Connection",
            "topic://ActiveMQ.Advisory.Consumer.Queue.LOCAL",
            "Portcullis.Quarantine.ORDERS.PUSHED"
          }) {
        assertThatThrownBy(() -> bridge.consumer(destination))
            .as(destination)
            .isInstanceOf(JMSException.class)
            .hasMessageContaining("User bridge is not authorized to");
      }
      assertThatThrownBy(
              () ->
                  bridge
                      .session()
                      .createBrowser((Queue) OpenWire.destination("LOCAL"))
                      .getEnumeration())
          .isInstanceOf(JMSException.class);
    }
  }

  private static NetworkConnector intoTheHub(String queue) throws Exception {
    NetworkConnector connector =
        new DiscoveryNetworkConnector(
            new URI("static:(%s)?initialReconnectDelay=100".formatted(hub.uri())));
    connector.setUserName("admin");
    connector.setRemoteUserName("bridge");
    connector.setPassword(GatedBroker.PASSWORD);
    connector.setRemotePassword(GatedBroker.PASSWORD);
    connector.setBridgeTempDestinations(false);
    connector.addStaticallyIncludedDestination(OpenWire.destination(queue));
    connector.addDynamicallyIncludedDestination(OpenWire.destination("ORDERS.>"));
    return connector;
  }

  private static byte[] body(Message message) throws JMSException {
    assertThat(message).as("it arrived").isNotNull();
    return message.getBody(byte[].class);
  }
}
