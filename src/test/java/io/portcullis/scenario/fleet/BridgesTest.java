package io.portcullis.scenario.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.RawPeer;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerFilter;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.jmx.BrokerViewMBean;
import org.apache.activemq.command.BrokerId;
import org.apache.activemq.command.BrokerInfo;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.command.ExceptionResponse;
import org.apache.activemq.command.Response;
import org.apache.activemq.network.DiscoveryNetworkConnector;
import org.apache.activemq.network.NetworkBridge;
import org.apache.activemq.network.NetworkConnector;
import org.apache.activemq.security.AuthenticationUser;
import org.apache.activemq.security.SimpleAuthenticationPlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Networks of brokers, of which only one has the gate. */
class BridgesTest {

  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(PLAINTEXT);

  private GatedBroker broker;
  private GatedBroker peer;

  @BeforeEach
  void start() throws Exception {
    broker =
        GatedBroker.listening("ssl")
            .with(gate -> gate.setBodyPolicies(List.of(Bodies.anyOnQueue("OPEN"))))
            .started();
    peer = GatedBroker.create().withoutGate();
  }

  @AfterEach
  void stop() {
    peer.close();
    broker.close();
  }

  @Test
  void whatABridgeBringsInPlaintextIsKeptAndTheRestFlows() throws Exception {
    NetworkConnector connector = bridgeToTheGate(false);
    peer.started();
    try (OpenWire there = OpenWire.inVm(peer, "admin");
        OpenWire here = OpenWire.connect(broker, "admin")) {
      MessageConsumer consumer = here.consumer("CROSSING");
      MessageConsumer open = here.consumer("OPEN");
      NetworkBridge bridge = await().until(() -> bridge(connector), found -> found != null);
      long connections = broker.getBrokerService().getTotalConnections();

      there.send("CROSSING", ENCRYPTED);
      assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);

      for (int i = 0; i < 3; i++) {
        there.send("CROSSING", PLAINTEXT);
        there.send("CROSSING", ENCRYPTED);
        assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
      }
      there.send("OPEN", PLAINTEXT);
      assertThat(OpenWire.receive(open)).isEqualTo(PLAINTEXT);

      MessageConsumer kept = here.consumer("Portcullis.Quarantine.CROSSING");
      for (int i = 0; i < 3; i++) {
        Message message = OpenWire.next(kept);
        assertThat(message.getBody(byte[].class)).isEqualTo(PLAINTEXT);
        assertThat(message.getStringProperty("PortcullisUser")).isEqualTo("bridge");
        assertThat(message.getStringProperty("PortcullisDestination"))
            .isEqualTo("queue://CROSSING");
      }
      assertThat(OpenWire.isSilent(consumer)).isTrue();
      assertThat(connector.activeBridges()).containsExactly(bridge);
      assertThat(broker.getBrokerService().getTotalConnections()).isEqualTo(connections);
      assertThat(peer.queue("CROSSING").getQueueSize()).isZero();
    }
  }

  /** The bridge ends and comes back; whatever it does, nothing is lost and nothing is delivered. */
  @Test
  void whatTheQuarantineHasNoRoomForStaysWithThePeer() throws Exception {
    broker.close();
    broker =
        GatedBroker.listening("ssl").with(gate -> gate.setQuarantineMaxMessages("1")).started();
    bridgeToTheGate(false);
    peer.started();
    try (OpenWire there = OpenWire.inVm(peer, "admin");
        OpenWire here = OpenWire.connect(broker, "admin")) {
      MessageConsumer consumer = here.consumer("CROSSING");

      there.send("CROSSING", PLAINTEXT);
      there.send("CROSSING", PLAINTEXT);
      await().until(() -> broker.getBrokerService().getNetworkConnectors().isEmpty());

      assertThat(OpenWire.isSilent(consumer)).isTrue();
      assertThat(broker.queue("Portcullis.Quarantine.CROSSING").getQueueSize()).isEqualTo(1);
      await().until(() -> peer.queue("CROSSING").getQueueSize() == 1);
    }
  }

  @Test
  void aDuplexBridgeBringsNothing() throws Exception {
    bridgeToTheGate(true);
    try (AuditLines audit = AuditLines.capture();
        OpenWire here = OpenWire.connect(broker, "admin")) {
      peer.started();
      MessageConsumer consumer = here.consumer("CROSSING");
      try (OpenWire there = OpenWire.inVm(peer, "admin")) {
        there.send("CROSSING", PLAINTEXT);
        there.send("CROSSING", ENCRYPTED);
        await().until(() -> broker.getBrokerService().getNetworkConnectors().isEmpty());

        assertThat(audit.found())
            .allSatisfy(
                found ->
                    assertThat(found)
                        .startsWith("duplex bridge from tcp://127.0.0.1:")
                        .endsWith("a peer asks for a bridge in both directions"));
        assertThat(OpenWire.isSilent(consumer)).isTrue();
        assertThat(peer.queue("CROSSING").getQueueSize()).isEqualTo(2);
      }
    }
  }

  @Test
  void whoIsNoBridgeIsRefusedWhereItSaysSoAndNothingOfItIsKept() throws Exception {
    try (AuditLines audit = AuditLines.capture();
        OpenWire client = OpenWire.connect(broker, "admin");
        OpenWire here = OpenWire.connect(broker, "admin")) {
      MessageConsumer consumer = here.consumer("CLAIMED");

      assertThatThrownBy(() -> client.connection().syncSendPacket(claimToBeABridge()))
          .hasCauseExactlyInstanceOf(SecurityException.class)
          .hasMessageStartingWith("[refuse-unvetted-link] user \"admin\" from tcp://127.0.0.1:")
          .hasMessageEndingWith(
              "on connector \"ssl\": it says that it is the bridge of a peer broker, and is not in"
                  + " group \"bridges\"; put the user of the network connector there into the"
                  + " group, or name its group in bridgesGroup");
      assertThatThrownBy(() -> client.send("CLAIMED", PLAINTEXT))
          .hasMessageStartingWith("[require-encrypted-body]");
      client.send("CLAIMED", ENCRYPTED);

      assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
      assertThat(OpenWire.isSilent(consumer)).isTrue();
      assertThat(quarantineIsThere()).isFalse();
      assertThat(audit.rules("connection")).containsExactly("refuse-unvetted-link");
    }
  }

  @Test
  void whoSaysItBeforeTheLoginIsNotLetIn() throws Exception {
    try (RawPeer peer = RawPeer.connect(broker, "ssl")) {
      int before = broker.view().getConnections().size();
      peer.send(claimToBeABridge());

      Response answer = peer.ask(RawPeer.login("admin"));

      assertThat(((ExceptionResponse) answer).getException())
          .isExactlyInstanceOf(SecurityException.class)
          .hasMessageStartingWith("[refuse-unvetted-link] user \"admin\"");
      assertThat(broker.view().getConnections().size()).isEqualTo(before);
      assertThat(peer.isEnded()).isTrue();
    }
  }

  /** A claim that is only reported lends nothing either. */
  @Test
  void nothingIsKeptForTheClaimAlone() throws Exception {
    broker.close();
    broker =
        GatedBroker.listening("ssl")
            .with(gate -> gate.setReportOnly("refuse-unvetted-link"))
            .started();
    try (OpenWire client = OpenWire.connect(broker, "admin")) {
      client.connection().syncSendPacket(claimToBeABridge());

      assertThatThrownBy(() -> client.send("CLAIMED", PLAINTEXT))
          .hasMessageStartingWith("[require-encrypted-body]");
      assertThat(quarantineIsThere()).isFalse();
    }
  }

  @Test
  void anotherGroupMayBeTheBridges() throws Exception {
    broker.close();
    broker = GatedBroker.listening("ssl").with(gate -> gate.setBridgesGroup("admins")).started();
    try (OpenWire client = OpenWire.connect(broker, "admin")) {
      client.connection().syncSendPacket(claimToBeABridge());

      client.send("CLAIMED", PLAINTEXT);

      assertThat(quarantineIsThere()).isTrue();
    }
  }

  @Test
  void noBridgeFillsTheQuarantineWhichMayNotWriteThere() throws Exception {
    broker.close();
    broker =
        GatedBroker.listening("ssl")
            .withOnly(
                new SimpleAuthenticationPlugin(
                    List.of(
                        new AuthenticationUser("admin", GatedBroker.PASSWORD, "admins"),
                        new AuthenticationUser("outpost", GatedBroker.PASSWORD, "bridges"))))
            .started();
    try (OpenWire client = OpenWire.connect(broker, "outpost")) {
      client.connection().syncSendPacket(claimToBeABridge());
      var producer = client.session().createProducer(null);

      assertThatThrownBy(
              () -> producer.send(OpenWire.destination("CLAIMED"), client.bytes(PLAINTEXT)))
          .hasMessageStartingWith("[require-encrypted-body] message to queue://CLAIMED");
      assertThat(quarantineIsThere()).isFalse();
    }
  }

  private boolean quarantineIsThere() throws Exception {
    return broker.getBrokerService().getRegionBroker().getDestinationMap().keySet().stream()
        .anyMatch(name -> name.getPhysicalName().startsWith("Portcullis."));
  }

  @Test
  void aPlainNetworkConnectorAddedThroughJmxDoesNotLogInAnywhere() throws Exception {
    List<String> logins = new CopyOnWriteArrayList<>();
    peer.listen("tcp").withOnly(next -> recording(next, logins)).started();
    BrokerViewMBean view = broker.mbean("", BrokerViewMBean.class);
    try (AuditLines audit = AuditLines.capture()) {

      String uri = "static:(tcp://127.0.0.1:%d)".formatted(peer.port("tcp"));
      assertThatThrownBy(() -> view.addNetworkConnector(uri))
          .isExactlyInstanceOf(SecurityException.class)
          .hasMessageStartingWith("[require-tls] network connector \"NC\"");

      assertThat(audit.rules("connection")).contains("require-tls");
      assertThat(logins).as("besides the broker's own test client").containsOnly("admin");
      try (OpenWire unharmed = OpenWire.connect(broker, "admin")) {
        unharmed.send("UNHARMED", ENCRYPTED);
      }
    }
  }

  @Test
  void aNetworkConnectorWithTlsAddedAtRunTimeWorks() throws Exception {
    peer.listen("ssl").started();
    NetworkConnector connector = connector(peer, false);
    broker.getBrokerService().addNetworkConnector(connector);
    connector.start();
    try (OpenWire here = OpenWire.connect(broker, "admin");
        OpenWire there = OpenWire.connect(peer, "admin")) {
      MessageConsumer consumer = there.consumer("CROSSING");

      here.send("CROSSING", ENCRYPTED);

      assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
    }
  }

  private static BrokerInfo claimToBeABridge() {
    BrokerInfo claim = new BrokerInfo();
    claim.setBrokerId(new BrokerId("claimed"));
    claim.setBrokerName("claimed");
    claim.setNetworkConnection(true);
    return claim;
  }

  private NetworkConnector bridgeToTheGate(boolean duplex) throws Exception {
    NetworkConnector connector = connector(broker, duplex);
    peer.getBrokerService().addNetworkConnector(connector);
    return connector;
  }

  private static NetworkConnector connector(GatedBroker to, boolean duplex) throws Exception {
    NetworkConnector connector =
        new DiscoveryNetworkConnector(
            new URI(
                "static:(ssl://localhost:%d)?initialReconnectDelay=100".formatted(to.port("ssl"))));
    connector.setName("bridge");
    connector.setUserName("bridge");
    connector.setPassword(GatedBroker.PASSWORD);
    connector.setDuplex(duplex);
    connector.addStaticallyIncludedDestination(OpenWire.destination("CROSSING"));
    return connector;
  }

  private static NetworkBridge bridge(NetworkConnector connector) {
    return connector.activeBridges().stream().findFirst().orElse(null);
  }

  private static Broker recording(Broker next, List<String> logins) {
    return new BrokerFilter(next) {
      @Override
      public void addConnection(ConnectionContext context, ConnectionInfo info) throws Exception {
        logins.add(String.valueOf(info.getUserName()));
        super.addConnection(context, info);
      }
    };
  }
}
