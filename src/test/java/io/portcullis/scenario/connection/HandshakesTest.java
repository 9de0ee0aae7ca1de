package io.portcullis.scenario.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.broker.jmx.PortcullisViewMBean;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Line;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.Schemes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.apache.activemq.broker.TransportConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that never speak TLS are counted, and are no violations. */
class HandshakesTest {

  private static final int TIMEOUT_MILLIS = 10_000;

  private static GatedBroker broker;
  private static PortcullisViewMBean view;

  @BeforeAll
  static void start() throws Exception {
    broker = GatedBroker.listening(Schemes.TLS).started();
    view = broker.view();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @ParameterizedTest
  @FieldSource("io.portcullis.testing.Schemes#TLS_OVER_SOCKETS")
  void eachIsCountedOnceAndNothingElseIs(String scheme) throws Exception {
    long before = view.getFailedHandshakeCount();
    long violations = view.getRefusedCount() + view.getReportedCount();
    connected(scheme).close();
    await().until(() -> view.getFailedHandshakeCount() == before + 1);
    try (Socket browser = connected(scheme)) {
      browser.getOutputStream().write(ascii("GET / HTTP/1.1\r\nHost: broker\r\n\r\n"));
      await().until(() -> view.getFailedHandshakeCount() == before + 2);
    }
    try (SSLSocket client = secure(scheme)) {
      client.startHandshake();
    }
    distrust(scheme);

    await().until(() -> view.getFailedHandshakeCount() == before + 3);
    assertThat(view.getRefusedCount() + view.getReportedCount()).isEqualTo(violations);
    assertThat(view.getFailedLogins().size()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ssl",
        "nio+ssl",
        "auto+ssl",
        "auto+nio+ssl",
        "amqp+ssl",
        "mqtt+nio+ssl",
        "stomp+ssl"
      })
  void oneThatIsResetIsCounted(String scheme) throws Exception {
    long before = view.getFailedHandshakeCount();

    reset(scheme);

    await().until(() -> view.getFailedHandshakeCount() == before + 1);
  }

  /** Jetty keeps it to itself, log and all. */
  @Test
  void overWebSocketNobodySeesThem() throws Exception {
    long before = view.getFailedHandshakeCount();

    connected("wss").close();
    connected("ssl").close();

    await().until(() -> view.getFailedHandshakeCount() > before);
    assertThat(view.getFailedHandshakeCount()).isEqualTo(before + 1);
  }

  @Test
  void aClientThatComesAndGoesIsNone() throws Exception {
    long before = view.getFailedHandshakeCount();

    OpenWire.connect(broker, "admin").close();
    connected("ssl").close();

    await().until(() -> view.getFailedHandshakeCount() > before);
    assertThat(view.getFailedHandshakeCount()).isEqualTo(before + 1);
  }

  /** Without the gate, a broker with JMX keeps such a connection, and three threads, for ever. */
  @ParameterizedTest
  @ValueSource(strings = {"ssl", "nio+ssl", "amqp+nio+ssl", "mqtt+nio+ssl", "stomp+nio+ssl"})
  void oneThatSaysNothingIsEndedAndCounted(String scheme) throws Exception {
    Line.assumeSpoken(scheme);
    try (GatedBroker listening =
        GatedBroker.create()
            .connector(
                "impatient", scheme + "://127.0.0.1:0?transport.connectAttemptTimeout=200")) {
      listening.start();
      try (Socket silent =
          new Socket(InetAddress.getLoopbackAddress(), listening.port("impatient"))) {
        silent.setSoTimeout(TIMEOUT_MILLIS);
        assertThat(silent.getInputStream().readAllBytes()).hasSizeLessThan(100);

        PortcullisViewMBean gate = listening.view();
        await().until(() -> gate.getFailedHandshakeCount() == 1);
        await().until(() -> impatient(listening).getConnections().isEmpty());
      }
    }
  }

  private static TransportConnector impatient(GatedBroker listening) {
    return listening.getBrokerService().getConnectorByName("impatient");
  }

  private static Socket connected(String scheme) throws Exception {
    return new Socket(InetAddress.getLoopbackAddress(), broker.port(scheme));
  }

  private static void reset(String scheme) throws Exception {
    Socket socket = connected(scheme);
    socket.setSoLinger(true, 0);
    socket.close();
  }

  private static SSLSocket secure(String scheme) throws Exception {
    return (SSLSocket)
        GatedBroker.clientContext()
            .getSocketFactory()
            .createSocket(InetAddress.getLoopbackAddress(), broker.port(scheme));
  }

  /** A client that does not know the broker's authority says so in the handshake. */
  private static void distrust(String scheme) throws Exception {
    try (Socket client =
        SSLSocketFactory.getDefault()
            .createSocket(InetAddress.getLoopbackAddress(), broker.port(scheme))) {
      ((SSLSocket) client).setEnabledProtocols(new String[] {"TLSv1.2"});
      ((SSLSocket) client).startHandshake();
    } catch (IOException e) {
      return;
    }
    throw new IllegalStateException("trusted");
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
