package io.portcullis.broker.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Line;
import io.portcullis.testing.NotOn;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.RawPeer;
import io.portcullis.testing.WebSocketUpgrade;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.command.KeepAliveInfo;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections on which nobody logs in, on every TLS transport. */
class LoginDeadlineIT {

  private static final int PATIENCE_MILLIS = 20_000;

  private AuditLines audit;

  @BeforeEach
  void hurry() {
    LoginDeadline.limit = Duration.ofSeconds(2);
    audit = AuditLines.capture();
  }

  @AfterEach
  void stop() {
    audit.close();
    LoginDeadline.reset();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssl", "nio+ssl", "amqp+ssl", "mqtt+ssl", "stomp+ssl", "stomp+nio+ssl"})
  void whoeverSaysNothingIsEnded(String scheme) throws Exception {
    try (GatedBroker broker = GatedBroker.listening(scheme).started();
        Socket silent = tls(broker.port(scheme))) {
      assertThat(isEnded(silent)).isTrue();
    }
    assertIsSaidOnce();
  }

  @Test
  void whoeverDoesNotShakeHandsIsEnded() throws Exception {
    try (GatedBroker broker = GatedBroker.listening("ssl").started();
        Socket silent = new Socket(InetAddress.getLoopbackAddress(), broker.port("ssl"))) {
      silent.setSoTimeout(PATIENCE_MILLIS);

      assertThat(isEnded(silent)).isTrue();
    }
    assertIsSaidOnce();
  }

  @Test
  @NotOn(value = Line.V6_3, because = "there is no module for WebSocket of 6.3")
  void whoeverSaysNothingOverAWebSocketIsEnded() throws Exception {
    try (GatedBroker broker = GatedBroker.listening("wss").started();
        Socket silent = tls(broker.port("wss"))) {
      silent.getOutputStream().write(WebSocketUpgrade.request());

      assertThat(isEnded(silent)).isTrue();
    }
    assertIsSaidOnce();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssl", "nio+ssl", "auto+nio+ssl", "auto+ssl"})
  void keepAlivesKeepNobodyAlive(String scheme) throws Exception {
    try (GatedBroker broker = GatedBroker.listening(scheme).started();
        RawPeer peer = RawPeer.connect(broker, scheme)) {
      await()
          .atMost(Duration.ofMillis(PATIENCE_MILLIS))
          .until(
              () -> {
                trySending(peer);
                return peer.hasEnded();
              });
    }
    assertIsSaidOnce();
  }

  private static void trySending(RawPeer peer) {
    try {
      peer.send(new KeepAliveInfo());
    } catch (IOException e) {
      // The broker has ended it.
    }
  }

  @Test
  void whoeverIsLoggedInStaysAndWhoeverLogsOutDoesNot() throws Exception {
    try (GatedBroker broker = GatedBroker.listening("ssl").started();
        OpenWire client = OpenWire.connect(broker, "admin");
        RawPeer peer = RawPeer.connect(broker, "ssl")) {
      ConnectionInfo login = RawPeer.login("admin");
      peer.ask(login);
      peer.ask(login.createRemoveCommand());

      assertThat(peer.isEnded()).isTrue();
      assertThat(client.connection().isTransportFailed()).isFalse();
      client.create("STILL.THERE");
    }
    assertIsSaidOnce();
  }

  @Test
  void whereNothingIsRefusedItIsReportedOnce() throws Exception {
    try (GatedBroker broker =
            GatedBroker.listening("ssl").with(gate -> gate.setMode("REPORT_ONLY")).started();
        RawPeer peer = RawPeer.connect(broker, "ssl")) {
      await().atMost(Duration.ofMillis(PATIENCE_MILLIS)).untilAsserted(this::assertIsSaidOnce);

      assertThat(peer.ask(RawPeer.login("admin")).isException()).isFalse();
    }
  }

  private void assertIsSaidOnce() {
    assertThat(audit.found().stream().filter(found -> found.contains("did not log in")))
        .singleElement()
        .asString()
        .startsWith("client ")
        .endsWith("it did not log in within 2 s");
  }

  private static Socket tls(int port) throws IOException {
    Socket socket =
        GatedBroker.clientContext()
            .getSocketFactory()
            .createSocket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
    ((javax.net.ssl.SSLSocket) socket).startHandshake();
    return socket;
  }

  /** Reads whatever comes until the end. */
  private static boolean isEnded(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    try {
      while (in.read() >= 0) {
        // The broker's own greeting.
      }
      return true;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (SocketException | javax.net.ssl.SSLException e) {
      return true;
    }
  }
}
