package io.portcullis.testing;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import org.apache.activemq.ActiveMQConnection;
import org.apache.activemq.ActiveMQSession;
import org.apache.activemq.ActiveMQSslConnectionFactory;
import org.apache.activemq.MessageTransformer;
import org.apache.activemq.broker.SslContext;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.DestinationInfo;

/** ActiveMQ's own client, over TLS unless told otherwise. */
public final class OpenWire implements AutoCloseable {

  private static final long TIMEOUT_MILLIS = 30_000;
  private static final long NOTHING_MILLIS = 300;

  /** What a client may choose before it connects. */
  @FunctionalInterface
  public interface Choice {
    /** Makes it. */
    void make(ActiveMQConnection connection) throws JMSException;
  }

  private final ActiveMQConnection connection;
  private final Session session;

  private OpenWire(ActiveMQConnection connection) throws JMSException {
    this.connection = connection;
    this.session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    connection.start();
  }

  /** Connects a user to the broker's connector {@code ssl}. */
  public static OpenWire connect(GatedBroker broker, String user) throws Exception {
    return connect("ssl://localhost:" + broker.port("ssl"), user, GatedBroker.PASSWORD);
  }

  /** Connects to a URI, TLS or not. */
  public static OpenWire connect(String uri, String user, String password) throws Exception {
    ActiveMQSslConnectionFactory factory = new ActiveMQSslConnectionFactory(uri);
    factory.setTrustStore(GatedBroker.trustStore());
    factory.setTrustStorePassword(GatedBroker.PASSWORD);
    return connect(factory, user, password);
  }

  /** Connects with what a client may choose: its client id, and the id of its connection. */
  public static OpenWire connect(String uri, String user, String password, Choice choice)
      throws Exception {
    ActiveMQSslConnectionFactory factory = new ActiveMQSslConnectionFactory(uri);
    factory.setTrustStore(GatedBroker.trustStore());
    factory.setTrustStorePassword(GatedBroker.PASSWORD);
    return connect(factory, user, password, choice);
  }

  /** Connects to a URI with a certificate of one's own. */
  public static OpenWire certified(String uri, SslContext context, String user) throws Exception {
    return certified(uri, context, user, GatedBroker.PASSWORD);
  }

  /** The same with another password. */
  public static OpenWire certified(String uri, SslContext context, String user, String password)
      throws Exception {
    ActiveMQSslConnectionFactory factory = new ActiveMQSslConnectionFactory(uri);
    factory.setKeyAndTrustManagers(
        context.getKeyManagersAsArray(), context.getTrustManagersAsArray(), null);
    return connect(factory, user, password);
  }

  private static OpenWire connect(
      ActiveMQSslConnectionFactory factory, String user, String password) throws JMSException {
    return connect(factory, user, password, connection -> {});
  }

  /** Connects with what a client may choose, through a factory with trust of its own. */
  public static OpenWire connect(
      ActiveMQSslConnectionFactory factory, String user, String password, Choice choice)
      throws JMSException {
    factory.setWatchTopicAdvisories(false);
    ActiveMQConnection connection = (ActiveMQConnection) factory.createConnection(user, password);
    try {
      choice.make(connection);
      return new OpenWire(connection);
    } catch (JMSException e) {
      connection.close();
      throw e;
    }
  }

  /** Connects to the broker from inside its JVM. */
  public static OpenWire inVm(GatedBroker broker, String user) throws Exception {
    return connect(
        "vm://%s?create=false".formatted(broker.getBrokerName()), user, GatedBroker.PASSWORD);
  }

  /** Gives the producers and consumers that are made from now on a transformer. */
  public OpenWire with(MessageTransformer transformer) {
    connection.setTransformer(transformer);
    ((ActiveMQSession) session).setTransformer(transformer);
    return this;
  }

  /** Sends bytes and waits for the broker's answer. */
  public void send(String destination, byte[] body) throws JMSException {
    send(destination, bytes(body));
  }

  /** A message of bytes that is not sent yet. */
  public BytesMessage bytes(byte[] body) throws JMSException {
    BytesMessage message = session.createBytesMessage();
    message.writeBytes(body);
    return message;
  }

  /** Sends a text and waits for the broker's answer. */
  public void sendText(String destination, String text) throws JMSException {
    send(destination, session.createTextMessage(text));
  }

  /** Sends a message and waits for the broker's answer. */
  public void send(String destination, Message message) throws JMSException {
    try (MessageProducer producer = session.createProducer(destination(destination))) {
      producer.send(message);
    }
  }

  /** Subscribes. */
  public MessageConsumer consumer(String destination) throws JMSException {
    return session.createConsumer(destination(destination));
  }

  /** The next message. */
  public static Message next(MessageConsumer consumer) throws JMSException {
    Message message = consumer.receive(TIMEOUT_MILLIS);
    if (message == null) {
      throw new JMSException("nothing arrived");
    }
    return message;
  }

  /** The body of the next bytes message. */
  public static byte[] receive(MessageConsumer consumer) throws JMSException {
    BytesMessage message = (BytesMessage) next(consumer);
    byte[] body = new byte[(int) message.getBodyLength()];
    message.readBytes(body);
    return body;
  }

  /** Whether nothing arrives. */
  public static boolean isSilent(MessageConsumer consumer) throws JMSException {
    return consumer.receive(NOTHING_MILLIS) == null;
  }

  /** Creates a destination as an administrator would. */
  public void create(String destination) throws JMSException {
    ask(DestinationInfo.ADD_OPERATION_TYPE, destination);
  }

  /** Removes a destination as an administrator would. */
  public void remove(String destination) throws JMSException {
    ask(DestinationInfo.REMOVE_OPERATION_TYPE, destination);
  }

  private void ask(byte operation, String destination) throws JMSException {
    connection.syncSendPacket(
        new DestinationInfo(
            connection.getConnectionInfo().getConnectionId(), operation, destination(destination)));
  }

  /** The connection itself. */
  public ActiveMQConnection connection() {
    return connection;
  }

  /** The session itself. */
  public Session session() {
    return session;
  }

  /** A destination by its qualified name; a queue, if it is not qualified. */
  public static ActiveMQDestination destination(String name) {
    return ActiveMQDestination.createDestination(name, ActiveMQDestination.QUEUE_TYPE);
  }

  /** Closes it, whether or not the broker has ended it before. */
  @Override
  public void close() throws JMSException {
    try {
      connection.close();
    } catch (JMSException e) {
      if (!connection.isTransportFailed()) {
        throw e;
      }
    }
  }
}
