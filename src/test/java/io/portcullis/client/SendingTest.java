package io.portcullis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.encryptionsdk.CryptoAlgorithm;
import com.amazonaws.encryptionsdk.DataKey;
import com.amazonaws.encryptionsdk.EncryptedDataKey;
import com.amazonaws.encryptionsdk.MasterKeyProvider;
import com.amazonaws.encryptionsdk.MasterKeyRequest;
import com.amazonaws.encryptionsdk.ParsedCiphertext;
import com.amazonaws.encryptionsdk.exception.CannotUnwrapDataKeyException;
import com.amazonaws.encryptionsdk.jce.JceMasterKey;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageFormatException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.activemq.ActiveMQSession;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.activemq.command.MessageId;
import org.apache.activemq.openwire.OpenWireFormat;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an application with the transformer sends, to a broker whose gate wants it bound. */
class SendingTest {

  private static final String TEXT = "Bestellung 4711: 3 × Kölnisch Wasser \uD83D\uDE80";
  private static final byte[] BYTES = {0, 1, 2, (byte) 0xFF};

  private static final EncryptingMessageTransformer TRANSFORMER =
      EncryptingMessageTransformer.builder().materials(Ciphertexts.aes()).build();

  private static GatedBroker broker;

  private OpenWire sender;
  private OpenWire receiver;

  @BeforeAll
  static void startBroker() throws Exception {
    broker =
        GatedBroker.listening("ssl", "amqp+ssl")
            .with(
                gate ->
                    gate.setBodyPolicies(
                        List.of(
                            Bodies.boundToQueue(">"),
                            Bodies.anyOnQueue("OPEN"),
                            Bodies.emptyOnQueue("EMPTY"))))
            .started();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void connect() throws Exception {
    sender = OpenWire.connect(broker, "admin").with(TRANSFORMER);
    receiver = OpenWire.connect(broker, "admin");
  }

  @AfterEach
  void disconnect() throws Exception {
    sender.close();
    receiver.close();
  }

  static Stream<EncryptingMessageTransformer> transformers() {
    return Stream.of(
        TRANSFORMER,
        EncryptingMessageTransformer.builder().materials(Ciphertexts.aesKeyring()).build());
  }

  @ParameterizedTest
  @MethodSource("transformers")
  void aTextArrivesAsItWasAndIsBoundOnItsWay(EncryptingMessageTransformer transformer)
      throws Exception {
    MessageConsumer there = sender.with(transformer).consumer("TEXTS");
    MessageConsumer watching = receiver.consumer("TEXTS.COPY");

    sender.sendText("TEXTS", TEXT);
    sender.sendText("TEXTS.COPY", TEXT);

    assertThat(((TextMessage) OpenWire.next(there)).getText()).isEqualTo(TEXT);
    byte[] sent = Base64.getDecoder().decode(((TextMessage) OpenWire.next(watching)).getText());
    assertThat(Ciphertexts.decrypt(sent)).asString(StandardCharsets.UTF_8).isEqualTo(TEXT);
    assertThat(new ParsedCiphertext(sent).getEncryptionContextMap())
        .containsEntry("destination", "queue://TEXTS.COPY");
  }

  @ParameterizedTest
  @MethodSource("transformers")
  void bytesArriveAsTheyWere(EncryptingMessageTransformer transformer) throws Exception {
    MessageConsumer there = sender.with(transformer).consumer("BYTES");

    sender.send("BYTES", BYTES);

    assertThat(OpenWire.receive(there)).isEqualTo(BYTES);
  }

  @Test
  void insideTheBrokersJvmItIsTheSame() throws Exception {
    try (OpenWire near = OpenWire.inVm(broker, "admin").with(TRANSFORMER)) {
      MessageConsumer there = near.consumer("NEAR");

      near.sendText("NEAR", TEXT);
      near.send("NEAR", BYTES);

      assertThat(((TextMessage) OpenWire.next(there)).getText()).isEqualTo(TEXT);
      assertThat(OpenWire.receive(there)).isEqualTo(BYTES);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whetherTheSessionCopiesOrNotTheApplicationsMessageIsItsOwn(boolean copying)
      throws Exception {
    sender.connection().setCopyMessageOnSend(copying);
    MessageConsumer there = sender.consumer("OWN");
    TextMessage text = sender.session().createTextMessage(TEXT);
    BytesMessage bytes = sender.bytes(BYTES);

    for (int i = 0; i < 2; i++) {
      sender.send("OWN", text);
      sender.send("OWN", bytes);
      Message arrived = OpenWire.next(there);

      assertThat(text.getText()).isEqualTo(TEXT);
      assertThat(text.getJMSMessageID()).isEqualTo(arrived.getJMSMessageID());
      assertThat(text.getJMSDestination()).isEqualTo(arrived.getJMSDestination());
      assertThat(text.getJMSTimestamp()).isEqualTo(arrived.getJMSTimestamp()).isPositive();
      assertThat(text.getJMSDeliveryMode()).isEqualTo(DeliveryMode.PERSISTENT);
      assertThat(text.getJMSPriority()).isEqualTo(Message.DEFAULT_PRIORITY);
      assertThat(OpenWire.receive(there)).isEqualTo(BYTES);
    }
    text.setText("another");
    bytes.writeByte((byte) 7);
    sender.send("OWN", text);
    sender.send("OWN", bytes);
    assertThat(((TextMessage) OpenWire.next(there)).getText()).isEqualTo("another");
    assertThat(OpenWire.receive(there)).containsExactly(0, 1, 2, 0xFF, 7);
  }

  @Test
  void headersAndPropertiesGoAlong() throws Exception {
    MessageConsumer there = sender.consumer("HEADERS");
    Message message = sender.bytes(BYTES);
    message.setJMSCorrelationID("correlation");
    message.setJMSType("order");
    message.setJMSReplyTo(OpenWire.destination("topic://ANSWERS"));
    message.setStringProperty("JMSXGroupID", "group");
    message.setIntProperty("JMSXGroupSeq", 3);
    message.setStringProperty("shop", "north");
    message.setLongProperty("number", 1L << 40);
    try (MessageProducer producer =
        sender.session().createProducer(OpenWire.destination("HEADERS"))) {
      producer.send(message, DeliveryMode.NON_PERSISTENT, 7, 60_000);
    }

    Message arrived = OpenWire.next(there);

    assertThat(arrived.getJMSCorrelationID()).isEqualTo("correlation");
    assertThat(arrived.getJMSType()).isEqualTo("order");
    assertThat(arrived.getJMSReplyTo()).isEqualTo(OpenWire.destination("topic://ANSWERS"));
    assertThat(arrived.getStringProperty("JMSXGroupID")).isEqualTo("group");
    assertThat(arrived.getIntProperty("JMSXGroupSeq")).isEqualTo(3);
    assertThat(arrived.getStringProperty("shop")).isEqualTo("north");
    assertThat(arrived.getLongProperty("number")).isEqualTo(1L << 40);
    assertThat(arrived.getJMSDeliveryMode()).isEqualTo(DeliveryMode.NON_PERSISTENT);
    assertThat(arrived.getJMSPriority()).isEqualTo(7);
    assertThat(arrived.getJMSExpiration()).isEqualTo(message.getJMSExpiration()).isPositive();
    assertThat(message.getJMSPriority()).isEqualTo(7);
  }

  @Test
  void aClientThatCompressesPassesTheGateAllTheSame() throws Exception {
    sender.connection().setUseCompression(true);
    MessageConsumer there = sender.consumer("COMPRESSING");
    BytesMessage bytes = sender.bytes(new byte[10_000]);
    bytes.setStringProperty("property", "set after the body");

    sender.sendText("COMPRESSING", "a".repeat(10_000));
    sender.send("COMPRESSING", bytes);

    assertThat(((TextMessage) OpenWire.next(there)).getText()).isEqualTo("a".repeat(10_000));
    assertThat(OpenWire.receive(there)).isEqualTo(new byte[10_000]);
  }

  @Test
  void whatWasReceivedCanBeSentOn() throws Exception {
    MessageConsumer first = sender.consumer("FIRST");
    MessageConsumer second = sender.consumer("SECOND");
    sender.sendText("FIRST", TEXT);
    sender.send("FIRST", BYTES);
    Message text = OpenWire.next(first);
    Message bytes = OpenWire.next(first);
    ((BytesMessage) bytes).readByte();

    sender.send("SECOND", text);
    sender.send("SECOND", bytes);

    assertThat(((TextMessage) OpenWire.next(second)).getText()).isEqualTo(TEXT);
    assertThat(OpenWire.receive(second)).isEqualTo(BYTES);
    assertThat(((BytesMessage) bytes).readByte()).isEqualTo(BYTES[1]);
  }

  @Test
  void emptyBodiesAreEncryptedAndMissingOnesPass() throws Exception {
    MessageConsumer there = sender.consumer("EMPTY");

    sender.sendText("EMPTY", "");
    sender.send("EMPTY", new byte[0]);
    sender.sendText("EMPTY", null);
    sender.send("EMPTY", sender.session().createMessage());

    Message text = OpenWire.next(there);
    assertThat(((TextMessage) text).getText()).isEmpty();
    assertThat(((BytesMessage) OpenWire.next(there)).getBodyLength()).isZero();
    assertThat(((TextMessage) OpenWire.next(there)).getText()).isNull();
    assertThat(OpenWire.next(there)).isNotInstanceOf(TextMessage.class);
  }

  static Stream<Kind> kindsThatAreNotEncrypted() {
    return Stream.of(
        new Kind("ActiveMQMapMessage", Session::createMapMessage),
        new Kind("ActiveMQStreamMessage", Session::createStreamMessage),
        new Kind("ActiveMQObjectMessage", session -> session.createObjectMessage("object")),
        new Kind(
            "ActiveMQBlobMessage",
            session ->
                ((ActiveMQSession) session)
                    .createBlobMessage(URI.create("http://localhost/").toURL())));
  }

  /** A kind of message, by its class in ActiveMQ. */
  record Kind(String name, Making making) {

    interface Making {
      Message make(Session session) throws Exception;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest
  @MethodSource("kindsThatAreNotEncrypted")
  void otherBodiesAreRefusedAndSayWhatToDo(Kind kind) throws Exception {
    Message message = kind.making().make(sender.session());

    assertThatThrownBy(() -> sender.send("OPEN", message))
        .isInstanceOf(MessageFormatException.class)
        .hasMessage("a %s cannot be encrypted; send a text or bytes message", kind.name());
  }

  @Test
  void aTextThatUtf8CannotSayIsRefused() {
    assertThatThrownBy(() -> sender.sendText("OPEN", "half \uD83D"))
        .isInstanceOf(MessageFormatException.class)
        .hasMessage(
            "the text has half of a surrogate pair, which UTF-8 cannot say; send it as bytes");
  }

  @Test
  void anAnonymousProducerBindsEachMessageToWhereItGoes() throws Exception {
    MessageConsumer one = sender.consumer("ANONYMOUS.1");
    MessageConsumer two = sender.consumer("ANONYMOUS.2");
    TextMessage message = sender.session().createTextMessage(TEXT);
    // Not where it goes.
    message.setJMSDestination(OpenWire.destination("ANONYMOUS.2"));

    try (MessageProducer producer = sender.session().createProducer(null)) {
      producer.send(OpenWire.destination("ANONYMOUS.1"), message);
      producer.send(OpenWire.destination("ANONYMOUS.2"), message);
    }

    assertThat(((TextMessage) OpenWire.next(one)).getText()).isEqualTo(TEXT);
    assertThat(((TextMessage) OpenWire.next(two)).getText()).isEqualTo(TEXT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"queue://A,B", "queue://A.*", "topic://A.>"})
  void aMessageIsNotBoundToSeveralDestinations(String destination) throws Exception {
    TextMessage message = sender.session().createTextMessage(TEXT);
    try (MessageProducer producer = sender.session().createProducer(null)) {
      assertThatThrownBy(() -> producer.send(OpenWire.destination(destination), message))
          .isInstanceOf(JMSException.class)
          .hasMessage(
              "%s is more than one destination, and a message is bound to one; send to each by"
                  + " itself, or build the transformer with bindNothing()",
              OpenWire.destination(destination).getQualifiedName());
    }
  }

  @Test
  void anUnboundMessageMayGoToSeveral() throws Exception {
    try (GatedBroker open = GatedBroker.listening("ssl").started();
        OpenWire client =
            OpenWire.connect(open, "admin")
                .with(
                    EncryptingMessageTransformer.builder()
                        .materials(Ciphertexts.aes())
                        .bindNothing()
                        .build())) {
      MessageConsumer consumer = client.consumer("B");

      client.sendText("A,B", TEXT);

      assertThat(((TextMessage) OpenWire.next(consumer)).getText()).isEqualTo(TEXT);
    }
  }

  @ParameterizedTest
  @MethodSource("transformers")
  void manySessionsUseOneTransformerAtOnce(EncryptingMessageTransformer transformer)
      throws Exception {
    Envelope envelope = transformer.envelope();
    List<Callable<byte[]>> both =
        IntStream.range(0, 40).mapToObj(i -> thereAndBack(envelope, (byte) i)).toList();
    ExecutorService sessions = Executors.newFixedThreadPool(8);
    try {
      List<Future<byte[]>> received = sessions.invokeAll(both);

      for (int i = 0; i < received.size(); i++) {
        assertThat(received.get(i).get()).containsExactly(i);
      }
    } finally {
      sessions.shutdown();
    }
  }

  private static Callable<byte[]> thereAndBack(Envelope envelope, byte body) {
    ActiveMQDestination queue = OpenWire.destination("QUEUE." + body % 5);
    return () ->
        envelope.open(
            envelope.seal(new byte[] {body}, queue.getQualifiedName()),
            new Arrival(queue.getQualifiedName(), Optional.of(queue.getQualifiedName())));
  }

  /** What a client that fails over does with a message whose answer it did not get. */
  @Test
  void whatTheTransportSendsAgainIsWhatItSentBefore() throws Exception {
    for (Message message : List.of(sender.session().createTextMessage(TEXT), sender.bytes(BYTES))) {
      ActiveMQMessage outgoing =
          (ActiveMQMessage) TRANSFORMER.producerTransform(sender.session(), null, message);
      outgoing.setDestination(OpenWire.destination("AGAIN"));
      outgoing.setMessageId(new MessageId("ID:1:1:1:1"));
      outgoing.onSend();
      byte[] first = new OpenWireFormat().marshal(outgoing).toArray();

      assertThat(new OpenWireFormat().marshal(outgoing).toArray()).isEqualTo(first);
      assertThat(new String(first, StandardCharsets.UTF_8)).doesNotContain(TEXT);
    }
  }

  @Test
  void messagesOfOtherClientsAreSentToo() throws Exception {
    MessageConsumer there = sender.consumer("FOREIGN");
    JmsConnectionFactory qpid =
        new JmsConnectionFactory("amqps://localhost:" + broker.port("amqp+ssl"));
    qpid.setSslContext(GatedBroker.clientContext());
    try (Connection connection = qpid.createConnection("admin", GatedBroker.PASSWORD);
        Session session = connection.createSession()) {
      TextMessage text = session.createTextMessage(TEXT);
      text.setStringProperty("shop", "north");
      BytesMessage bytes = session.createBytesMessage();
      bytes.writeBytes(BYTES);

      sender.send("FOREIGN", text);
      sender.send("FOREIGN", bytes);

      Message arrived = OpenWire.next(there);
      assertThat(((TextMessage) arrived).getText()).isEqualTo(TEXT);
      assertThat(arrived.getStringProperty("shop")).isEqualTo("north");
      assertThat(text.getJMSMessageID()).isEqualTo(arrived.getJMSMessageID());
      assertThat(OpenWire.receive(there)).isEqualTo(BYTES);
    }
  }

  @Test
  void whatKeepsItFromEncryptingIsToldWithoutNames() throws Exception {
    EncryptingMessageTransformer failing =
        EncryptingMessageTransformer.builder().materials(new Denied()).build();

    assertThatThrownBy(() -> sender.with(failing).sendText("TEXTS.DENIED", TEXT))
        .isExactlyInstanceOf(JMSException.class)
        .hasMessage(
            "the body for queue://TEXTS.DENIED was not encrypted (IllegalStateException); nothing was"
                + " sent")
        .hasNoCause();
    assertThat(OpenWire.isSilent(receiver.consumer("TEXTS.DENIED"))).isTrue();
  }

  /** Says what key services say. */
  static final class Denied extends MasterKeyProvider<JceMasterKey> {
    @Override
    public String getDefaultProviderId() {
      return "secret-provider";
    }

    @Override
    public JceMasterKey getMasterKey(String provider, String keyId) {
      throw new IllegalStateException("arn:aws:kms:eu-west-1:111122223333:key/secret");
    }

    @Override
    public List<JceMasterKey> getMasterKeysForEncryption(MasterKeyRequest request) {
      throw new IllegalStateException("arn:aws:kms:eu-west-1:111122223333:key/secret");
    }

    @Override
    public DataKey<JceMasterKey> decryptDataKey(
        CryptoAlgorithm algorithm,
        Collection<? extends EncryptedDataKey> keys,
        Map<String, String> context) {
      throw new CannotUnwrapDataKeyException(
          "arn:aws:kms:eu-west-1:111122223333:key/secret",
          new IllegalStateException("arn:aws:kms:eu-west-1:111122223333:key/secret"));
    }
  }

  @Test
  void inATransactionItIsSentOnCommit() throws Exception {
    MessageConsumer there = sender.consumer("TRANSACTED");
    try (Session session = sender.connection().createSession(true, Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(OpenWire.destination("TRANSACTED"))) {
      producer.send(session.createTextMessage("rolled back"));
      session.rollback();
      producer.send(session.createTextMessage(TEXT));
      session.commit();
    }

    assertThat(((TextMessage) OpenWire.next(there)).getText()).isEqualTo(TEXT);
    assertThat(OpenWire.isSilent(there)).isTrue();
  }

  @Test
  void nothingIsInTheMessageBeforeItIsSent() throws Exception {
    TextMessage text = sender.session().createTextMessage(TEXT);

    ActiveMQMessage waiting =
        (ActiveMQMessage) TRANSFORMER.producerTransform(sender.session(), null, text);

    waiting.storeContent();
    assertThat(waiting.getContent()).isNull();
    assertThat(((TextMessage) waiting).getText()).isNull();
  }
}
