package io.portcullis.scenario.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.portcullis.broker.jmx.PortcullisViewMBean;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.FreePorts;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import org.apache.activemq.broker.TransportConnector;
import org.apache.activemq.broker.jmx.BrokerViewMBean;
import org.apache.activemq.broker.jmx.ConnectorViewMBean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connectors that come, go and come back while the broker runs. */
class ConnectorsAtRunTimeTest {

  private GatedBroker broker;

  @BeforeEach
  void start() throws Exception {
    broker = GatedBroker.listening("ssl").started();
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"tcp", "auto+nio", "stomp", "mqtt", "amqp", "ws", "ssl", "nio+ssl"})
  void aConnectorAddedThroughJmxDoesNotStart(String scheme) throws Exception {
    int port = FreePorts.next();
    BrokerViewMBean view = broker.mbean("", BrokerViewMBean.class);

    assertThatThrownBy(() -> view.addConnector("%s://127.0.0.1:%d".formatted(scheme, port)))
        .hasStackTraceContaining(
            scheme.contains("ssl")
                ? "its port was bound from a URI before Portcullis could"
                : "[require-tls] connector");

    assertThat(catchThrowable(() -> new Socket(InetAddress.getLoopbackAddress(), port).close()))
        .isInstanceOf(ConnectException.class);
    assertThat(view.getTransportConnectors()).containsOnlyKeys("ssl");
  }

  @Test
  void whereThatOnlyReportsNoPlainConnectionIsLetIn() throws Exception {
    try (GatedBroker lenient =
        GatedBroker.create()
            .with(gate -> gate.setReportOnly("refuse-unvetted-link"))
            .withService(service -> service.setUseJmx(false))
            .started()) {
      var connector = lenient.getBrokerService().addConnector("tcp://127.0.0.1:0");

      assertThatThrownBy(() -> lenient.getBrokerService().startTransportConnector(connector))
          .isInstanceOf(SecurityException.class)
          .hasMessageStartingWith("[require-tls]");
    }
  }

  @Test
  void aConnectorAddedInCodeIsJudgedAndGuarded() throws Exception {
    try (GatedBroker plain =
        GatedBroker.create().withService(service -> service.setUseJmx(false)).started()) {
      plain.connector("late", "tcp://127.0.0.1:0?wireFormat.maxFrameSize=1000000");
      TransportConnector late = plain.getBrokerService().getConnectorByName("late");

      assertThatThrownBy(() -> plain.getBrokerService().startTransportConnector(late))
          .isInstanceOf(SecurityException.class)
          .hasMessageStartingWith("[require-tls] connector \"late\" (tcp://127.0.0.1:0): ");
      assertThat(plain.getBrokerService().getTransportConnectors()).isEmpty();

      plain.listen("ssl");
      plain
          .getBrokerService()
          .startTransportConnector(plain.getBrokerService().getConnectorByName("ssl"));
      try (OpenWire client = OpenWire.connect(plain, "admin")) {
        client.send("queue://LATE", Ciphertexts.encrypt(new byte[1]));
      }
    }
  }

  @Test
  void aConnectorThatIsStoppedAndStartedAgainIsGuardedAgain() throws Exception {
    ConnectorViewMBean connector =
        broker.mbean(",connector=clientConnectors,connectorName=ssl", ConnectorViewMBean.class);
    connector.stop();
    connector.start();

    try (OpenWire client = OpenWire.connect(broker, "admin")) {
      client.send("queue://AGAIN", Ciphertexts.encrypt(new byte[1]));
    }
    assertThat(
            broker.mbean(",service=Portcullis", PortcullisViewMBean.class).getAcceptedBodyCount())
        .isEqualTo(1);
    assertThat(broker.mbean(",service=Portcullis", PortcullisViewMBean.class).getRefusedCount())
        .isZero();
  }
}
