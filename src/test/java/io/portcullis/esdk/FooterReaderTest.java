package io.portcullis.esdk;

import static io.portcullis.esdk.Malformation.Kind.INVALID;
import static io.portcullis.esdk.Malformation.Kind.TRAILING;
import static io.portcullis.esdk.Malformation.Kind.TRUNCATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.portcullis.esdk.Malformation.Kind;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class FooterReaderTest {
  private final MessageReader reader = new MessageReader();

  private boolean read(AnnotatedHex message) {
    byte[] bytes = message.bytes();
    return reader.read(bytes, 0, bytes.length, Depth.STRUCTURE, 8);
  }

  private static AnnotatedHex withSignature(String hex) {
    String digits = hex.replace(" ", "");
    AnnotatedHex message = Messages.signed();
    for (String field :
        new String[] {"sequence tag", "sequence length", "r tag", "r length", "r", "s tag"}) {
      message = message.with(field, "");
    }
    return message
        .with("signature length", "%04X".formatted(digits.length() / 2))
        .with("s length", "")
        .with("s", digits);
  }

  static Stream<Arguments> validSignatures() {
    String most = "00" + "FF".repeat(48);
    return Stream.of(
        argumentSet("shortest", "3006 020101 020101"),
        argumentSet("zeros, which only the range forbids", "3006 020100 020100"),
        argumentSet("highest bit behind a zero byte", "3008 02020080 02020080"),
        argumentSet("longest", "3066 0231" + most + "0231" + most),
        argumentSet("longest r, shortest s", "3036 0231" + most + "020101"),
        argumentSet("shortest r, longest s", "3036 020101 0231" + most));
  }

  @ParameterizedTest
  @MethodSource("validSignatures")
  void acceptsEverySignatureInDer(String signature) {
    boolean accepted = read(withSignature(signature));

    assertThat(reader.malformation()).isEmpty();
    assertThat(accepted).isTrue();
  }

  static Stream<Arguments> flawedFooters() {
    AnnotatedHex signed = Messages.signed();
    String most = "00" + "FF".repeat(48);
    return Stream.of(
        argumentSet(
            "no footer",
            withSignature("").with("signature length", ""),
            TRUNCATED,
            "signature length at offset 261: needs 2 bytes, 0 left in the message"),
        argumentSet(
            "length 0",
            withSignature(""),
            INVALID,
            "signature length at offset 261: 0, must be 8 to 104"),
        argumentSet(
            "one byte too short for two numbers",
            withSignature("3005 020101 0200"),
            INVALID,
            "signature length at offset 261: 7, must be 8 to 104"),
        argumentSet(
            "one byte too long for two numbers",
            withSignature("3067 0232 00" + most + "0231" + most),
            INVALID,
            "signature length at offset 261: 105, must be 8 to 104"),
        argumentSet(
            "length 65535",
            signed.with("signature length", "FFFF"),
            INVALID,
            "signature length at offset 261: 65535, must be 8 to 104"),
        argumentSet(
            "length one more",
            signed.with("signature length", "000B"),
            TRUNCATED,
            "signature at offset 263: needs 11 bytes, 10 left in the message"),
        argumentSet(
            "length one less",
            signed.with("signature length", "0009"),
            INVALID,
            "signature at offset 264: sequence length 8, must be 7"),
        argumentSet(
            "a byte behind the signature, within its length",
            withSignature("3006 020101 020101 00"),
            INVALID,
            "signature at offset 264: sequence length 6, must be 7"),
        argumentSet(
            "a byte behind the signature, not within its length",
            withSignature("3006 020101 020101 00").with("signature length", "0008"),
            TRAILING,
            "message at offset 271: ends here, but has 1 byte behind it"),
        argumentSet(
            "a byte behind s, within the sequence",
            withSignature("3007 020101 020101 00"),
            INVALID,
            "signature at offset 271: 1 byte behind s, must be 0"),
        argumentSet(
            "a third number",
            withSignature("3009 020101 020101 020101"),
            INVALID,
            "signature at offset 271: 3 bytes behind s, must be 0"),
        argumentSet(
            "set instead of sequence",
            signed.with("sequence tag", "31"),
            INVALID,
            "signature at offset 263: sequence tag 0x31, must be 0x30"),
        argumentSet(
            "sequence length in two bytes, as BER allows",
            withSignature("308106 020101 020101"),
            INVALID,
            "signature at offset 264: sequence length 129, must be 7"),
        argumentSet(
            "indefinite length, as BER allows",
            withSignature("3080 020101 020101 0000"),
            INVALID,
            "signature at offset 264: sequence length 128, must be 8"),
        argumentSet(
            "r is a bit string",
            signed.with("r tag", "03"),
            INVALID,
            "signature at offset 265: integer tag 0x03, must be 0x02"),
        argumentSet(
            "s is a bit string",
            signed.with("s tag", "03"),
            INVALID,
            "signature at offset 269: integer tag 0x03, must be 0x02"),
        argumentSet(
            "r is empty",
            withSignature("3006 0200 02020101"),
            INVALID,
            "signature at offset 266: integer length 0, must be 1 to 1"),
        argumentSet(
            "r takes all but the tag of s",
            withSignature("3006 0203010101 02"),
            INVALID,
            "signature at offset 266: integer length 3, must be 1 to 1"),
        argumentSet(
            "r length in two bytes, as BER allows",
            withSignature("3007 02810101 020101"),
            INVALID,
            "signature at offset 266: integer length 129, must be 1 to 2"),
        argumentSet(
            "s is empty",
            withSignature("3006 020101 020001"),
            INVALID,
            "signature at offset 269: integer length 0, must be 1 to 1"),
        argumentSet(
            "s is longer than the sequence",
            withSignature("3006 020101 020201"),
            INVALID,
            "signature at offset 269: integer length 2, must be 1 to 1"),
        argumentSet(
            "r is longer than the curve's numbers",
            withSignature("3037 0232 01" + most + "020101"),
            INVALID,
            "signature at offset 266: integer length 50, must be 1 to 49"),
        argumentSet(
            "s is longer than the curve's numbers",
            withSignature("3037 020101 0232 01" + most),
            INVALID,
            "signature at offset 269: integer length 50, must be 1 to 49"),
        argumentSet(
            "r is negative, which the JDK takes",
            withSignature("3006 020180 020101"),
            INVALID,
            "signature at offset 267: integer is negative"),
        argumentSet(
            "s is negative",
            withSignature("3006 020101 0201FF"),
            INVALID,
            "signature at offset 270: integer is negative"),
        argumentSet(
            "r has a needless zero byte",
            withSignature("3007 0202007F 020101"),
            INVALID,
            "signature at offset 267: integer has a needless zero byte"),
        argumentSet(
            "s has a needless zero byte",
            withSignature("3007 020101 02020000"),
            INVALID,
            "signature at offset 270: integer has a needless zero byte"));
  }

  @ParameterizedTest
  @MethodSource("flawedFooters")
  void refusesFlawedFooter(AnnotatedHex message, Kind kind, String description) {
    boolean accepted = read(message);

    Malformation malformation = reader.malformation().orElseThrow();
    assertThat(accepted).isFalse();
    assertThat(malformation.describe()).isEqualTo(description);
    assertThat(malformation.kind()).isEqualTo(kind);
  }

  @ParameterizedTest
  @CsvSource({"0214, 72", "0346, 104", "0378, 104"})
  void longestSignatureDependsOnTheCurve(String suite, int longest) {
    AnnotatedHex message = Messages.nonFramed().with("algorithm suite id", suite);
    for (String field : Headers.PAIR_FIELDS) {
      message = message.with(field, "");
    }
    message =
        message.with(
            "key value pairs length",
            "001F 0001 0015 6177732D63727970746F2D7075626C69632D6B6579 0004 41414141");
    int number = (longest - 6) / 2;
    String integer = "02%02X00".formatted(number) + "FF".repeat(number - 1);
    String signature = "30%02X".formatted(longest - 2) + integer + integer;

    AnnotatedHex right =
        message.followedBy(AnnotatedHex.of("%04X %s # footer".formatted(longest, signature)));
    AnnotatedHex tooLong =
        message.followedBy(AnnotatedHex.of("%04X %s00 # footer".formatted(longest + 1, signature)));

    assertThat(read(right)).isTrue();
    assertThat(read(tooLong)).isFalse();
    assertThat(reader.malformation().orElseThrow().reason())
        .isEqualTo((longest + 1) + ", must be 8 to " + longest);
  }
}
