package io.portcullis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.KeyService;
import io.portcullis.testing.KeyService.Answer;
import io.portcullis.testing.OpenWire;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.Destination;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.io.File;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Qpid JMS over AMQP and TLS encrypts and decrypts by method calls, through the gate. */
class MessageSealerTest {

  private static final String TEXT = "account 4711: Grüße";
  private static final MessageSealer SEALER =
      MessageSealer.builder()
          .materials(Ciphertexts.aes())
          .acceptedDestinationsAt(
              "queue://Consumer.*.VirtualTopic.ORDERS", "topic://VirtualTopic.ORDERS")
          .buildSealer();

  private static GatedBroker broker;

  private Connection connection;
  private Session session;

  @BeforeAll
  static void start() throws Exception {
    broker =
        GatedBroker.listening("ssl")
            .listen("amqp+ssl", "transport.transformer=jms")
            .with(
                gate ->
                    gate.setBodyPolicies(
                        List.of(Bodies.boundToQueue("BOUND.>"), Bodies.anyOnQueue("ANY.>"))))
            .started();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @BeforeEach
  void connect() throws Exception {
    JmsConnectionFactory qpid =
        new JmsConnectionFactory("amqps://localhost:" + broker.port("amqp+ssl"));
    qpid.setSslContext(GatedBroker.clientContext());
    connection = qpid.createConnection("admin", GatedBroker.PASSWORD);
    connection.start();
    session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
  }

  @AfterEach
  void disconnect() throws Exception {
    connection.close();
  }

  private OpenWire transforming() throws Exception {
    return OpenWire.connect(broker, "admin")
        .with(EncryptingMessageTransformer.builder().materials(Ciphertexts.aes()).build());
  }

  private void send(Destination destination, Message message) throws JMSException {
    try (MessageProducer producer = session.createProducer(destination)) {
      producer.send(SEALER.seal(message, destination, session));
    }
  }

  private Message next(Destination destination) throws JMSException {
    try (MessageConsumer consumer = session.createConsumer(destination)) {
      return OpenWire.next(consumer);
    }
  }

  private static byte[] bytes(BytesMessage message) throws JMSException {
    byte[] body = new byte[(int) message.getBodyLength()];
    message.readBytes(body);
    return body;
  }

  private BytesMessage bytesMessage(byte... body) throws JMSException {
    BytesMessage message = session.createBytesMessage();
    message.writeBytes(body);
    return message;
  }

  @Test
  void theTransformerReadsWhatIsSealed() throws Exception {
    Queue orders = session.createQueue("BOUND.SEALED");
    TextMessage text = session.createTextMessage(TEXT);
    text.setStringProperty("shop", "north");
    text.setIntProperty("count", 3);
    text.setJMSCorrelationID("request-1");
    text.setJMSType("order");

    send(orders, text);
    send(orders, bytesMessage((byte) 1, (byte) 2));

    assertThat(text.getText()).isEqualTo(TEXT);
    try (OpenWire receiver = transforming()) {
      MessageConsumer consumer = receiver.consumer("BOUND.SEALED");
      TextMessage received = (TextMessage) OpenWire.next(consumer);
      assertThat(received.getText()).isEqualTo(TEXT);
      assertThat(received.getStringProperty("shop")).isEqualTo("north");
      assertThat(received.getIntProperty("count")).isEqualTo(3);
      assertThat(received.getJMSCorrelationID()).isEqualTo("request-1");
      assertThat(received.getJMSType()).isEqualTo("order");
      assertThat(OpenWire.receive(consumer)).containsExactly(1, 2);
    }
  }

  @Test
  void whatTheTransformerSendsIsOpened() throws Exception {
    Queue orders = session.createQueue("BOUND.OPENED");
    try (OpenWire sender = transforming()) {
      sender.sendText("BOUND.OPENED", TEXT);
      sender.send("BOUND.OPENED", new byte[] {1, 2});
    }

    TextMessage text = (TextMessage) SEALER.open(next(orders), orders);
    BytesMessage bytes = (BytesMessage) SEALER.open(next(orders), orders);

    assertThat(text.getText()).isEqualTo(TEXT);
    assertThat(bytes(bytes)).containsExactly(1, 2);
  }

  @Test
  void temporaryDestinationsAndTopicsAreBoundToo() throws Exception {
    for (Destination destination :
        List.of(
            session.createTemporaryQueue(),
            session.createTemporaryTopic(),
            session.createTopic("PRICES"))) {
      try (MessageConsumer consumer = session.createConsumer(destination)) {
        send(destination, session.createTextMessage(TEXT));

        Message opened = SEALER.open(OpenWire.next(consumer), destination);

        assertThat(((TextMessage) opened).getText()).isEqualTo(TEXT);
      }
    }
  }

  @Test
  void aMessageOfAnotherQueueIsRefusedAndStaysAsItCame() throws Exception {
    Queue orders = session.createQueue("ANY.ORDERS");
    Queue other = session.createQueue("ANY.OTHER");
    try (MessageProducer producer = session.createProducer(other)) {
      producer.send(SEALER.seal(session.createTextMessage(TEXT), orders, session));
    }
    TextMessage received = (TextMessage) next(other);
    String sent = received.getText();

    assertThatThrownBy(() -> SEALER.open(received, other))
        .isExactlyInstanceOf(JMSException.class)
        .hasMessageStartingWith(
            "the body of a message from queue://ANY.OTHER is refused: it is bound to another"
                + " destination");
    assertThat(received.getText()).isEqualTo(sent);
    assertThat(((TextMessage) SEALER.open(received, orders)).getText()).isEqualTo(TEXT);
  }

  @Test
  void plaintextIsRefused() throws Exception {
    Queue queue = session.createQueue("ANY.PLAIN");
    try (MessageProducer producer = session.createProducer(queue)) {
      producer.send(session.createTextMessage(TEXT));
      producer.send(bytesMessage());
      producer.send(session.createMapMessage());
    }

    assertRefused(next(queue), queue, "the text is not base64");
    assertRefused(next(queue), queue, "the body is empty");
    assertRefused(next(queue), queue, "it is no text or bytes message");
  }

  private static void assertRefused(Message message, Destination from, String reason) {
    assertThatThrownBy(() -> SEALER.open(message, from))
        .isExactlyInstanceOf(JMSException.class)
        .hasMessageContaining("is refused: " + reason);
  }

  @Test
  void whatArrivesByAVirtualTopicIsAcceptedByItsPattern() throws Exception {
    Queue mine = session.createQueue("Consumer.A.VirtualTopic.ORDERS");
    try (MessageConsumer consumer = session.createConsumer(mine)) {
      send(session.createTopic("VirtualTopic.ORDERS"), session.createTextMessage(TEXT));

      Message opened = SEALER.open(OpenWire.next(consumer), mine);

      assertThat(((TextMessage) opened).getText()).isEqualTo(TEXT);
    }
  }

  /** What came by a pattern goes by the queue that the message names, which is among them. */
  @Test
  void aConsumerOfManyGoesByTheMessagesQueue() throws Exception {
    Queue orders = session.createQueue("ANY.MANY.ORDERS");
    send(orders, session.createTextMessage(TEXT));
    Message received = next(orders);

    assertThatThrownBy(() -> SEALER.open(received, session.createQueue("ANY.FEW.>")))
        .hasMessageContaining("bound to another destination");
    assertThat(((TextMessage) SEALER.open(received, session.createQueue("ANY.MANY.>"))).getText())
        .isEqualTo(TEXT);
  }

  /** AMQP knows addresses, and what is one to this broker is a name to another client. */
  @Test
  void namesThatTheBrokerReadsOtherwiseAreRefused() throws Exception {
    TextMessage text = session.createTextMessage(TEXT);
    for (String name :
        List.of("queue://ORDERS", "topic://ORDERS", "ORDERS?consumer.prefetchSize=1", " ORDERS")) {
      Queue queue = session.createQueue(name);
      assertThatThrownBy(() -> SEALER.seal(text, queue, session))
          .as(name)
          .isInstanceOf(InvalidDestinationException.class)
          .hasMessageContaining("give its name without prefix, options and spaces around it");
    }
    assertThatThrownBy(() -> SEALER.seal(text, session.createQueue("A,B"), session))
        .isExactlyInstanceOf(JMSException.class)
        .hasMessageContaining("is more than one destination");
  }

  @Test
  void onlyTextsAndBytesAreSealed() throws Exception {
    Queue queue = session.createQueue("ANY.KINDS");
    assertThatThrownBy(() -> SEALER.seal(session.createMapMessage(), queue, session))
        .isInstanceOf(MessageFormatException.class);
    Message empty = session.createMessage();
    assertThat(SEALER.seal(empty, queue, session)).isSameAs(empty);
    TextMessage nothing = session.createTextMessage();
    assertThat(SEALER.seal(nothing, queue, session)).isSameAs(nothing);
  }

  @Test
  void inATransactionAnOutageBringsTheMessageAgain() throws Exception {
    try (KeyService keys = KeyService.started();
        Session transacted = connection.createSession(true, Session.SESSION_TRANSACTED)) {
      MessageSealer sealer = MessageSealer.builder().materials(keys.keyring()).buildSealer();
      Queue queue = transacted.createQueue("ANY.OUTAGE");
      transacted
          .createProducer(queue)
          .send(sealer.seal(session.createTextMessage(TEXT), queue, transacted));
      transacted.commit();
      keys.answering(Answer.UNAVAILABLE, 1);
      MessageConsumer consumer = transacted.createConsumer(queue);
      Message first = OpenWire.next(consumer);

      assertThatThrownBy(() -> sealer.open(first, queue))
          .isInstanceOf(KeyServiceUnavailableException.class);
      transacted.rollback();

      Message again = sealer.open(OpenWire.next(consumer), queue);
      assertThat(((TextMessage) again).getText()).isEqualTo(TEXT);
      transacted.commit();
    }
  }

  /** Of ActiveMQ's own client, without a transformer. */
  @Test
  void activeMqsMessagesAreOpenedInPlace() throws Exception {
    Destination queue = new ActiveMQQueue("BOUND.OWN");
    try (OpenWire client = OpenWire.connect(broker, "admin")) {
      client.send(
          "BOUND.OWN",
          SEALER.seal(client.session().createTextMessage(TEXT), queue, client.session()));
      client.send(
          "BOUND.OWN", SEALER.seal(client.bytes(new byte[] {1, 2}), queue, client.session()));
      MessageConsumer consumer = client.consumer("BOUND.OWN");

      Message text = SEALER.open(OpenWire.next(consumer), queue);
      Message bytes = SEALER.open(OpenWire.next(consumer), queue);

      assertThat(((TextMessage) text).getText()).isEqualTo(TEXT);
      assertThat(bytes((BytesMessage) bytes)).containsExactly(1, 2);
    }
  }

  @Test
  void activeMqsClientIsNotNeeded() throws Exception {
    ClassLoader before = Thread.currentThread().getContextClassLoader();
    try (WithoutActiveMq loader = new WithoutActiveMq(classPath())) {
      Method round =
          loader
              .loadClass(QpidAlone.class.getName())
              .getDeclaredMethod("round", int.class, SSLContext.class, String.class);
      round.setAccessible(true);

      assertThat(
              round.invoke(
                  null, broker.port("amqp+ssl"), GatedBroker.clientContext(), GatedBroker.PASSWORD))
          .isEqualTo(TEXT);
    } finally {
      Thread.currentThread().setContextClassLoader(before);
    }
  }

  private static URL[] classPath() throws Exception {
    String all =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    List<URL> urls = new ArrayList<>();
    for (String entry : Arrays.asList(all.split(File.pathSeparator))) {
      if (!entry.endsWith("*")) {
        urls.add(Path.of(entry).toUri().toURL());
        continue;
      }
      try (DirectoryStream<Path> jars =
          Files.newDirectoryStream(Path.of(entry).getParent(), "*.jar")) {
        for (Path jar : jars) {
          urls.add(jar.toUri().toURL());
        }
      }
    }
    return urls.toArray(URL[]::new);
  }

  /** Has the tests' class path, and none of ActiveMQ's classes. */
  private static final class WithoutActiveMq extends URLClassLoader {

    WithoutActiveMq(URL[] jars) {
      super(jars, ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (name.startsWith("org.apache.activemq.")) {
        throw new ClassNotFoundException(name);
      }
      return super.loadClass(name, resolve);
    }
  }

  /** An application with Qpid JMS and the Encryption SDK. */
  static final class QpidAlone {

    private QpidAlone() {}

    static String round(int port, SSLContext context, String password) throws Exception {
      Thread.currentThread().setContextClassLoader(QpidAlone.class.getClassLoader());
      MessageSealer sealer = MessageSealer.builder().materials(Ciphertexts.aes()).buildSealer();
      JmsConnectionFactory qpid = new JmsConnectionFactory("amqps://localhost:" + port);
      qpid.setSslContext(context);
      try (Connection connection = qpid.createConnection("admin", password)) {
        connection.start();
        Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
        Queue queue = session.createQueue("BOUND.ALONE");
        BytesMessage bytes = session.createBytesMessage();
        bytes.writeBytes(TEXT.getBytes(StandardCharsets.UTF_8));
        MessageProducer producer = session.createProducer(queue);
        producer.send(sealer.seal(bytes, queue, session));
        producer.send(sealer.seal(session.createTextMessage(TEXT), queue, session));
        MessageConsumer consumer = session.createConsumer(queue);
        BytesMessage first = (BytesMessage) sealer.open(consumer.receive(30_000), queue);
        TextMessage second = (TextMessage) sealer.open(consumer.receive(30_000), queue);
        return first.getBodyLength() == TEXT.getBytes(StandardCharsets.UTF_8).length
            ? second.getText()
            : "";
      }
    }
  }
}
