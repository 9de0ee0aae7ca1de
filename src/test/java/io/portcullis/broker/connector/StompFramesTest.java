package io.portcullis.broker.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.portcullis.enforce.Enforcer;
import io.portcullis.rule.PeerFacts;
import io.portcullis.testing.AuditLines;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Clock;
import java.util.Optional;
import org.apache.activemq.transport.MutexTransport;
import org.apache.activemq.transport.Transport;
import org.apache.activemq.transport.stomp.StompWireFormat;
import org.apache.activemq.transport.tcp.TcpTransport;
import org.apache.activemq.wireformat.WireFormat;
import org.junit.jupiter.api.Test;

/** What STOMP reads before a login, on transports of others. */
class StompFramesTest {

  /** As a later line of ActiveMQ, or somebody else, may have one. */
  private static final class OtherTransport extends TcpTransport {
    OtherTransport(WireFormat format, Socket socket) throws Exception {
      super(format, socket);
    }
  }

  private interface Maker {
    Transport make(WireFormat format, Socket socket) throws Exception;
  }

  private static Throwable accept(Maker maker) throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket accepted = server.accept()) {
      assertThat(client.isConnected()).isTrue();
      Transport transport = maker.make(new StompWireFormat(), accepted);
      PeerFacts peer = new PeerFacts("stomp", "tcp://127.0.0.1:9", Optional.empty(), false);
      return catchThrowable(
          () -> {
            FrameLimit unused = FrameLimit.of(transport, peer, Enforcer.alone(Clock.systemUTC()));
          });
    }
  }

  @Test
  void anUnknownTransportIsRefused() throws Exception {
    try (AuditLines audit = AuditLines.capture()) {
      Throwable refusal =
          accept((format, socket) -> new MutexTransport(new OtherTransport(format, socket)));

      assertThat(refusal)
          .isExactlyInstanceOf(SecurityException.class)
          .hasMessage(
              "[require-authentication] client tcp://127.0.0.1:9 on connector \"stomp\": nothing"
                  + " bounds what its transport %s reads before the login; use a transport of"
                  + " ActiveMQ's, such as stomp+ssl or stomp+nio+ssl",
              OtherTransport.class.getName());
      assertThat(audit.lines()).singleElement().asString().contains("transport-unbounded");
    }
  }

  @Test
  void soIsOneThatStandsWhereNoneCanBeReplaced() throws Exception {
    assertThat(accept(OtherTransport::new)).isExactlyInstanceOf(SecurityException.class);
  }

  @Test
  void activeMqsIsNot() throws Exception {
    assertThat(accept((format, socket) -> new MutexTransport(new TcpTransport(format, socket))))
        .isNull();
  }
}
