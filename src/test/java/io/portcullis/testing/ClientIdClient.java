package io.portcullis.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.Session;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSocket;
import org.apache.qpid.jms.JmsConnectionFactory;

/** One connection with a client id of its choice, over any protocol. */
public interface ClientIdClient extends AutoCloseable {

  /** The ways to a broker on which a client chooses its client id. */
  enum Way {
    OPENWIRE("ssl"),
    OPENWIRE_OVER_NIO("nio+ssl"),
    AMQP("amqp+ssl"),
    MQTT("mqtt+ssl"),
    MQTT_OVER_WEBSOCKET("wss"),
    STOMP("stomp+ssl");

    private final String scheme;

    Way(String scheme) {
      this.scheme = scheme;
    }

    /** The connector's scheme, and in tests its name. */
    public String scheme() {
      return scheme;
    }
  }

  /** Connects a user. */
  static ClientIdClient connect(Way way, GatedBroker broker, String user, String clientId)
      throws Exception {
    int port = broker.port(way.scheme());
    return switch (way) {
      case OPENWIRE, OPENWIRE_OVER_NIO -> openWire(port, user, clientId);
      case AMQP -> amqp(port, user, clientId);
      case MQTT -> mqtt(MqttClient.connect(port, user, false, clientId));
      case MQTT_OVER_WEBSOCKET -> mqtt(MqttClient.connect(port, user, true, clientId));
      case STOMP -> new Stomp(port, user, clientId);
    };
  }

  /** Whether nobody has ended it, as far as it knows. */
  boolean isOpen();

  /** Asks the broker for something and waits for the answer. */
  void assertAlive() throws Exception;

  @Override
  void close() throws IOException, JMSException;

  private static ClientIdClient openWire(int port, String user, String clientId) throws Exception {
    OpenWire client =
        OpenWire.connect(
            "ssl://localhost:" + port,
            user,
            GatedBroker.PASSWORD,
            connection -> connection.setClientID(clientId));
    return new Jms(client.connection(), () -> client.connection().isTransportFailed());
  }

  private static ClientIdClient amqp(int port, String user, String clientId) throws Exception {
    JmsConnectionFactory factory = new JmsConnectionFactory("amqps://localhost:" + port);
    factory.setSslContext(GatedBroker.clientContext());
    factory.setClientID(clientId);
    Connection connection = factory.createConnection(user, GatedBroker.PASSWORD);
    AtomicBoolean failed = new AtomicBoolean();
    connection.setExceptionListener(e -> failed.set(true));
    try {
      connection.start();
    } catch (Exception e) {
      connection.close();
      throw e;
    }
    return new Jms(connection, failed::get);
  }

  private static ClientIdClient mqtt(MqttClient client) {
    return new ClientIdClient() {
      @Override
      public boolean isOpen() {
        return client.isOpen();
      }

      @Override
      public void assertAlive() throws Exception {
        client.subscribe("ALIVE");
      }

      @Override
      public void close() {
        client.close();
      }
    };
  }

  /** Whether a connection has failed. */
  interface Failure {
    boolean isThere();
  }

  /** ActiveMQ's client for OpenWire, and Qpid JMS for AMQP. */
  record Jms(Connection connection, Failure failure) implements ClientIdClient {

    @Override
    public boolean isOpen() {
      return !failure.isThere();
    }

    @Override
    public void assertAlive() throws Exception {
      try (Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
        session.createConsumer(session.createTopic("ALIVE")).close();
      }
    }

    @Override
    public void close() throws JMSException {
      connection.close();
    }
  }

  /** STOMP, byte by byte. */
  final class Stomp implements ClientIdClient {

    private static final int TIMEOUT_MILLIS = 20_000;

    private final SSLSocket socket;
    private int receipts;

    private Stomp(int port, String user, String clientId) throws Exception {
      socket =
          (SSLSocket)
              GatedBroker.clientContext().getSocketFactory().createSocket("localhost", port);
      socket.setSoTimeout(TIMEOUT_MILLIS);
      try {
        write(
            "CONNECT\naccept-version:1.2\nhost:localhost\nlogin:%s\npasscode:%s\nclient-id:%s\n\n"
                .formatted(user, GatedBroker.PASSWORD, clientId));
        expect("CONNECTED");
      } catch (IOException e) {
        socket.close();
        throw e;
      }
    }

    private void write(String frame) throws IOException {
      socket.getOutputStream().write((frame + "\0").getBytes(UTF_8));
      socket.getOutputStream().flush();
    }

    private void expect(String command) throws IOException {
      StringBuilder frame = new StringBuilder();
      int next = socket.getInputStream().read();
      while (next > 0) {
        frame.append((char) next);
        next = socket.getInputStream().read();
      }
      if (!frame.toString().strip().startsWith(command)) {
        throw new IOException("answered " + frame);
      }
    }

    @Override
    public boolean isOpen() {
      try {
        assertAlive();
        return true;
      } catch (IOException e) {
        return false;
      }
    }

    @Override
    public void assertAlive() throws IOException {
      receipts++;
      write("SUBSCRIBE\nid:%1$d\ndestination:/topic/ALIVE\nreceipt:%1$d\n\n".formatted(receipts));
      expect("RECEIPT");
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
