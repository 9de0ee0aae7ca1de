package io.portcullis.testing;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.ActiveMQConnection;
import org.apache.activemq.ActiveMQSslConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;

/** ActiveMQ's client for OpenWire and Qpid JMS for AMQP. */
final class JmsClient implements ProtocolClient {

  private final Connection connection;
  private final Session session;
  private final AtomicBoolean failed = new AtomicBoolean();
  private MessageConsumer consumer;

  private JmsClient(ConnectionFactory factory, String user) throws JMSException {
    this.connection = factory.createConnection(user, GatedBroker.PASSWORD);
    connection.setExceptionListener(e -> failed.set(true));
    connection.start();
    this.session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
  }

  static JmsClient openWire(int port, String user) throws Exception {
    ActiveMQSslConnectionFactory factory =
        new ActiveMQSslConnectionFactory("ssl://localhost:" + port);
    factory.setTrustStore(GatedBroker.trustStore());
    factory.setTrustStorePassword(GatedBroker.PASSWORD);
    return new JmsClient(factory, user);
  }

  static JmsClient amqp(int port, String user) throws JMSException {
    JmsConnectionFactory factory =
        new JmsConnectionFactory("amqps://localhost:%d?jms.sendTimeout=10000".formatted(port));
    factory.setSslContext(GatedBroker.clientContext());
    return new JmsClient(factory, user);
  }

  @Override
  public void subscribe(String topic) throws JMSException {
    consumer = session.createConsumer(session.createTopic(topic));
  }

  @Override
  public Optional<byte[]> receive(long millis) throws JMSException {
    BytesMessage message = (BytesMessage) consumer.receive(millis);
    if (message == null) {
      return Optional.empty();
    }
    byte[] body = new byte[(int) message.getBodyLength()];
    message.readBytes(body);
    return Optional.of(body);
  }

  @Override
  public void send(String topic, byte[] body) throws Exception {
    try (MessageProducer producer = session.createProducer(session.createTopic(topic))) {
      BytesMessage message = session.createBytesMessage();
      message.writeBytes(body);
      producer.send(message);
    } catch (JMSException e) {
      throw new Refused(String.valueOf(e.getMessage()));
    }
  }

  @Override
  public boolean isOpen() {
    return !failed.get()
        && !(connection instanceof ActiveMQConnection own && own.isTransportFailed());
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }
}
