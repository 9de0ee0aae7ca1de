package io.portcullis.scenario.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.enforce.FailedHandshakes;
import io.portcullis.testing.CertifiedClient;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.LoggedLines;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.apache.activemq.broker.TransportConnector;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many connections at once from one address that begin a TLS handshake, or nothing, and stay. */
@Timeout(180)
class AcceptStormTest {

  private static final int CONNECTIONS = 300;

  /** With TLS 1.3 a server has its session as soon as it has answered a ClientHello. */
  private static final int ANSWERED = CONNECTIONS / 3;

  private static final Duration LONG = Duration.ofSeconds(60);

  /** On auto connectors ActiveMQ ends them before there is a connection, and on wss Jetty does. */
  private static final Set<String> COUNTING = Set.of("ssl", "nio+ssl", "mqtt+ssl");

  private static final Set<String> HANDSHAKES = Set.of("startHandshake", "doHandshake");

  @ParameterizedTest
  @ValueSource(strings = {"ssl", "nio+ssl", "auto+nio+ssl", "mqtt+ssl"})
  void realClientsGetInAndTheOthersEnd(String scheme) throws Exception {
    withstand(scheme);
  }

  static void withstand(String scheme) throws Exception {
    List<Socket> storm = new ArrayList<>();
    try (GatedBroker broker = impatient(scheme).started();
        LoggedLines log = LoggedLines.of(FailedHandshakes.class.getName())) {
      int port = broker.port(scheme);
      try {
        begin(storm, port);
        CertifiedClient.login(scheme, port, GatedBroker.trustingContext());

        for (Socket half : storm) {
          awaitEnd(half);
        }

        TransportConnector connector = broker.getBrokerService().getConnectorByName(scheme);
        await().atMost(LONG).until(() -> connector.getConnections().isEmpty());
        await().atMost(LONG).until(AcceptStormTest::nobodyShakesHands);
        CertifiedClient.login(scheme, port, GatedBroker.trustingContext());
        assertThat(broker.view().getFailedHandshakeCount())
            .isEqualTo(COUNTING.contains(scheme) ? CONNECTIONS - ANSWERED : 0);
        assertThat(log.lines().size()).isLessThan(5);
        assertThat(broker.view().getRefusedCount())
            .as("those that tell an auto connector no protocol")
            .isEqualTo(scheme.startsWith("auto") ? CONNECTIONS : 0);
      } finally {
        for (Socket half : storm) {
          half.close();
        }
      }
    }
  }

  /** Threads of the pool stay half a minute, for whoever comes next. */
  private static boolean nobodyShakesHands() {
    return Thread.getAllStackTraces().values().stream()
        .flatMap(Arrays::stream)
        .noneMatch(frame -> HANDSHAKES.contains(frame.getMethodName()));
  }

  private static GatedBroker impatient(String scheme) throws Exception {
    return GatedBroker.create()
        .listen(
            scheme,
            "maximumConnections=1000&transport.connectAttemptTimeout=1500"
                + "&protocolDetectionTimeOut=1500");
  }

  /** A third says nothing, a third a ClientHello and nothing more, and a third half a record. */
  private static void begin(List<Socket> storm, int port) throws Exception {
    byte[] hello = clientHello();
    for (int i = 0; i < CONNECTIONS; i++) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      storm.add(socket);
      if (i % 3 != 0) {
        socket.getOutputStream().write(hello, 0, i % 3 == 1 ? hello.length : hello.length / 2);
      }
    }
  }

  private static byte[] clientHello() throws Exception {
    SSLContext context = GatedBroker.clientContext();
    SSLEngine engine = context.createSSLEngine("localhost", 1);
    engine.setUseClientMode(true);
    ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
    engine.wrap(ByteBuffer.allocate(0), record);
    ByteArrayOutputStream hello = new ByteArrayOutputStream();
    hello.write(record.array(), 0, record.position());
    return hello.toByteArray();
  }

  /** Whatever it is told before, it is told the end. */
  private static void awaitEnd(Socket half) throws IOException {
    half.setSoTimeout((int) LONG.toMillis());
    try {
      half.getInputStream().readAllBytes();
    } catch (SocketException e) {
      // A reset is an end too.
    }
  }
}
