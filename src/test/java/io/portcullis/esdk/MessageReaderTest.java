package io.portcullis.esdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageReaderTest {
  private final MessageReader reader = new MessageReader();

  private boolean read(byte[] message) {
    return reader.read(message, 0, message.length, Depth.HEADER, 8);
  }

  @Test
  void tellsWhatTheHeaderSays() {
    assertThat(read(Headers.version1().bytes())).isTrue();

    assertThat(reader.suite()).isEqualTo(AlgorithmSuite.AES_256_GCM_HKDF_SHA256);
    assertThat(reader.messageId().offset()).isEqualTo(4);
    assertThat(reader.messageId().length()).isEqualTo(16);
    assertThat(reader.contextLengthBytes()).isEqualTo(24);
    assertThat(reader.contextPairs().count()).isEqualTo(2);
    assertThat(reader.encryptedDataKeys().count()).isEqualTo(1);
    assertThat(reader.contentType()).isEqualTo(ContentType.FRAMED);
    assertThat(reader.frameLengthBytes()).isEqualTo(4096);
    assertThat(reader.headerLengthBytes()).isEqualTo(109);
  }

  @Test
  void walksContextPairs() {
    assertThat(read(Headers.version1().bytes())).isTrue();

    ContextPairs pairs = reader.contextPairs();

    assertThat(pairs.next()).isTrue();
    assertThat(pairs.key().contentEquals("aaa".getBytes(UTF_8))).isTrue();
    assertThat(pairs.value().utf8()).isEqualTo("one1");
    assertThat(pairs.next()).isTrue();
    assertThat(pairs.key().utf8()).isEqualTo("bbb");
    assertThat(pairs.value().utf8()).isEqualTo("two2");
    assertThat(pairs.next()).isFalse();
    assertThat(pairs.next()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"aaa, one1", "bbb, two2"})
  void seeksContextPair(String key, String value) {
    assertThat(read(Headers.version1().bytes())).isTrue();

    ContextPairs pairs = reader.contextPairs();
    assertThat(pairs.seek(key.getBytes(UTF_8))).isTrue();
    assertThat(pairs.value().utf8()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource({"''", "a", "aa", "aaaa", "aab", "bb", "bbbb", "c"})
  void seeksInVain(String key) {
    assertThat(read(Headers.version1().bytes())).isTrue();

    assertThat(reader.contextPairs().seek(key.getBytes(UTF_8))).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "raw AES, 6E616D6573, 6B6579 00000080 0000000C 000102030405060708090A0B, key",
    "raw AES without a name, 6E616D6573, 00000080 0000000C 000102030405060708090A0B, ''",
    "one byte short of the shape, 6E616D6573, 000080 0000000C 000102030405060708090A0B,"
        + " 0x0000800000000c000102030405060708090a0b",
    "tag of 96 bits, 6E616D6573, 6B 00000060 0000000C 000102030405060708090A0B,"
        + " 0x6b000000600000000c000102030405060708090a0b",
    "iv of 16 bytes, 6E616D6573, 6B 00000080 00000010 000102030405060708090A0B,"
        + " 0x6b0000008000000010000102030405060708090a0b",
    "raw RSA, 6E616D6573, 6B6579, key",
    "the shape of raw AES under aws-kms, 6177732D6B6D73,"
        + " 61 00000080 0000000C 808182838485868788898A8B,"
        + " 0x61000000800000000c808182838485868788898a8b",
    "not text, 7261772D65636468, 01 FF, 0x01ff",
    "not UTF-8, 7261772D65636468, 61 FF, 0x61ff",
    "a control character, 7261772D65636468, 61 01, 0x6101"
  })
  void tellsKeyName(String name, String provider, String information, String expected) {
    String key = information.replace(" ", "");
    byte[] header =
        Headers.version2()
            .with("key provider id length", "%04X".formatted(provider.length() / 2))
            .with("key provider id: names", provider)
            .with("key provider information length", "%04X".formatted(key.length() / 2))
            .with("key provider information: key1", key)
            .bytes();

    assertThat(read(header)).as(name).isTrue();
    assertThat(EncryptedMessage.of(reader).encryptedDataKeys().get(0).key()).isEqualTo(expected);
  }

  @Test
  void tellsNothingOfARefusedMessage() {
    read(Headers.version1().bytes());
    read(new byte[] {3});

    assertThatIllegalStateException().isThrownBy(reader::suite);
    assertThatIllegalStateException().isThrownBy(reader::contextPairs);
    assertThatIllegalStateException().isThrownBy(() -> EncryptedMessage.of(reader));
  }

  @Test
  void forgetsTheMessageBefore() {
    read(new byte[] {3});
    assertThat(reader.malformation()).isPresent();

    assertThat(read(Headers.version2().bytes())).isTrue();
    assertThat(reader.malformation()).isEmpty();
    assertThat(reader.contextPairs().next()).isFalse();
  }

  @Test
  void aMessageWithoutPairsDoesNotShowThoseOfTheMessageBefore() {
    assertThat(read(Headers.version1().bytes())).isTrue();
    assertThat(reader.contextPairs().seek("aaa".getBytes(UTF_8))).isTrue();

    assertThat(read(Headers.version2().bytes())).isTrue();

    assertThat(reader.contextPairs().count()).isZero();
    assertThat(reader.contextPairs().seek("aaa".getBytes(UTF_8))).isFalse();
    assertThat(reader.contextLengthBytes()).isZero();
  }

  @Test
  void forgetsEverythingOnRelease() {
    read(Headers.version1().bytes());
    Slice messageId = reader.messageId();
    ContextPairs pairs = reader.contextPairs();
    EncryptedDataKeys keys = reader.encryptedDataKeys();
    assertThat(pairs.next() && keys.next()).isTrue();
    Slice keyName = keys.keyName();

    reader.release();

    assertThatIllegalStateException().isThrownBy(reader::suite);
    assertThat(
            Stream.of(
                messageId,
                pairs.key(),
                pairs.value(),
                keys.providerId(),
                keys.providerInformation(),
                keyName,
                keys.ciphertext()))
        .allSatisfy(slice -> assertThat(slice.array()).isEmpty());
    assertThat(pairs.rewind().next() || keys.rewind().next()).isFalse();
  }

  @Test
  void forgetsTheFlawOnRelease() {
    read(new byte[] {3});

    reader.release();

    assertThat(reader.malformation()).isEmpty();
  }

  @Test
  void refusesArgumentsThatCannotBeRight() {
    byte[] header = Headers.version1().bytes();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> reader.read(header, 0, header.length, Depth.HEADER, 0));
    assertThatThrownBy(() -> reader.read(header, 1, header.length, Depth.HEADER, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> reader.read(header, 1, Integer.MAX_VALUE, Depth.HEADER, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> reader.read(header, 0, -1, Depth.HEADER, 1))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void textsOfSlicesDoNotShowThem() {
    read(Headers.version1().bytes());
    ContextPairs pairs = reader.contextPairs();
    pairs.next();

    assertThat(pairs.value()).hasToString("Slice[offset=31, length=4]");
  }

  @Test
  void acceptedMessageCostsNoAllocation() {
    byte[] message =
        Ciphertexts.encrypt(
            Ciphertexts.DEFAULT_SUITE, new byte[9000], Map.of("destination", "queue://ORDERS"));
    byte[] keyName = Ciphertexts.AES_KEY_NAME.getBytes(UTF_8);
    byte[] destination = "destination".getBytes(UTF_8);
    byte[] orders = "queue://ORDERS".getBytes(UTF_8);
    Runnable judge =
        () -> {
          assertTrue(reader.read(message, 0, message.length, Depth.STRUCTURE, 8));
          ContextPairs pairs = reader.contextPairs();
          assertTrue(pairs.seek(destination) && pairs.value().contentEquals(orders));
          EncryptedDataKeys keys = reader.encryptedDataKeys();
          assertTrue(keys.next() && keys.keyName().contentEquals(keyName));
        };
    repeat(judge, 20_000);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    repeat(judge, 10_000);

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
  }

  @Test
  void unsortedKeysAndIvsCostNoAllocationThatGrows() {
    byte[] message =
        Messages.framed()
            .with("key value pairs length", "0011 0003 0001 63 0000 0001 61 0000 0001 62 0000")
            .with("frame 1 iv", "FFFFFFFFFFFFFFFFFFFFFFFF")
            .bytes();
    Runnable judge = () -> assertTrue(reader.read(message, 0, message.length, Depth.STRUCTURE, 8));
    repeat(judge, 20_000);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();

    repeat(judge, 10_000);

    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
  }

  private static void repeat(Runnable action, int times) {
    for (int i = 0; i < times; i++) {
      action.run();
    }
  }
}
