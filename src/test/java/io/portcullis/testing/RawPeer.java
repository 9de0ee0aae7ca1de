package io.portcullis.testing;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.broker.SslContext;
import org.apache.activemq.command.Command;
import org.apache.activemq.command.ConnectionId;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.command.Response;
import org.apache.activemq.transport.DefaultTransportListener;
import org.apache.activemq.transport.Transport;
import org.apache.activemq.transport.TransportFactory;

/** A peer in OpenWire's own commands, which sends what it likes in whatever order. */
public final class RawPeer implements AutoCloseable {

  private static final int TIMEOUT_MILLIS = 20_000;

  private final Transport transport;
  private final List<Object> heard = new CopyOnWriteArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);

  private RawPeer(Transport transport) {
    this.transport = transport;
  }

  /** Connects to a broker's connector, and agrees on the wire format. */
  public static RawPeer connect(GatedBroker broker, String connector) throws Exception {
    SslContext.setCurrentSslContext(GatedBroker.trustingContext());
    RawPeer peer =
        new RawPeer(TransportFactory.connect(new URI("ssl://localhost:" + broker.port(connector))));
    peer.transport.setTransportListener(
        new DefaultTransportListener() {
          @Override
          public void onCommand(Object command) {
            peer.heard.add(command);
          }

          @Override
          public void onException(IOException error) {
            peer.ended.countDown();
          }
        });
    peer.transport.start();
    return peer;
  }

  /** What somebody sends to log in. */
  public static ConnectionInfo login(String user) {
    String id = "raw-" + UUID.randomUUID();
    ConnectionInfo info = new ConnectionInfo(new ConnectionId(id));
    info.setClientId(id);
    info.setUserName(user);
    info.setPassword(GatedBroker.PASSWORD);
    return info;
  }

  /** Sends commands without waiting. */
  public void send(Command... commands) throws IOException {
    for (Command command : commands) {
      transport.oneway(command);
    }
  }

  /** Sends a command, and waits for the answer. */
  public Response ask(Command command) throws IOException {
    return (Response) transport.request(command, TIMEOUT_MILLIS);
  }

  /** What the broker sent that was no answer. */
  public List<Object> heard() {
    return List.copyOf(heard);
  }

  /** Whether the broker ends the connection, sooner or later. */
  public boolean isEnded() throws InterruptedException {
    return ended.await(TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Whether the connection has ended by now. */
  public boolean hasEnded() {
    return ended.getCount() == 0;
  }

  @Override
  public void close() throws IOException {
    try {
      transport.stop();
    } catch (Exception e) {
      throw new IOException(e);
    }
  }
}
