package io.portcullis.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.broker.jmx.PortcullisViewMBean;
import io.portcullis.testing.FreePorts;
import io.portcullis.testing.ProtocolClient;
import io.portcullis.testing.ProtocolClient.Way;
import io.portcullis.testing.WatchedBroker;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import org.apache.activemq.broker.jmx.BrokerViewMBean;
import org.apache.activemq.broker.jmx.ConnectorViewMBean;

/** Connectors that come and go over JMX. */
final class Connectors {

  private static final String BROKER = "org.apache.activemq:type=Broker,brokerName=soak";

  private final BrokerViewMBean broker;
  private final PortcullisViewMBean gate;
  private final ConnectorViewMBean spare;
  private final int sparePort;
  private long refusals;
  private int removed;

  Connectors(WatchedBroker process, int sparePort) throws Exception {
    this.sparePort = sparePort;
    this.broker = process.mbean(BROKER, BrokerViewMBean.class);
    this.gate = gate(process);
    this.spare =
        process.mbean(
            BROKER + ",connector=clientConnectors,connectorName=spare", ConnectorViewMBean.class);
  }

  static PortcullisViewMBean gate(WatchedBroker process) throws Exception {
    return process.mbean(BROKER + ",service=Portcullis", PortcullisViewMBean.class);
  }

  /** How many refusals one addition is, while nobody else is refused. */
  long refusalsOfAnAddition() throws Exception {
    long before = gate.getRefusedCount();
    add();
    return gate.getRefusedCount() - before;
  }

  /** A connector that nobody may add, and that does not stay. */
  void add() throws Exception {
    int port = FreePorts.next();
    assertThatThrownBy(() -> broker.addConnector("tcp://127.0.0.1:" + port))
        .hasStackTraceContaining("[require-tls] connector");
    refusals++;
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
        .isInstanceOf(ConnectException.class);
  }

  /** A connector that stops and starts, and lets clients in again. */
  void restart() throws Exception {
    spare.stop();
    spare.start();
    ProtocolClient.connect(Way.OPENWIRE, sparePort, "admin").close();
  }

  /** A connector that goes, while there is one. */
  void remove() throws Exception {
    if (removed < SoakedBroker.REMOVED_COUNT) {
      String name = SoakedBroker.REMOVED + removed++;
      assertThat(broker.removeConnector(name)).isTrue();
      assertThat(broker.getTransportConnectors()).doesNotContainKey(name);
    }
  }

  /** How many were not added. */
  long additions() {
    return refusals;
  }

  /** Connections that are open now. */
  int connections() {
    return broker.getCurrentConnectionsCount();
  }
}
