package io.portcullis.scenario.remedies;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import jakarta.jms.MessageConsumer;
import java.net.URI;
import java.util.Map;
import org.apache.activemq.command.BrokerId;
import org.apache.activemq.command.BrokerInfo;
import org.apache.activemq.network.DiscoveryNetworkConnector;
import org.apache.activemq.network.NetworkConnector;

/** A bridge that is refused, and whose operator does what the remedy says, is accepted. */
class RunTimeBridgesIT extends RunTimeRemedies {

  @Override
  Map<String, Deed> rows() {
    return Map.ofEntries(
        Map.entry("bridge-not-in-group", this::group), Map.entry("duplex-bridge", this::duplex));
  }

  @Override
  Stage open() throws Exception {
    return Stage.of(GatedBroker.listening("ssl").started());
  }

  /** Says over TLS that it is the bridge of a peer. */
  private void claim(String user) throws Exception {
    BrokerInfo claim = new BrokerInfo();
    claim.setBrokerId(new BrokerId("peer"));
    claim.setBrokerName("peer");
    claim.setNetworkConnection(true);
    try (OpenWire client = OpenWire.connect(stage.broker(), user)) {
      client.connection().syncSendPacket(claim);
    }
  }

  private void group(String code) throws Exception {
    String line = stage.refused(code, () -> claim("admin"));
    Stage.said(
        line,
        "^put the user of the network connector there into the group, or name its group in"
            + " bridgesGroup$");
    stage.accepted(() -> claim("bridge"));

    stage.broker().with(gate -> gate.setBridgesGroup("admins"));
    stage.broker().view().reload();
    stage.accepted(() -> claim("admin"));
  }

  private static NetworkConnector connector(GatedBroker to, boolean duplex) throws Exception {
    NetworkConnector connector =
        new DiscoveryNetworkConnector(
            new URI(
                "static:(ssl://localhost:%d)?initialReconnectDelay=100".formatted(to.port("ssl"))));
    connector.setUserName("bridge");
    connector.setPassword(GatedBroker.PASSWORD);
    connector.setDuplex(duplex);
    return connector;
  }

  private void duplex(String code) throws Exception {
    try (GatedBroker peer = GatedBroker.listening("ssl").withoutGate().started()) {
      NetworkConnector there = connector(stage.broker(), true);
      there.setName("there");
      there.addStaticallyIncludedDestination(OpenWire.destination("THERE"));
      peer.getBrokerService().addNetworkConnector(there);
      String line = stage.refused(code, there::start);
      Stage.said(line, "^remove duplex=\"true\" there and make a network connector here$");
      there.stop();

      there.setDuplex(false);
      NetworkConnector here = connector(peer, false);
      here.setName("here");
      here.addStaticallyIncludedDestination(OpenWire.destination("HERE"));
      stage.accepted(
          () -> {
            there.start();
            stage.broker().getBrokerService().addNetworkConnector(here);
            here.start();
            crosses(peer, stage.broker(), "THERE");
            crosses(stage.broker(), peer, "HERE");
          });
      here.stop();
      there.stop();
    }
  }

  private static void crosses(GatedBroker from, GatedBroker to, String queue) throws Exception {
    try (OpenWire sender = OpenWire.connect(from, "admin");
        OpenWire receiver = OpenWire.connect(to, "admin")) {
      MessageConsumer consumer = receiver.consumer(queue);
      sender.send(queue, Stage.ENCRYPTED);
      assertThat(OpenWire.receive(consumer)).isEqualTo(Stage.ENCRYPTED);
    }
  }
}
