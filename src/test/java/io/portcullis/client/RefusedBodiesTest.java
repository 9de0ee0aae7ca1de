package io.portcullis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.amazonaws.encryptionsdk.CryptoAlgorithm;
import com.amazonaws.encryptionsdk.MasterKeyProvider;
import com.amazonaws.encryptionsdk.jce.JceMasterKey;
import com.amazonaws.encryptionsdk.multi.MultipleProviderFactory;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.TextMessage;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.crypto.spec.SecretKeySpec;
import org.apache.activemq.command.ActiveMQBytesMessage;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.activemq.command.ActiveMQTextMessage;
import org.apache.activemq.util.ByteSequence;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a receiver makes of bodies that are not as they should be; no gate stands before it. */
class RefusedBodiesTest {

  private static final String QUEUE = "ORDERS";
  private static final String WHERE = "the body of a message from queue://ORDERS is refused: ";
  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);
  private static final Map<String, String> BOUND = Map.of("destination", "queue://ORDERS");

  /** What must not be seen in any error. */
  private static final List<String> SECRETS =
      List.of("account", "secret", Ciphertexts.AES_KEY_NAME, Ciphertexts.NAMESPACE, "4711");

  private static GatedBroker broker;

  private OpenWire sender;
  private OpenWire receiver;
  private MessageConsumer consumer;

  @BeforeAll
  static void startBroker() {
    broker = GatedBroker.create().withoutGate().started();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @BeforeEach
  void connect() throws Exception {
    sender = OpenWire.inVm(broker, "admin");
    receiver = OpenWire.inVm(broker, "admin").with(builder().build());
    consumer = receiver.consumer(QUEUE);
  }

  @AfterEach
  void disconnect() throws Exception {
    sender.close();
    receiver.close();
  }

  private static EncryptingMessageTransformerBuilder builder() {
    return EncryptingMessageTransformer.builder().materials(Ciphertexts.aes());
  }

  /** A body, and the whole reason for which it is refused, or nothing if others are right too. */
  private static final class Refused {

    private final String name;
    private final byte[] body;
    private final String reason;

    private Refused(String name, byte[] body, String reason) {
      this.name = name;
      this.body = body;
      this.reason = reason;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Refused> bodies() {
    byte[] good = Ciphertexts.encrypt(Ciphertexts.DEFAULT_SUITE, PLAINTEXT, BOUND);
    String changed = "it was changed after it was encrypted, or is not whole";
    String noMessage = "it is no message of the AWS Encryption SDK";
    return Stream.of(
        new Refused("plaintext", PLAINTEXT, noMessage),
        new Refused("nothing", new byte[0], "the body is empty, which no encrypted body is"),
        new Refused("half a header", Arrays.copyOf(good, 60), noMessage),
        new Refused("no footer", Arrays.copyOf(good, good.length - 105), changed),
        new Refused("a byte too few", Arrays.copyOf(good, good.length - 1), changed),
        new Refused("bytes behind it", join(good, PLAINTEXT), changed),
        new Refused("another one behind it", join(good, good), changed),
        new Refused("context changed", changedAt(good, indexOf(good, "queue://ORDERS") + 8), ""),
        new Refused("commitment changed", changedAt(good, good.length - 105 - 12 - 60), changed),
        new Refused("signature changed", changedAt(good, good.length - 5), changed),
        new Refused("signature stripped", withoutSignature(good), ""),
        new Refused(
            "65,535 keys",
            withManyKeys(good),
            "the Encryption SDK refused it, with suite 0578 and 65535 encrypted data keys"
                + " (AwsCryptoException); what it accepts is set by crypto"),
        new Refused(
            "no destination in its context",
            Ciphertexts.encrypt(PLAINTEXT),
            "its encryption context names no destination under the key \"destination\""),
        new Refused(
            "bound to another queue",
            Ciphertexts.encrypt(
                Ciphertexts.DEFAULT_SUITE, PLAINTEXT, Map.of("destination", "queue://secret")),
            "it is bound to another destination, by the key \"destination\" of its encryption context;"
                + " if it belongs here, name that destination in acceptedDestinations"),
        new Refused(
            "a suite that does not commit",
            Ciphertexts.encrypt(
                CryptoAlgorithm.ALG_AES_256_GCM_IV12_TAG16_HKDF_SHA384_ECDSA_P384,
                PLAINTEXT,
                BOUND),
            "the Encryption SDK refused it, with suite 0378 and 1 encrypted data keys"
                + " (AwsCryptoException); what it accepts is set by crypto"),
        new Refused(
            "nine keys",
            encryptedFor(9),
            "the Encryption SDK refused it, with suite 0578 and 9 encrypted data keys"
                + " (AwsCryptoException); what it accepts is set by crypto"),
        new Refused(
            "a key that nobody here has",
            encryptedFor(1),
            "none of its 1 encrypted data keys (raw) was unwrapped by the keys that this receiver has"
                + " (CannotUnwrapDataKeyException)"));
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void aBytesBodyIsNotReadAndSaysWhy(Refused refused) throws Exception {
    sender.send(QUEUE, refused.body);

    BytesMessage message = (BytesMessage) OpenWire.next(consumer);

    assertRefused(catchThrowable(() -> message.readBytes(new byte[100])), refused.reason);
    assertRefused(catchThrowable(message::getBodyLength), refused.reason);
    assertRefused(catchThrowable(() -> message.getBody(byte[].class)), refused.reason);
  }

  @ParameterizedTest
  @MethodSource("bodies")
  void soDoesItInBase64(Refused refused) throws Exception {
    sender.sendText(QUEUE, Base64.getEncoder().encodeToString(refused.body));

    TextMessage message = (TextMessage) OpenWire.next(consumer);

    String reason =
        refused.body.length == 0 ? "it is no message of the AWS Encryption SDK" : refused.reason;
    assertRefused(catchThrowable(message::getText), reason);
    assertRefused(catchThrowable(() -> message.getBody(String.class)), reason);
  }

  private static void assertRefused(Throwable thrown, String reason) {
    assertThat(thrown).isInstanceOf(JMSException.class).hasMessageStartingWith(WHERE + reason);
    if (!reason.isEmpty()) {
      assertThat(thrown).hasMessage(WHERE + reason);
    }
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).doesNotContain(SECRETS).doesNotContain("Caused by");
  }

  @Test
  void noChangedByteIsRead() throws Exception {
    byte[] good = Ciphertexts.encrypt(Ciphertexts.UNSIGNED_SUITE, PLAINTEXT, BOUND);
    int sequenceNumber = good.length - 16 - PLAINTEXT.length - 4 - 12 - 4;

    for (int i = 0; i < good.length; i++) {
      sender.send(QUEUE, changedAt(good, i));
      BytesMessage message = (BytesMessage) OpenWire.next(consumer);
      if (i < sequenceNumber || i >= sequenceNumber + 4) {
        assertThatThrownBy(message::getBodyLength)
            .as("byte %d", i)
            .isInstanceOf(JMSException.class);
      } else {
        // The SDK counts frames itself, so that what the message says of their number is not asked.
        assertThat(message.getBodyLength()).isEqualTo(PLAINTEXT.length);
      }
    }
  }

  @Test
  void noPrefixIsRead() throws Exception {
    byte[] good = Ciphertexts.encrypt(Ciphertexts.DEFAULT_SUITE, PLAINTEXT, BOUND);

    for (int length = 0; length < good.length; length++) {
      sender.send(QUEUE, Arrays.copyOf(good, length));
      BytesMessage message = (BytesMessage) OpenWire.next(consumer);
      assertThatThrownBy(message::getBodyLength).as("%d", length).isInstanceOf(JMSException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plaintext", " ", "AQ==\n", "QUJD RA==", "AQ-_", "ÄÖÜ"})
  void aTextThatIsNoBase64IsRefused(String text) throws Exception {
    sender.sendText(QUEUE, text);

    assertRefused(
        catchThrowable(((TextMessage) OpenWire.next(consumer))::getText),
        "the text is not base64, so it is no encrypted body; its sender has to encrypt it");
  }

  @Test
  void whitespaceInsideBase64IsRefused() throws Exception {
    byte[] good = Ciphertexts.encrypt(Ciphertexts.DEFAULT_SUITE, PLAINTEXT, BOUND);
    sender.sendText(QUEUE, Base64.getMimeEncoder().encodeToString(good));

    assertThatThrownBy(((TextMessage) OpenWire.next(consumer))::getText)
        .hasMessageContaining("the text is not base64");
  }

  @Test
  void bytesSentAsATextAreReadOnlyIfTheyAreText() throws Exception {
    byte[] text = Ciphertexts.encrypt(Ciphertexts.DEFAULT_SUITE, PLAINTEXT, BOUND);
    byte[] binary = Ciphertexts.encrypt(Ciphertexts.DEFAULT_SUITE, new byte[] {-1}, BOUND);
    sender.sendText(QUEUE, Base64.getEncoder().encodeToString(text));
    sender.sendText(QUEUE, Base64.getEncoder().encodeToString(binary));

    assertThat(((TextMessage) OpenWire.next(consumer)).getText()).isEqualTo("account 4711");
    assertRefused(
        catchThrowable(((TextMessage) OpenWire.next(consumer))::getText),
        "what was decrypted is no text in UTF-8; its sender has to send it as bytes");
  }

  @Test
  void otherKindsComeAsBytesThatCannotBeRead() throws Exception {
    MapMessage map = sender.session().createMapMessage();
    map.setString("account", "4711");
    sender.send(QUEUE, map);
    sender.send(QUEUE, sender.session().createObjectMessage("account 4711"));

    for (String kind : List.of("ActiveMQMapMessage", "ActiveMQObjectMessage")) {
      BytesMessage message = (BytesMessage) OpenWire.next(consumer);
      assertRefused(
          catchThrowable(message::readByte),
          "it is a %s, which is never encrypted; its sender has to send a text or bytes message"
              .formatted(kind));
      assertThat(((ActiveMQMessage) message).getContent()).isNull();
    }
  }

  /** Whose sender says that there are 2 GiB. */
  @Test
  void lengthsThatLieTakeNoRoom() throws Exception {
    byte[] lie = ByteBuffer.allocate(8).putInt(Integer.MAX_VALUE).putInt(0).array();
    ActiveMQTextMessage text = new ActiveMQTextMessage();
    text.setContent(new ByteSequence(lie));
    ActiveMQBytesMessage compressed = new ActiveMQBytesMessage();
    compressed.setContent(new ByteSequence(lie));
    compressed.setCompressed(true);
    sender.send(QUEUE, text);
    sender.send(QUEUE, compressed);

    assertRefused(
        catchThrowable(((TextMessage) OpenWire.next(consumer))::getText),
        "the text is not as long as it says");
    assertRefused(
        catchThrowable(((BytesMessage) OpenWire.next(consumer))::getBodyLength),
        "the body is compressed, which this transformer never does; its sender has to encrypt it and"
            + " leave useCompression off");
  }

  /** Not framed, so that the length is believed before its tag is seen. */
  @Test
  void aContentOfTwoGigabytesThatIsNotThereTakesNoRoom() throws Exception {
    byte[] message =
        Ciphertexts.encrypt(
            Ciphertexts.UNSIGNED_SUITE,
            Ciphertexts.NON_FRAMED,
            Ciphertexts.aes(),
            PLAINTEXT,
            BOUND);
    ByteBuffer.wrap(message).putLong(message.length - 16 - PLAINTEXT.length - 8, Integer.MAX_VALUE);
    sender.send(QUEUE, message);

    assertThatThrownBy(((BytesMessage) OpenWire.next(consumer))::getBodyLength)
        .isInstanceOf(JMSException.class);
  }

  @Test
  void pairsThatAreDemandedMustBeThere() throws Exception {
    receiver.with(builder().context(Map.of("tenant", "blue")).build());
    consumer.close();
    consumer = receiver.consumer(QUEUE);
    sender.send(QUEUE, encrypted(Map.of("tenant", "secret")));
    sender.send(QUEUE, encrypted(Map.of()));
    sender.send(QUEUE, encrypted(Map.of("tenant", "blue", "more", "pairs")));

    assertRefused(
        catchThrowable(((BytesMessage) OpenWire.next(consumer))::getBodyLength),
        "its encryption context has another value for the key \"tenant\"");
    assertRefused(
        catchThrowable(((BytesMessage) OpenWire.next(consumer))::getBodyLength),
        "its encryption context has no value for the key \"tenant\"");
    assertThat(OpenWire.receive(consumer)).isEqualTo(PLAINTEXT);
  }

  /** A keyring may be told pairs that are not in the header; that must not stand in for them. */
  @Test
  void pairsThatAreDemandedMustBeThereForAKeyringToo() throws Exception {
    receiver.with(
        EncryptingMessageTransformer.builder()
            .materials(Ciphertexts.aesKeyring())
            .context(Map.of("tenant", "blue"))
            .build());
    consumer.close();
    consumer = receiver.consumer(QUEUE);
    sender.send(QUEUE, encrypted(Map.of()));

    assertThat(
            catchThrowableOfType(
                JMSException.class, ((BytesMessage) OpenWire.next(consumer))::getBodyLength))
        .hasMessageStartingWith(WHERE)
        .hasMessageEndingWith(
            "; its header does not show the pairs demanded for [\"tenant\"], so it may have been"
                + " encrypted without them");
  }

  @Test
  void aKeyringSaysWhichKindsOfKeysItDoesNotHave() throws Exception {
    receiver.with(
        EncryptingMessageTransformer.builder().materials(Ciphertexts.aesKeyring()).build());
    consumer.close();
    consumer = receiver.consumer(QUEUE);
    sender.send(QUEUE, encryptedFor(2));

    Throwable thrown = catchThrowable(((BytesMessage) OpenWire.next(consumer))::getBodyLength);

    assertThat(thrown)
        .hasMessageStartingWith(
            WHERE
                + "none of its 2 encrypted data keys (raw) was unwrapped by the keys that this receiver"
                + " has (");
    assertRefused(thrown, "");
  }

  @Test
  void whatWasRefusedIsStillThereToBeSentOnAsItCame() throws Exception {
    byte[] body = encryptedFor(1);
    sender.send(QUEUE, body);
    sender.sendText(QUEUE, Base64.getEncoder().encodeToString(body));
    Message bytes = OpenWire.next(consumer);
    Message text = OpenWire.next(consumer);

    assertThatThrownBy(() -> receiver.send("PARKED", bytes)).hasMessageStartingWith(WHERE);
    sender.send("PARKED", bytes);
    sender.send("PARKED", text);

    MessageConsumer parked = sender.consumer("PARKED");
    assertThat(OpenWire.receive(parked)).isEqualTo(body);
    assertThat(((TextMessage) OpenWire.next(parked)).getText())
        .isEqualTo(Base64.getEncoder().encodeToString(body));
  }

  /** Listener containers and loggers print messages that somebody failed on. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatWasRefusedIsNotPrintedEither(boolean lying) throws Exception {
    if (lying) {
      ActiveMQTextMessage text = new ActiveMQTextMessage();
      text.setContent(
          new ByteSequence(ByteBuffer.allocate(8).putInt(Integer.MAX_VALUE).putInt(0).array()));
      sender.send(QUEUE, text);
    } else {
      sender.sendText(QUEUE, "account 4711");
    }

    String printed = OpenWire.next(consumer).toString();

    assertThat(printed).contains("queue://ORDERS").doesNotContain(SECRETS);
  }

  /** Who received it may have the only copy. */
  @Test
  void whatIsNeverDecryptedIsSentOnAsItCame() throws Exception {
    MapMessage map = sender.session().createMapMessage();
    map.setString("account", "4711");
    map.setStringProperty("shop", "north");
    sender.send(QUEUE, map);
    Message refused = OpenWire.next(consumer);

    sender.send("PARKED", refused);

    MapMessage parked = (MapMessage) OpenWire.next(sender.consumer("PARKED"));
    assertThat(parked.getString("account")).isEqualTo("4711");
    assertThat(parked.getStringProperty("shop")).isEqualTo("north");
    assertThat(refused.getJMSMessageID()).isEqualTo(parked.getJMSMessageID());
  }

  /** Which sends the received object itself. */
  @Test
  void whatCannotBeSentOnAsItCameIsNotSentWithoutItsBody() throws Exception {
    sender.connection().setCopyMessageOnSend(false);
    sender.send(QUEUE, sender.session().createObjectMessage("account 4711"));
    Message refused = OpenWire.next(consumer);

    assertThatThrownBy(() -> sender.send("PARKED.WHOLE", refused))
        .isInstanceOf(JMSException.class)
        .hasMessage(
            "a ActiveMQObjectMessage that was received over a connection with a transformer is sent on"
                + " as it came only by a connection that copies messages; set copyMessageOnSend");
    assertThat(OpenWire.isSilent(sender.consumer("PARKED.WHOLE"))).isTrue();
  }

  @Test
  void aClearedMessageIsTheApplications() throws Exception {
    sender.sendText(QUEUE, "plaintext");
    TextMessage message = (TextMessage) OpenWire.next(consumer);

    message.clearBody();
    message.setText("new");

    assertThat(message.getText()).isEqualTo("new");
  }

  private static byte[] encrypted(Map<String, String> pairs) {
    Map<String, String> all = new HashMap<>(BOUND);
    all.putAll(pairs);
    return Ciphertexts.encrypt(Ciphertexts.DEFAULT_SUITE, PLAINTEXT, all);
  }

  private static byte[] encryptedFor(int keys) {
    List<JceMasterKey> others =
        IntStream.range(0, keys)
            .mapToObj(
                i ->
                    JceMasterKey.getInstance(
                        new SecretKeySpec(new byte[32], "AES"),
                        "secret-provider",
                        "secret-key-" + i,
                        "AES/GCM/NoPadding"))
            .toList();
    MasterKeyProvider<JceMasterKey> all =
        MultipleProviderFactory.buildMultiProvider(JceMasterKey.class, others);
    return Ciphertexts.encrypt(
        Ciphertexts.DEFAULT_SUITE, Ciphertexts.DEFAULT_FRAME_LENGTH, all, PLAINTEXT, BOUND);
  }

  /** Says that it is of the suite that does not sign, and ends where that would. */
  private static byte[] withoutSignature(byte[] signed) {
    byte[] stripped = Arrays.copyOf(signed, signed.length - 105);
    stripped[1] = 0x04;
    return stripped;
  }

  /** As many as can be counted, with nothing in them: 393 KB. */
  private static byte[] withManyKeys(byte[] body) {
    ByteBuffer fields = ByteBuffer.wrap(body).position(35);
    skip(fields);
    int keys = fields.position();
    fields.getShort();
    IntStream.range(0, 3).forEach(field -> skip(fields));
    ByteArrayOutputStream message = new ByteArrayOutputStream();
    message.write(body, 0, keys);
    message.writeBytes(new byte[] {-1, -1});
    message.writeBytes(new byte[65_535 * 6]);
    message.write(body, fields.position(), fields.remaining());
    return message.toByteArray();
  }

  /** What has its length in front of it. */
  private static void skip(ByteBuffer fields) {
    int length = fields.getShort();
    fields.position(fields.position() + length);
  }

  private static byte[] join(byte[] first, byte[] second) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    joined.writeBytes(first);
    joined.writeBytes(second);
    return joined.toByteArray();
  }

  private static byte[] changedAt(byte[] body, int index) {
    byte[] changed = body.clone();
    changed[index] ^= 1;
    return changed;
  }

  private static int indexOf(byte[] body, String text) {
    return new String(body, StandardCharsets.ISO_8859_1).indexOf(text);
  }
}
