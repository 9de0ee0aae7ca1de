package io.portcullis.scenario.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.LoggedLines;
import io.portcullis.testing.OpenWire;
import jakarta.jms.MessageConsumer;
import jakarta.jms.TemporaryQueue;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.apache.activemq.advisory.AdvisorySupport;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.broker.TransportConnector;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ActiveMQTempQueue;
import org.apache.activemq.command.ActiveMQTopic;
import org.apache.activemq.command.ConnectionId;
import org.apache.activemq.command.ConsumerId;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.command.DataStructure;
import org.apache.activemq.command.DestinationInfo;
import org.apache.activemq.command.MessageId;
import org.apache.activemq.command.ProducerInfo;
import org.apache.activemq.command.SessionId;
import org.apache.activemq.network.DiscoveryNetworkConnector;
import org.apache.activemq.state.ProducerState;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A peer that asks this broker's bridge for what its network connector does not include. */
class BridgeDemandTest {

  private static final byte[] ENCRYPTED =
      Ciphertexts.encrypt("account 4711".getBytes(StandardCharsets.UTF_8));
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private GatedBroker broker;
  private GatedBroker peer;
  private DiscoveryNetworkConnector connector;
  private AuditLines audit;
  private long sent;

  @BeforeEach
  void start() throws Exception {
    broker = GatedBroker.listening("ssl").started();
    peer = GatedBroker.listening("ssl").withoutGate().started();
    audit = AuditLines.capture();
    connector =
        new DiscoveryNetworkConnector(
            new URI(
                "static:(ssl://localhost:%d)?initialReconnectDelay=100"
                    .formatted(peer.port("ssl"))));
    connector.setName("outward");
    connector.setUserName("bridge");
    connector.setPassword(GatedBroker.PASSWORD);
    connector.addDynamicallyIncludedDestination(new ActiveMQQueue("OPEN.>"));
    connector.addExcludedDestination(new ActiveMQQueue("OPEN.CLOSED"));
    broker.getBrokerService().addNetworkConnector(connector);
    connector.start();
    await().atMost(PATIENCE).until(() -> connector.activeBridges().size() == 1);
    sees(new ActiveMQQueue("OPEN.FIRST"));
  }

  @AfterEach
  void stop() {
    audit.close();
    broker.close();
    peer.close();
  }

  /** The peer has what an operator there can make it say. */
  private void says(String advisory, DataStructure what) throws Exception {
    ActiveMQMessage message = new ActiveMQMessage();
    message.setDestination(new ActiveMQTopic(advisory));
    message.setMessageId(new MessageId("hostile-1-1-1-1:1:1:1:" + ++sent));
    message.setProducerId(message.getMessageId().getProducerId());
    message.setDataStructure(what);
    message.setType(AdvisorySupport.ADIVSORY_MESSAGE_TYPE);
    message.setPersistent(false);
    ConnectionContext context = peer.getBrokerService().getAdminConnectionContext();
    ProducerBrokerExchange exchange = new ProducerBrokerExchange();
    exchange.setConnectionContext(context);
    exchange.setMutable(true);
    exchange.setProducerState(new ProducerState(new ProducerInfo()));
    peer.getBrokerService().getRegionBroker().send(exchange, message);
  }

  private ConsumerInfo consumer(ActiveMQDestination destination) {
    ConsumerInfo info =
        new ConsumerInfo(new ConsumerId(new SessionId(new ConnectionId("hostile"), 1), ++sent));
    info.setDestination(destination);
    return info;
  }

  private void wants(ActiveMQDestination destination) throws Exception {
    says("ActiveMQ.Advisory.Consumer.Queue.OPEN.ANY", consumer(destination));
  }

  private static DestinationInfo removal(ActiveMQDestination destination) {
    return new DestinationInfo(
        new ConnectionId("hostile"), DestinationInfo.REMOVE_OPERATION_TYPE, destination);
  }

  private boolean isRead(ActiveMQDestination destination) throws Exception {
    return broker.getBrokerService().getRegionBroker().getDestinations(destination).stream()
        .anyMatch(found -> !found.getConsumers().isEmpty());
  }

  /** What the bridge heard before it has been dealt with when this returns. */
  private void sees(ActiveMQQueue included) throws Exception {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              wants(included);
              return isRead(included);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "OPEN.A,SECRET",
        "OPEN.A,topic://SECRET",
        "*.>",
        "*.SECRET",
        "OPEN.A,>",
        "OPEN.CLOSED",
        "OPEN.CLOSED,OPEN.A",
        "OPEN.*",
        "SECRET"
      })
  void aConsumerOfMoreThanIsIncludedGetsNothing(String name) throws Exception {
    for (String queue : new String[] {"SECRET", "OPEN.CLOSED", "OPEN.A", "SOME.SECRET"}) {
      try (OpenWire here = OpenWire.connect(broker, "admin")) {
        here.send(queue, ENCRYPTED);
      }
    }

    wants(ActiveMQDestination.createDestination(name, ActiveMQDestination.QUEUE_TYPE));
    sees(new ActiveMQQueue("OPEN.LAST"));

    for (String queue : new String[] {"SECRET", "OPEN.CLOSED", "SOME.SECRET"}) {
      assertThat(isRead(new ActiveMQQueue(queue))).as(queue).isFalse();
      assertThat(broker.queue(queue).getQueueSize()).as(queue).isEqualTo(1);
    }
    if (!name.equals("SECRET") && !name.equals("OPEN.CLOSED")) {
      assertThat(audit.rules("connection")).containsExactly("refuse-unvetted-link");
    }
    assertThat(connector.activeBridges()).hasSize(1);
  }

  @Test
  void aPeerRemovesNoQueue() throws Exception {
    try (OpenWire here = OpenWire.connect(broker, "admin")) {
      here.send("KEPT", ENCRYPTED);
    }

    says("ActiveMQ.Advisory.TempQueue", removal(new ActiveMQQueue("KEPT")));
    sees(new ActiveMQQueue("OPEN.LAST"));

    assertThat(broker.queue("KEPT").getQueueSize()).isEqualTo(1);
    assertThat(audit.found())
        .anySatisfy(
            found ->
                assertThat(found)
                    .startsWith("network connector \"outward\" to ")
                    .endsWith(
                        "its peer wants it to remove queue://KEPT, which it does not include"));
    assertThat(connector.activeBridges()).hasSize(1);
  }

  @Test
  void aPeerRemovesNoTemporaryQueueThatItsBridgeDidNotMake() throws Exception {
    try (OpenWire here = OpenWire.connect(broker, "user")) {
      TemporaryQueue own = here.session().createTemporaryQueue();
      ActiveMQDestination name = (ActiveMQDestination) own;

      says(
          "ActiveMQ.Advisory.TempQueue",
          new DestinationInfo(
              new ConnectionId("hostile"), DestinationInfo.ADD_OPERATION_TYPE, copy(name)));
      says("ActiveMQ.Advisory.TempQueue", removal(copy(name)));
      await()
          .atMost(PATIENCE)
          .until(() -> audit.rules("connection").contains("require-authorization"));

      MessageConsumer consumer = here.session().createConsumer(own);
      here.session().createProducer(own).send(here.bytes(ENCRYPTED));
      assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
    }
  }

  private static ActiveMQDestination copy(ActiveMQDestination name) {
    return new ActiveMQTempQueue(name.getPhysicalName());
  }

  @Test
  void aBridgeRemovesTheCopyThatItMade() throws Exception {
    ActiveMQTempQueue copy = new ActiveMQTempQueue("ID:somewhere-1-1:1:1");
    says(
        "ActiveMQ.Advisory.TempQueue",
        new DestinationInfo(
            new ConnectionId("hostile"),
            DestinationInfo.ADD_OPERATION_TYPE,
            new ActiveMQTempQueue(copy.getPhysicalName())));
    await().atMost(PATIENCE).until(() -> exists(copy));

    says("ActiveMQ.Advisory.TempQueue", removal(new ActiveMQTempQueue(copy.getPhysicalName())));

    await().atMost(PATIENCE).until(() -> !exists(copy));
    assertThat(audit.lines()).isEmpty();
  }

  private boolean exists(ActiveMQDestination destination) throws Exception {
    return broker
        .getBrokerService()
        .getRegionBroker()
        .getDestinationMap(destination)
        .containsKey(destination);
  }

  @Test
  void onlyReportedItHappensAsWithoutTheGate() throws Exception {
    broker.close();
    broker = GatedBroker.listening("ssl").with(gate -> gate.setMode("REPORT_ONLY")).started();
    broker.getBrokerService().addNetworkConnector(connector);
    connector.stop();
    connector.start();
    await().atMost(PATIENCE).until(() -> connector.activeBridges().size() == 1);
    try (OpenWire here = OpenWire.connect(broker, "admin")) {
      here.create("GONE");
    }
    sees(new ActiveMQQueue("OPEN.LAST"));

    says("ActiveMQ.Advisory.TempQueue", removal(new ActiveMQQueue("GONE")));

    await().atMost(PATIENCE).until(() -> !exists(new ActiveMQQueue("GONE")));
    assertThat(audit.rules("connection")).contains("refuse-unvetted-link");
  }

  @Test
  void aPeersNameWritesNoLineOfTheLog() throws Exception {
    connector.stop();
    TransportConnector door = peer.getBrokerService().getConnectorByName("ssl");
    door.getBrokerInfo().setBrokerName("x\nFORGED line");
    try (LoggedLines log = LoggedLines.of("org.apache.activemq")) {
      connector.start();

      await()
          .atMost(PATIENCE)
          .until(() -> audit.rules("connection").contains("refuse-unvetted-link"));
      assertThat(log.lines()).noneMatch(line -> line.contains("FORGED"));
      assertThat(audit.found())
          .anySatisfy(
              found ->
                  assertThat(found)
                      .endsWith("its peer calls itself by a broker name with control characters"));
      connector.stop();
    }
  }
}
