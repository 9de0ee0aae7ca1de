package io.portcullis.demo;

import com.amazonaws.encryptionsdk.AwsCrypto;
import com.amazonaws.encryptionsdk.jce.JceMasterKey;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.apache.activemq.ActiveMQSslConnectionFactory;

/**
 * A real client: ActiveMQ's own over TLS, and the AWS Encryption SDK with a key made for the day.
 */
final class DemoClient implements AutoCloseable {

  /** Where it sends to. */
  static final String QUEUE = "queue://DEMO";

  private static final String PLAINTEXT = "Hello, this is not for everybody.";
  private static final long TIMEOUT_MILLIS = 10_000;

  private final AwsCrypto crypto = AwsCrypto.standard();
  private final JceMasterKey key;
  private final Connection connection;
  private final String user;
  private final Session session;
  private final Queue queue;

  private DemoClient(Connection connection, String user) throws JMSException {
    byte[] secret = new byte[32];
    new SecureRandom().nextBytes(secret);
    this.key =
        JceMasterKey.getInstance(
            new SecretKeySpec(secret, "AES"), "demo", "key-of-the-day", "AES/GCM/NoPadding");
    this.connection = connection;
    this.user = user;
    this.session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
    this.queue = session.createQueue(QUEUE.replaceFirst("^queue://", ""));
  }

  /** Connects as a user. In the default authorization map, only administrators send. */
  static DemoClient connect(Installation installation, int port, String user) throws Exception {
    ActiveMQSslConnectionFactory factory =
        new ActiveMQSslConnectionFactory("ssl://127.0.0.1:" + port);
    factory.setTrustStore(installation.certificates().trustStore().toUri().toString());
    factory.setTrustStorePassword(installation.password("truststore"));
    factory.setUserName(user);
    factory.setPassword(installation.password(user));
    Connection connection = factory.createConnection();
    connection.start();
    return new DemoClient(connection, user);
  }

  /** Sends an encrypted body, receives it and decrypts it. */
  Verdict sendEncrypted() throws JMSException {
    byte[] body =
        crypto
            .encryptData(
                key,
                PLAINTEXT.getBytes(StandardCharsets.UTF_8),
                Map.of("destination", queue.toString()))
            .getResult();
    String what =
        "%s sends an encrypted body of %d bytes to %s".formatted(user, body.length, queue);
    try {
      send(body);
    } catch (JMSException e) {
      return new Verdict(false, what, e.getMessage());
    }
    try (MessageConsumer consumer = session.createConsumer(queue)) {
      BytesMessage message = (BytesMessage) consumer.receive(TIMEOUT_MILLIS);
      if (message == null) {
        return new Verdict(false, what, "it did not arrive");
      }
      byte[] received = new byte[(int) message.getBodyLength()];
      message.readBytes(received);
      String text =
          new String(crypto.decryptData(key, received).getResult(), StandardCharsets.UTF_8);
      return new Verdict(text.equals(PLAINTEXT), what, "received and decrypted: \"" + text + "\"");
    }
  }

  /** Sends a body as anybody could read it. */
  Verdict sendPlaintext() throws JMSException {
    String what = "%s sends a plaintext body to %s".formatted(user, queue);
    try {
      send(PLAINTEXT.getBytes(StandardCharsets.UTF_8));
      return new Verdict(true, what, "nobody objected");
    } catch (JMSException e) {
      return new Verdict(false, what, e.getMessage());
    }
  }

  private void send(byte[] body) throws JMSException {
    try (MessageProducer producer = session.createProducer(queue)) {
      BytesMessage message = session.createBytesMessage();
      message.writeBytes(body);
      producer.send(message);
    }
  }

  @Override
  public void close() throws JMSException {
    connection.close();
  }
}
