package io.portcullis.esdk;

import static io.portcullis.esdk.Malformation.Kind.INVALID;
import static io.portcullis.esdk.Malformation.Kind.OVER_LIMIT;
import static io.portcullis.esdk.Malformation.Kind.TRUNCATED;
import static io.portcullis.esdk.Malformation.Kind.UNRECOGNIZED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.portcullis.esdk.Malformation.Kind;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderReaderTest {
  private static final int LIMIT = 8;

  /** An empty key, every key of one byte, and as many of two bytes as fit into 65,535. */
  private static final int MOST_PAIRS = 1 + 128 + (65_535 - 2 - 4 - 128 * 5) / 6;

  private final MessageReader reader = new MessageReader();

  private boolean read(byte[] message) {
    return reader.read(message, 0, message.length, Depth.HEADER, LIMIT);
  }

  static Stream<Arguments> validHeaders() {
    AnnotatedHex v1 = Headers.version1();
    AnnotatedHex v2 = Headers.version2();
    return Stream.of(
        argumentSet("version 1", v1),
        argumentSet("version 2", v2),
        argumentSet("version 2, signed", Headers.signed()),
        argumentSet(
            "non-framed, frame length 0",
            v1.with("content type", "01").with("frame length", "00000000")),
        argumentSet("frame length 1", v2.with("frame length", "00000001")),
        argumentSet(
            "frame length 2^31, more than the SDK for Java takes",
            v2.with("frame length", "80000000")),
        argumentSet("frame length 2^32-1", v2.with("frame length", "FFFFFFFF")),
        argumentSet("any iv", v1.with("iv", "FFFFFFFFFFFFFFFFFFFFFFFF")),
        argumentSet("keys in descending order", v1.with("key 2: bbb", "616160")),
        argumentSet(
            "keys in the order of UTF-16",
            v2.with("key value pairs length", "0011 0002 0004 F0908080 0000 0003 EE8080 0000")),
        argumentSet(
            "keys in the order of signed bytes",
            v2.with("key value pairs length", "000D 0002 0002 C3A4 0000 0001 7A 0000")),
        argumentSet(
            "a longer key before its own beginning",
            v2.with("key value pairs length", "000D 0002 0002 6161 0000 0001 61 0000")),
        argumentSet(
            "empty key and value, which the SDK for Java refuses",
            v2.with("key value pairs length", "0006 0001 0000 0000")),
        argumentSet(
            "empty provider id, information and key, which the SDK for JavaScript refuses",
            v2.with("key provider id length", "0000")
                .with("key provider id: names", "")
                .with("key provider information length", "0000")
                .with("key provider information: key1", "")
                .with("encrypted data key length", "0000")
                .with("encrypted data key", "")),
        argumentSet(
            "provider information that is not UTF-8",
            v2.with("key provider information: key1", "FF80C0FE")),
        argumentSet(
            "key and value of four-byte UTF-8",
            v2.with("key value pairs length", "000E 0001 0004 F09F9880 0004 F48FBFBF")),
        argumentSet(
            "U+E000 before U+10000, the order of UTF-8 and not of UTF-16",
            v2.with("key value pairs length", "0011 0002 0003 EE8080 0000 0004 F0908080 0000")));
  }

  @ParameterizedTest
  @MethodSource("validHeaders")
  void acceptsValidHeader(AnnotatedHex header) {
    boolean accepted = read(header.bytes());

    assertThat(reader.malformation()).isEmpty();
    assertThat(accepted).isTrue();
    assertThat(reader.headerLengthBytes()).isEqualTo(header.bytes().length);
  }

  @ParameterizedTest
  @MethodSource("validHeaders")
  void refusesEveryPrefixAsTruncated(AnnotatedHex header) {
    byte[] whole = header.bytes();

    for (int length = 0; length < whole.length; length++) {
      assertThat(read(Arrays.copyOf(whole, length))).as("%d, alone", length).isFalse();
      assertThat(reader.malformation().orElseThrow().kind()).as("%d", length).isEqualTo(TRUNCATED);
      assertThat(reader.read(whole, 0, length, Depth.HEADER, LIMIT)).as("%d", length).isFalse();
      assertThat(reader.malformation().orElseThrow().kind()).as("%d", length).isEqualTo(TRUNCATED);
    }
  }

  @ParameterizedTest
  @MethodSource("validHeaders")
  void readsInTheMiddleOfAnArray(AnnotatedHex header) {
    byte[] whole = header.bytes();
    byte[] surrounded = new byte[whole.length + 20];
    Arrays.fill(surrounded, (byte) 0xFF);
    System.arraycopy(whole, 0, surrounded, 7, whole.length);

    assertThat(reader.read(surrounded, 7, whole.length, Depth.HEADER, LIMIT)).isTrue();
    assertThat(reader.headerLengthBytes()).isEqualTo(whole.length);
    assertThat(reader.read(surrounded, 7, whole.length - 1, Depth.HEADER, LIMIT)).isFalse();
    assertThat(reader.malformation().orElseThrow().offset()).isEqualTo(whole.length - 16);
  }

  static Stream<Arguments> flawedHeaders() {
    AnnotatedHex v1 = Headers.version1();
    AnnotatedHex v2 = Headers.version2();
    return Stream.of(
        argumentSet(
            "version 0",
            v1.with("version", "00"),
            UNRECOGNIZED,
            "version at offset 0: 0x00, must be 0x01 or 0x02"),
        argumentSet(
            "version 3",
            v2.with("version", "03"),
            UNRECOGNIZED,
            "version at offset 0: 0x03, must be 0x01 or 0x02"),
        argumentSet(
            "version FF",
            v1.with("version", "FF"),
            UNRECOGNIZED,
            "version at offset 0: 0xFF, must be 0x01 or 0x02"),
        argumentSet(
            "type", v1.with("type", "81"), UNRECOGNIZED, "type at offset 1: 0x81, must be 0x80"),
        argumentSet(
            "version 2 suite in version 1",
            v1.with("algorithm suite id", "0478"),
            INVALID,
            "algorithm suite id at offset 2: 0x0478 is of version 2, not 1"),
        argumentSet(
            "version 1 suite in version 2",
            v2.with("algorithm suite id", "0178"),
            INVALID,
            "algorithm suite id at offset 1: 0x0178 is of version 1, not 2"),
        argumentSet(
            "context of 1 byte",
            v2.with("key value pairs length", "0001 00"),
            INVALID,
            "key value pairs length at offset 35: 1, must be 0 or at least 6"),
        argumentSet(
            "context of a count only",
            v2.with("key value pairs length", "0002 0000"),
            INVALID,
            "key value pairs length at offset 35: 2, must be 0 or at least 6"),
        argumentSet(
            "context of 5 bytes",
            v2.with("key value pairs length", "0005 0001 000000"),
            INVALID,
            "key value pairs length at offset 35: 5, must be 0 or at least 6"),
        argumentSet(
            "pair count 0",
            v2.with("key value pairs length", "0006 0000 0000 0000"),
            INVALID,
            "key value pair count at offset 37: 0, must be at least 1"),
        argumentSet(
            "pair count too small",
            v1.with("key value pair count", "0001"),
            INVALID,
            "key value pairs at offset 35: 11 bytes behind the last pair, must be 0"),
        argumentSet(
            "pair count too large",
            v1.with("key value pair count", "0003"),
            INVALID,
            "key length at offset 46: needs 2 bytes, 0 left in the key value pairs"),
        argumentSet(
            "pairs length one more",
            v1.with("key value pairs length", "0019"),
            INVALID,
            "key value pairs at offset 46: 1 byte behind the last pair, must be 0"),
        argumentSet(
            "pairs length one less",
            v1.with("key value pairs length", "0017"),
            INVALID,
            "value length at offset 40: 4, 3 left in the key value pairs"),
        argumentSet(
            "pairs length within a key",
            v1.with("key value pairs length", "0010"),
            INVALID,
            "key length at offset 35: 3, 1 left in the key value pairs"),
        argumentSet(
            "pairs length within a key length",
            v1.with("key value pairs length", "000E"),
            INVALID,
            "key length at offset 35: needs 2 bytes, 1 left in the key value pairs"),
        argumentSet(
            "pairs length longer than the message",
            v1.with("key value pairs length", "FFFF"),
            TRUNCATED,
            "key value pairs at offset 22: needs 65535 bytes, 87 left in the message"),
        argumentSet(
            "key length beyond the pairs",
            v1.with("key 1 length", "FFFF"),
            INVALID,
            "key length at offset 24: 65535, 20 left in the key value pairs"),
        argumentSet(
            "value length beyond the pairs",
            v1.with("value 2 length", "0005"),
            INVALID,
            "value length at offset 40: 5, 4 left in the key value pairs"),
        argumentSet(
            "same key twice",
            v1.with("key 2: bbb", "616161"),
            INVALID,
            "key at offset 37: the same as an earlier one, must occur once"),
        argumentSet(
            "same key twice, another between",
            v2.with("key value pairs length", "0011 0003 0001 62 0000 0001 61 0000 0001 62 0000"),
            INVALID,
            "key at offset 51: the same as an earlier one, must occur once"),
        argumentSet(
            "key not UTF-8",
            v1.with("key 1: aaa", "6161FF"),
            INVALID,
            "key at offset 28: not UTF-8"),
        argumentSet(
            "value not UTF-8",
            v1.with("value 2: two2", "C0806F6F"),
            INVALID,
            "value at offset 42: not UTF-8"),
        argumentSet(
            "encrypted data key count 0",
            v2.with("encrypted data key count", "0000"),
            INVALID,
            "encrypted data key count at offset 37: 0, must be at least 1"),
        argumentSet(
            "encrypted data key count over the limit",
            v2.with("encrypted data key count", "0009"),
            OVER_LIMIT,
            "encrypted data key count at offset 37: 9, at most 8 allowed"),
        argumentSet(
            "encrypted data key count 65535",
            v2.with("encrypted data key count", "FFFF"),
            OVER_LIMIT,
            "encrypted data key count at offset 37: 65535, at most 8 allowed"),
        argumentSet(
            "provider id longer than the message",
            v2.with("key provider id length", "FFFF"),
            TRUNCATED,
            "key provider id at offset 41: needs 65535 bytes, 74 left in the message"),
        argumentSet(
            "provider id not UTF-8",
            v2.with("key provider id: names", "6E616D65C3"),
            INVALID,
            "key provider id at offset 45: not UTF-8"),
        argumentSet(
            "provider information longer than the message",
            v2.with("key provider information length", "FFFF"),
            TRUNCATED,
            "key provider information at offset 48: needs 65535 bytes, 67 left in the message"),
        argumentSet(
            "encrypted data key longer than the message",
            v2.with("encrypted data key length", "FFFF"),
            TRUNCATED,
            "encrypted data key at offset 54: needs 65535 bytes, 61 left in the message"),
        argumentSet(
            "content type 0",
            v2.with("content type", "00"),
            INVALID,
            "content type at offset 62: 0x00, must be 0x01 or 0x02"),
        argumentSet(
            "content type 3",
            v2.with("content type", "03"),
            INVALID,
            "content type at offset 62: 0x03, must be 0x01 or 0x02"),
        argumentSet(
            "reserved, first bit",
            v1.with("reserved", "80000000"),
            INVALID,
            "reserved at offset 72: must be 0x00000000"),
        argumentSet(
            "reserved, last bit",
            v1.with("reserved", "00000001"),
            INVALID,
            "reserved at offset 72: must be 0x00000000"),
        argumentSet(
            "iv length 11",
            v1.with("iv length", "0B"),
            INVALID,
            "iv length at offset 76: 11, must be 12"),
        argumentSet(
            "iv length 16, which the SDK for Java takes",
            v1.with("iv length", "10"),
            INVALID,
            "iv length at offset 76: 16, must be 12"),
        argumentSet(
            "framed, frame length 0",
            v2.with("frame length", "00000000"),
            INVALID,
            "frame length at offset 63: 0, must be at least 1 for framed content"),
        argumentSet(
            "non-framed, frame length 1",
            v1.with("content type", "01").with("frame length", "00000001"),
            INVALID,
            "frame length at offset 77: 1, must be 0 for non-framed content"),
        argumentSet(
            "non-framed, frame length 2^32-1",
            v2.with("content type", "01").with("frame length", "FFFFFFFF"),
            INVALID,
            "frame length at offset 63: above 65535, must be 0 for non-framed content"),
        argumentSet(
            "signed without a public key",
            v2.with("algorithm suite id", "0578"),
            INVALID,
            "key value pairs at offset 37: no aws-crypto-public-key for signed suite 0x0578"),
        argumentSet(
            "signed with a key that is as long as the public key's",
            v2.with("algorithm suite id", "0578")
                .with(
                    "key value pairs length",
                    "001F 0001 0015 6177732D63727970746F2D7075626C69632D6B657A 0004 41414141"),
            INVALID,
            "key value pairs at offset 37: no aws-crypto-public-key for signed suite 0x0578"),
        argumentSet(
            "signed with other pairs only",
            v1.with("algorithm suite id", "0378"),
            INVALID,
            "key value pairs at offset 22: no aws-crypto-public-key for signed suite 0x0378"),
        argumentSet(
            "unsigned with a public key",
            Headers.signed().with("algorithm suite id", "0478"),
            INVALID,
            "key at offset 41: aws-crypto-public-key for unsigned suite 0x0478"),
        argumentSet(
            "empty",
            AnnotatedHex.of(""),
            TRUNCATED,
            "version at offset 0: needs 1 byte, 0 left in the message"));
  }

  @ParameterizedTest
  @MethodSource("flawedHeaders")
  void refusesFlawedHeader(AnnotatedHex header, Kind kind, String description) {
    boolean accepted = read(header.bytes());

    Malformation malformation = reader.malformation().orElseThrow();
    assertThat(accepted).isFalse();
    assertThat(malformation.describe()).isEqualTo(description);
    assertThat(malformation.kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({
    "0000, reserved", "0013, next to 0014", "0015, next to 0014", "0070, S3 Encryption Client",
    "0074, S3 Encryption Client", "0577, next to 0578", "0579, next to 0578", "7805, swapped bytes",
    "6700, Database Encryption SDK", "6701, Database Encryption SDK", "FFFF, the last"
  })
  void refusesSuiteThatIsNotOfThisFormat(String id, String why) {
    assertThat(read(Headers.version1().with("algorithm suite id", id).bytes())).as(why).isFalse();
    assertThat(reader.malformation().orElseThrow().describe())
        .isEqualTo(
            "algorithm suite id at offset 2: 0x"
                + id
                + " is no algorithm suite of the AWS Encryption SDK");
    assertThat(reader.malformation().orElseThrow().kind()).isEqualTo(UNRECOGNIZED);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 65_535})
  void acceptsAsManyEncryptedDataKeysAsAllowed(int count) {
    byte[] header = headerWithKeys(count);

    assertThat(reader.read(header, 0, header.length, Depth.HEADER, count)).isTrue();
    assertThat(reader.encryptedDataKeys().count()).isEqualTo(count);
    if (count > 1) {
      assertThat(reader.read(header, 0, header.length, Depth.HEADER, count - 1)).isFalse();
      assertThat(reader.malformation().orElseThrow().kind()).isEqualTo(OVER_LIMIT);
    }
  }

  @Test
  void judgesTheCountOfEncryptedDataKeysBeforeItWalksThem() {
    byte[] header = headerWithKeys(9);

    boolean accepted = reader.read(header, 0, 39, Depth.HEADER, 8);

    assertThat(accepted).isFalse();
    assertThat(reader.malformation().orElseThrow().kind()).isEqualTo(OVER_LIMIT);
  }

  private static byte[] headerWithKeys(int count) {
    return Headers.version2()
        .with("encrypted data key count", HexFormat.of().toHexDigits((short) count))
        .with("key provider id length", "")
        .with("key provider id: names", "")
        .with("key provider information length", "")
        .with("key provider information: key1", "")
        .with("encrypted data key length", "")
        .with("encrypted data key", "0000 0000 0000".repeat(count))
        .bytes();
  }

  @Test
  void acceptsTheLargestContext() {
    StringBuilder pairs = new StringBuilder("FFFF 0001 0003 616161 FFF6");
    pairs.append("62".repeat(0xFFF6));

    assertThat(read(Headers.version2().with("key value pairs length", pairs.toString()).bytes()))
        .isTrue();
    assertThat(reader.contextLengthBytes()).isEqualTo(65_535);
  }

  @Test
  void readsTheMostPairsThatFit() {
    StringBuilder pairs = new StringBuilder("0000 0000");
    int count = 1;
    for (int first = 0; first < 128; first++) {
      pairs.append("0001 %02X 0000".formatted(first));
      count++;
      for (int second = 0; second < 128 && count < MOST_PAIRS - (127 - first); second++) {
        pairs.append("0002 %02X%02X 0000".formatted(first, second));
        count++;
      }
    }
    int length = 2 + 4 + 128 * 5 + (MOST_PAIRS - 129) * 6;
    String field = "%04X %04X".formatted(length, MOST_PAIRS) + pairs;

    assertThat(read(Headers.version2().with("key value pairs length", field).bytes())).isTrue();
    assertThat(reader.contextPairs().count()).isEqualTo(MOST_PAIRS);
  }
}
