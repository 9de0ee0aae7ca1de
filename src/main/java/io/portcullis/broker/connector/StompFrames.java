package io.portcullis.broker.connector;

import io.portcullis.broker.platform.Transports;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import org.apache.activemq.transport.Transport;
import org.apache.activemq.transport.TransportFilter;
import org.apache.activemq.transport.stomp.StompFrame;
import org.apache.activemq.transport.stomp.StompNIOSSLTransport;
import org.apache.activemq.transport.stomp.StompNIOTransport;
import org.apache.activemq.transport.stomp.StompSslTransportFactory;
import org.apache.activemq.transport.tcp.SslTransport;
import org.apache.activemq.transport.tcp.TcpTransport;

/**
 * Bounds the bytes that a STOMP transport reads before the login. ActiveMQ hardly bounds the
 * headers: on NIO they may have any length until 6.3, elsewhere 1,000 of 10 KiB each. Neither the
 * wire format nor the codec has an option for it. So the gate replaces the accepted transport
 * before it starts with a copy that counts its input. It refuses a transport that it does not know.
 */
final class StompFrames {

  private static final String SECURE_FACTORY = StompSslTransportFactory.class.getName();

  private final Transport accepted;
  private final LoginBytes bytes = new LoginBytes();

  StompFrames(Transport accepted) {
    this.accepted = accepted;
  }

  /**
   * Bounds the input.
   *
   * @throws UnboundedException if the transport is not one of ActiveMQ's, or has changed
   */
  void bound() throws UnboundedException {
    TransportFilter last =
        Transports.innermostFilter(accepted)
            .orElseThrow(() -> new UnboundedException(accepted, null));
    Transport known = last.getNext();
    try {
      Transport counting = counting(known).orElseThrow(() -> new UnboundedException(known, null));
      TransportCopy.copy(known, counting);
      TransportCopy.replaceNext(last, counting);
    } catch (UnboundedException e) {
      throw e;
    } catch (IOException | ReflectiveOperationException | RuntimeException e) {
      throw new UnboundedException(known, e);
    }
  }

  /** Removes the bound. */
  void lift() {
    bytes.lift();
  }

  private Optional<Transport> counting(Transport transport) throws IOException {
    Class<?> type = transport.getClass();
    Socket socket = transport.narrow(Socket.class);
    // ActiveMQ's is one without a name, made by its factory.
    if (SslTransport.class == type.getSuperclass()
        && type.getEnclosingClass() != null
        && type.getEnclosingClass().getName().startsWith(SECURE_FACTORY)) {
      return Optional.of(new Secure((SslTransport) transport, bytes));
    }
    if (type == TcpTransport.class) {
      return Optional.of(new Plain(transport, socket, bytes));
    }
    if (type == StompNIOSSLTransport.class) {
      return Optional.of(new SecureNio(transport, socket, bytes));
    }
    return type == StompNIOTransport.class
        ? Optional.of(new PlainNio(transport, socket, bytes))
        : Optional.empty();
  }

  /** The counting copy of an SSL transport. */
  private static final class Secure extends SslTransport {

    private final LoginBytes bytes;
    private X509Certificate[] certificates;

    Secure(SslTransport like, LoginBytes bytes) throws IOException {
      super(like.getWireFormat(), (SSLSocket) like.narrow(Socket.class), null);
      this.bytes = bytes;
    }

    @Override
    protected Object readCommand() throws IOException {
      return getWireFormat().unmarshal(bytes.of(dataIn));
    }

    /** Reads as ActiveMQ's own transport does. */
    @Override
    public void doConsume(Object command) {
      if (certificates == null) {
        certificates = getPeerCertificates();
      }
      ((StompFrame) command).setTransportContext(certificates);
      super.doConsume(command);
    }
  }

  /** The counting copy of a TCP transport. */
  private static final class Plain extends TcpTransport {

    private final LoginBytes bytes;

    Plain(Transport like, Socket socket, LoginBytes bytes) throws IOException {
      super(like.getWireFormat(), socket);
      this.bytes = bytes;
    }

    @Override
    protected Object readCommand() throws IOException {
      return getWireFormat().unmarshal(bytes.of(dataIn));
    }
  }

  /** The counting copy of an NIO transport with TLS. */
  private static final class SecureNio extends StompNIOSSLTransport {

    private final LoginBytes bytes;

    SecureNio(Transport like, Socket socket, LoginBytes bytes) throws IOException {
      super(like.getWireFormat(), socket);
      this.bytes = bytes;
    }

    @Override
    protected void processCommand(ByteBuffer plain) throws Exception {
      while (plain.hasRemaining() && !bytes.isLifted()) {
        super.processCommand(bytes.next(plain));
      }
      if (plain.hasRemaining()) {
        super.processCommand(plain);
      }
    }
  }

  /** The counting copy of an NIO transport. */
  private static final class PlainNio extends StompNIOTransport {

    private final LoginBytes bytes;

    PlainNio(Transport like, Socket socket, LoginBytes bytes) throws IOException {
      super(like.getWireFormat(), socket);
      this.bytes = bytes;
    }

    /** Handles a filled buffer, and passes on a filled one. */
    @Override
    protected void processBuffer(ByteBuffer buffer, int size) throws Exception {
      if (bytes.isLifted()) {
        super.processBuffer(buffer, size);
        return;
      }
      ByteBuffer read = buffer.duplicate().clear().limit(size);
      while (read.hasRemaining()) {
        ByteBuffer part = bytes.next(read);
        int length = part.remaining();
        super.processBuffer(ByteBuffer.allocate(length).put(part), length);
      }
      buffer.clear();
    }
  }
}
