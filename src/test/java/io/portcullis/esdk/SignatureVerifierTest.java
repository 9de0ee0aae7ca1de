package io.portcullis.esdk;

import static io.portcullis.esdk.Malformation.Kind.INVALID;
import static io.portcullis.esdk.Malformation.Kind.UNVERIFIED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import com.amazonaws.encryptionsdk.CryptoAlgorithm;
import java.math.BigInteger;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SignatureVerifierTest {
  private static final X9ECParameters P384 = CustomNamedCurves.getByName("P-384");
  private static final BigInteger PRIME = P384.getCurve().getField().getCharacteristic();
  private static final HexFormat HEX = HexFormat.of();

  private final MessageReader reader = new MessageReader();

  private boolean read(byte[] message) {
    return reader.read(message, 0, message.length, Depth.SIGNATURE, 8);
  }

  @ParameterizedTest
  @EnumSource
  void acceptsWhatTheSdkSigns(CryptoAlgorithm suite) {
    byte[] message = Ciphertexts.encrypt(suite, new byte[100], Map.of("tenant", "a"));

    boolean accepted = read(message);

    assertThat(reader.malformation()).isEmpty();
    assertThat(accepted).isTrue();
    assertThat(reader.depth()).isEqualTo(Depth.SIGNATURE);
  }

  @Test
  void refusesMessageWithAnyBitChanged() {
    byte[] message = Ciphertexts.encrypt(new byte[10]);

    for (int i = 0; i < message.length; i++) {
      message[i] ^= (byte) (1 << i % 8);
      assertThat(read(message)).as("byte %d", i).isFalse();
      message[i] ^= (byte) (1 << i % 8);
    }
    assertThat(read(message)).isTrue();
  }

  @Test
  void saysThatTheSignatureDoesNotVerify() {
    AnnotatedHex message = SelfSigned.p384().signed().with("encrypted content", "0000000000");

    assertThat(read(message.bytes())).isFalse();
    assertThat(reader.malformation().orElseThrow().describe())
        .isEqualTo(
            "signature at offset "
                + message.offsetOf("signature")
                + ": does not verify with the public key in the message");
    assertThat(reader.malformation().orElseThrow().kind()).isEqualTo(UNVERIFIED);
    assertThat(reader.depth()).isEqualTo(Depth.SIGNATURE);
  }

  static Stream<Arguments> signers() {
    return Stream.of(
        argumentSet("P-256", SelfSigned.p256()), argumentSet("P-384", SelfSigned.p384()));
  }

  @ParameterizedTest
  @MethodSource("signers")
  void passesPlaintextThatAnyoneSigned(SelfSigned anyone) {
    assertThat(read(anyone.signed().bytes())).isTrue();
  }

  @ParameterizedTest
  @MethodSource("signers")
  void refusesTheSignatureOfSomeoneElse(SelfSigned someone) {
    AnnotatedHex message = SelfSigned.p384().signed();
    AnnotatedHex other = someone.signed();
    byte[] bytes = other.bytes();
    byte[] signature =
        HEX.parseHex(HEX.formatHex(bytes).substring(2 * other.offsetOf("signature")));

    assertThat(
            read(
                message
                    .with("signature length", "%04X".formatted(signature.length))
                    .with("signature", HEX.formatHex(signature))
                    .bytes()))
        .isFalse();
    assertThat(reader.malformation().orElseThrow().kind()).isEqualTo(UNVERIFIED);
  }

  @Test
  void acceptsBothSignaturesThatTheKeyCanMake() {
    AnnotatedHex message = SelfSigned.p384().signed();
    assertThat(read(message.bytes())).isTrue();
    byte[] signature = HEX.parseHex(message.hex("signature"));
    int rLength = signature[3];
    BigInteger r = new BigInteger(signature, 4, rLength);
    BigInteger s = new BigInteger(signature, 6 + rLength, signature[5 + rLength]);

    byte[] other = der(r, P384.getN().subtract(s));

    assertThat(other).isNotEqualTo(signature);
    assertThat(
            read(
                message
                    .with("signature length", "%04X".formatted(other.length))
                    .with("signature", HEX.formatHex(other))
                    .bytes()))
        .isTrue();
  }

  private static byte[] der(BigInteger r, BigInteger s) {
    byte[] first = r.toByteArray();
    byte[] second = s.toByteArray();
    return HEX.parseHex(
        "30%02X02%02X".formatted(first.length + second.length + 4, first.length)
            + HEX.formatHex(first)
            + "02%02X".formatted(second.length)
            + HEX.formatHex(second));
  }

  static Stream<Arguments> signaturesOutOfRange() {
    BigInteger one = BigInteger.ONE;
    BigInteger order = P384.getN();
    return Stream.of(
        argumentSet("r is 0", der(BigInteger.ZERO, one), INVALID),
        argumentSet("s is 0", der(one, BigInteger.ZERO), INVALID),
        argumentSet("both are 1", der(one, one), UNVERIFIED),
        argumentSet("r is the order", der(order, one), INVALID),
        argumentSet("s is the order", der(one, order), INVALID),
        argumentSet("both are one less", der(order.subtract(one), order.subtract(one)), UNVERIFIED),
        argumentSet("r is all ones", der(one.shiftLeft(384).subtract(one), one), INVALID),
        argumentSet("s is of 385 bits", der(one, one.shiftLeft(384)), INVALID));
  }

  @ParameterizedTest
  @MethodSource("signaturesOutOfRange")
  void refusesSignatureOutOfRange(byte[] signature, Malformation.Kind kind) {
    SelfSigned signer = SelfSigned.p384();
    AnnotatedHex unsigned = signer.unsigned(signer.publicKey());

    boolean accepted = read(SelfSigned.withFooter(unsigned, signature).bytes());

    assertThat(accepted).isFalse();
    assertThat(reader.malformation().orElseThrow().kind()).isEqualTo(kind);
    if (kind == INVALID) {
      assertThat(reader.malformation().orElseThrow().reason())
          .isEqualTo("integer is not between 0 and the order of P-384");
    }
  }

  private static String key(String hex) {
    return Base64.getEncoder().encodeToString(HEX.parseHex(hex));
  }

  private static String key(BigInteger x) {
    return key("02%096X".formatted(x));
  }

  static Stream<Arguments> flawedPublicKeys() {
    String right = key(P384.getG().getAffineXCoord().toBigInteger());
    String generator = HEX.formatHex(P384.getG().getEncoded(false));
    return Stream.of(
        argumentSet("empty", "", "0 characters, must be 68"),
        argumentSet("of P-256", SelfSigned.p256().publicKey(), "44 characters, must be 68"),
        argumentSet("uncompressed", key(generator), "132 characters, must be 68"),
        argumentSet("no padding", right.substring(0, 66), "66 characters, must be 68"),
        argumentSet("one byte less", key("02" + "00".repeat(47)), "64 characters, must be 68"),
        argumentSet("one byte more", key("02" + "00".repeat(49)), "50 bytes, must be 49"),
        argumentSet("two bytes more", key("02" + "00".repeat(50)), "51 bytes, must be 49"),
        argumentSet(
            "url-safe",
            "_" + right.substring(1),
            "base64 text at offset 0: not a character of the standard alphabet"),
        argumentSet(
            "pad bits",
            right.substring(0, 65) + (char) (right.charAt(65) + 1) + "==",
            "base64 text at offset 65: pad bits are not zero"),
        argumentSet(
            "prefix 00",
            key("00" + "00".repeat(48)),
            "point starts with 0x00, must be 0x02 or 0x03"),
        argumentSet(
            "prefix 01",
            key("01" + "00".repeat(48)),
            "point starts with 0x01, must be 0x02 or 0x03"),
        argumentSet(
            "prefix 04, cut",
            key(generator.substring(0, 98)),
            "point starts with 0x04, must be 0x02 or 0x03"),
        argumentSet("coordinate is p", key(PRIME), "coordinate is not below the prime of P-384"),
        argumentSet(
            "coordinate is 2^384-1",
            key("03" + "FF".repeat(48)),
            "coordinate is not below the prime of P-384"),
        argumentSet(
            "coordinate of no point",
            key(coordinateOfNoPoint()),
            "coordinate belongs to no point of P-384"));
  }

  /** The largest coordinate of which there is no point, so close below the prime. */
  private static BigInteger coordinateOfNoPoint() {
    BigInteger x = PRIME.subtract(BigInteger.ONE);
    while (isCoordinate(x)) {
      x = x.subtract(BigInteger.ONE);
    }
    return x;
  }

  private static boolean isCoordinate(BigInteger x) {
    BigInteger a = P384.getCurve().getA().toBigInteger();
    BigInteger b = P384.getCurve().getB().toBigInteger();
    BigInteger square = x.pow(3).add(a.multiply(x)).add(b).mod(PRIME);
    BigInteger half = PRIME.subtract(BigInteger.ONE).shiftRight(1);
    return square.modPow(half, PRIME).equals(BigInteger.ONE);
  }

  @ParameterizedTest
  @MethodSource("flawedPublicKeys")
  void refusesFlawedPublicKey(String publicKey, String reason) {
    AnnotatedHex unsigned = SelfSigned.p384().unsigned(publicKey);
    byte[] signature = der(BigInteger.ONE, BigInteger.ONE);

    boolean accepted = read(SelfSigned.withFooter(unsigned, signature).bytes());

    assertThat(accepted).isFalse();
    assertThat(reader.malformation())
        .contains(new Malformation(INVALID, "aws-crypto-public-key", 49, reason));
  }

  @Test
  void structureDepthDoesNotLookAtThePublicKey() {
    AnnotatedHex unsigned = SelfSigned.p384().unsigned("no key");
    byte[] message = SelfSigned.withFooter(unsigned, der(BigInteger.ONE, BigInteger.ONE)).bytes();

    assertThat(reader.read(message, 0, message.length, Depth.STRUCTURE, 8)).isTrue();
  }

  @Test
  void readsInTheMiddleOfAnArray() {
    byte[] message = Ciphertexts.encrypt(new byte[10]);
    byte[] surrounded = new byte[message.length + 20];
    System.arraycopy(message, 0, surrounded, 7, message.length);

    assertThat(reader.read(surrounded, 7, message.length, Depth.SIGNATURE, 8)).isTrue();
  }
}
