package io.portcullis.scenario.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Knocks;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerFilter;
import org.apache.activemq.broker.BrokerRegistry;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.jmx.BrokerViewMBean;
import org.apache.activemq.command.ConnectionControl;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.command.DiscoveryEvent;
import org.apache.activemq.network.DiscoveryNetworkConnector;
import org.apache.activemq.network.NetworkConnector;
import org.apache.activemq.transport.discovery.DiscoveryAgent;
import org.apache.activemq.transport.discovery.DiscoveryListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Network connectors that somebody adds to a running broker, judged before they reach anybody. */
class NetworkConnectorsAtRunTimeTest {

  private static final Duration LONG_ENOUGH = Duration.ofMillis(1_500);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private GatedBroker broker;
  private AuditLines audit;

  @BeforeEach
  void start() throws Exception {
    broker = GatedBroker.listening("ssl").started();
    audit = AuditLines.capture();
  }

  @AfterEach
  void stop() {
    audit.close();
    broker.close();
  }

  /** A file for Spring that makes another file. */
  private Path maker() throws IOException {
    return Files.writeString(
        folder.resolve("maker.xml"),
        """
        <beans xmlns="http://www.springframework.org/schema/beans"
            xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
            xsi:schemaLocation="http://www.springframework.org/schema/beans
                http://www.springframework.org/schema/beans/spring-beans.xsd">
          <bean id="made" class="java.io.FileOutputStream">
            <constructor-arg type="java.lang.String" value="%s"/>
          </bean>
        </beans>
        """
            .formatted(folder.resolve("made")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "static:(vm://made?brokerConfig=xbean:file:FILE)",
        "static:(vm://made?create=false&brokerConfig=xbean:file:FILE)",
        "static:(vm://made?%62rokerConfig=xbean:file:FILE)",
        "static:(vm://made?create=false&async=?brokerConfig=xbean:file:FILE)",
        "static:(vm://made?create=false&async=true%26create=true%26brokerConfig=xbean:file:FILE)",
        "static:(failover:(vm://made?create=false)?n%65sted.create=true&n%65sted.brokerConfig=xbean:file:FILE&priorityURIs=())",
        "static:(vm://made?create=false)?discovered.brokerConfig=xbean:file:FILE",
        "static:(failover:(vm://made?create=false)?nested.brokerConfig=xbean:file:FILE)",
        "static:(failover:(vm://made?create=false&create=true))",
        "masterslave:(ssl://localhost:1,vm://made?brokerConfig=xbean:file:FILE)",
        "static:(vm:(broker:(vm://made)?brokerName=made&persistent=false))",
        "static:(vm://made?broker.persistent=false)",
        "static:(peer://made/made)",
        "static:(failover:(ssl://localhost:1)?updateURIsURL=file:FILE)",
      })
  void oneThatMakesABrokerMakesNothing(String uri) throws Exception {
    URI full = new URI(uri.replace("FILE", maker().toString()));

    assertThatThrownBy(() -> broker.getBrokerService().addNetworkConnector(full).start())
        .isExactlyInstanceOf(SecurityException.class)
        .hasMessageContaining("network connector \"NC\" (");

    assertThat(broker.getBrokerService().getNetworkConnectors()).isEmpty();
    assertThat(folder.resolve("made")).doesNotExist();
    assertThat(BrokerRegistry.getInstance().lookup("made")).isNull();
    assertThat(audit.rules("connection")).containsAnyOf("refuse-unvetted-link", "require-tls");
  }

  @Test
  void oneThatIsRefusedReachesNobodyHoweverItIsStarted() throws Exception {
    NetworkConnector held =
        new DiscoveryNetworkConnector(
            new URI("static:(vm://made?brokerConfig=xbean:file:%s)".formatted(maker())));

    assertThatThrownBy(() -> broker.getBrokerService().addNetworkConnector(held))
        .isExactlyInstanceOf(SecurityException.class);
    held.start();

    assertThat(held.activeBridges()).isEmpty();
    assertThat(folder.resolve("made")).doesNotExist();
    held.stop();
  }

  @Test
  void whoAddsOneThroughJmxIsToldWhyAndNothingIsDialled() throws Exception {
    try (ServerSocket elsewhere = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      BrokerViewMBean view = broker.mbean("", BrokerViewMBean.class);
      String uri = "static:(tcp://127.0.0.1:%d)".formatted(elsewhere.getLocalPort());

      assertThatThrownBy(() -> view.addNetworkConnector(uri))
          .isExactlyInstanceOf(SecurityException.class)
          .hasMessage(
              "[require-tls] network connector \"NC\" (static:(tcp://127.0.0.1:%d)): scheme tcp"
                      .formatted(elsewhere.getLocalPort())
                  + " carries no TLS; write ssl:// for tcp:// in its uri, where the remote broker has such a"
                  + " connector");

      assertThat(Knocks.at(elsewhere, LONG_ENOUGH)).isFalse();
      assertThat(broker.getBrokerService().getNetworkConnectors()).isEmpty();
      assertThat(audit.lines())
          .extracting(line -> AuditLines.field(line, "rule"))
          .containsExactly("secure-management", "require-tls");
    }
  }

  @Test
  void oneThatIsOnlyReportedIsMade() throws Exception {
    broker.close();
    broker = GatedBroker.listening("ssl").with(gate -> gate.setMode("REPORT_ONLY")).started();
    try (ServerSocket elsewhere = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String uri = "static:(tcp://127.0.0.1:%d)".formatted(elsewhere.getLocalPort());

      broker.mbean("", BrokerViewMBean.class).addNetworkConnector(uri);

      assertThat(Knocks.at(elsewhere, LONG_ENOUGH)).isTrue();
      assertThat(audit.rules("connection")).contains("require-tls");
    }
  }

  /** A discovery agent hears of brokers from the network. */
  @ParameterizedTest
  @ValueSource(
      strings = {"vm://made?brokerConfig=xbean:file:FILE", "vm://made", "tcp://127.0.0.1:PORT"})
  void whatIsDiscoveredIsJudgedTheSame(String discovered) throws Exception {
    try (ServerSocket elsewhere = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      DiscoveryNetworkConnector connector =
          new DiscoveryNetworkConnector(new URI("static:(ssl://localhost:1)"));
      connector.setName("finder");
      connector.setDiscoveryAgent(
          new Announced(
              discovered
                  .replace("FILE", maker().toString())
                  .replace("PORT", Integer.toString(elsewhere.getLocalPort()))));

      broker.getBrokerService().addNetworkConnector(connector).start();

      assertThat(Knocks.at(elsewhere, LONG_ENOUGH)).isFalse();
      assertThat(folder.resolve("made")).doesNotExist();
      assertThat(BrokerRegistry.getInstance().lookup("made")).isNull();
      assertThat(connector.activeBridges()).isEmpty();
      assertThat(audit.found())
          .anySatisfy(found -> assertThat(found).startsWith("network connector \"finder\" ("));
      connector.stop();
    }
  }

  /** Each is another thing, if only by its port. */
  @Test
  void eachThatIsDiscoveredHasALine() throws Exception {
    DiscoveryNetworkConnector connector =
        new DiscoveryNetworkConnector(new URI("static:(ssl://localhost:1)"));
    connector.setName("finder");
    connector.setDiscoveryAgent(
        new Announced("tcp://127.0.0.1:1", "tcp://127.0.0.1:2", "tcp://127.0.0.1:2"));

    broker.getBrokerService().addNetworkConnector(connector).start();

    assertThat(audit.lines())
        .filteredOn(line -> line.contains("finder"))
        .extracting(line -> AuditLines.field(line, "remoteAddress"))
        .containsExactly("tcp://127.0.0.1:1", "tcp://127.0.0.1:2");
    connector.stop();
  }

  private static final class Announced implements DiscoveryAgent {
    private final List<String> uris;
    private DiscoveryListener listener;

    Announced(String... uris) {
      this.uris = List.of(uris);
    }

    @Override
    public void setDiscoveryListener(DiscoveryListener listener) {
      this.listener = listener;
    }

    @Override
    public void registerService(String name) {}

    @Override
    public void serviceFailed(DiscoveryEvent event) {}

    @Override
    public void start() {
      uris.forEach(uri -> listener.onServiceAdd(new DiscoveryEvent(uri)));
    }

    @Override
    public void stop() {}
  }

  /** A peer tells those that fail over where else to connect. */
  @ParameterizedTest
  @ValueSource(strings = {"reconnectTo", "connectedBrokers"})
  void aPeerSendsNobodyElsewhere(String how) throws Exception {
    CountDownLatch told = new CountDownLatch(1);
    try (ServerSocket elsewhere = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        GatedBroker peer =
            GatedBroker.listening("ssl")
                .withoutGate()
                .withPlugin(
                    next -> sending(next, how, "tcp://127.0.0.1:" + elsewhere.getLocalPort(), told))
                .started()) {
      DiscoveryNetworkConnector connector =
          new DiscoveryNetworkConnector(
              new URI("static:(failover:(ssl://localhost:%d))".formatted(peer.port("ssl"))));
      connector.setUserName("bridge");
      connector.setPassword(GatedBroker.PASSWORD);
      broker.getBrokerService().addNetworkConnector(connector).start();
      assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
      await().atMost(PATIENCE).until(() -> connector.activeBridges().size() == 1);

      assertThat(Knocks.at(elsewhere, LONG_ENOUGH)).isFalse();
      connector.stop();
    }
  }

  private static Broker sending(Broker next, String how, String uri, CountDownLatch told) {
    return new BrokerFilter(next) {
      @Override
      public void addConnection(ConnectionContext context, ConnectionInfo info) throws Exception {
        super.addConnection(context, info);
        if (!String.valueOf(info.getUserName()).equals("bridge")) {
          return;
        }
        ConnectionControl control = new ConnectionControl();
        if (how.equals("reconnectTo")) {
          control.setReconnectTo(uri);
        } else {
          control.setConnectedBrokers(uri);
          control.setRebalanceConnection(true);
        }
        context.getConnection().dispatchAsync(control);
        told.countDown();
      }
    };
  }
}
