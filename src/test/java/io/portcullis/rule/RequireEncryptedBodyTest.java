package io.portcullis.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.policy.BodyDemand;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RequireEncryptedBodyTest {

  private static final byte[] MESSAGE =
      Ciphertexts.encrypt("secret".getBytes(StandardCharsets.UTF_8));
  private static final byte[] BASE64 = Base64.getEncoder().encode(MESSAGE);

  private final RequireEncryptedBody rule = new RequireEncryptedBody();

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("nothing", BodyFacts.EMPTY, "it has no body"),
        Arguments.of("a map", BodyFacts.unreadable("a map"), "its body is a map"),
        Arguments.of(
            "plaintext",
            bytes("Hello"),
            "its body is not an AWS Encryption SDK message (version at offset 0)"),
        Arguments.of(
            "plaintext in a text",
            text("Hello"),
            "its body is not an AWS Encryption SDK message (base64 text at offset "),
        Arguments.of(
            "base64 in bytes",
            bytes(new String(BASE64, StandardCharsets.US_ASCII)),
            "its bytes are the base64 of an AWS Encryption SDK message"),
        Arguments.of(
            "base64 of plaintext in a text",
            text(Base64.getEncoder().encodeToString("Hello".getBytes(StandardCharsets.UTF_8))),
            "its body is not an AWS Encryption SDK message (version at offset 0)"),
        Arguments.of(
            "base64 with a line break",
            text(Base64.getMimeEncoder().encodeToString(MESSAGE)),
            "its body is not an AWS Encryption SDK message (base64 text at offset 76"),
        Arguments.of(
            "a header cut off",
            BodyFacts.bytes(MESSAGE, 0, 40),
            "its body is not an AWS Encryption SDK message ("));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refused(String name, BodyFacts body, String found) {
    assertThat(rule.judge(send(BodyDemand.ENCRYPTED, "", body)))
        .singleElement()
        .satisfies(
            violation -> {
              assertThat(violation.where()).isEqualTo("message to queue://X");
              assertThat(violation.found()).startsWith(found);
            });
  }

  @Test
  void aMessagePassesInBytesAndAsBase64InAText() {
    assertThat(judge(BodyFacts.bytes(MESSAGE, 0, MESSAGE.length))).isEmpty();
    assertThat(judge(BodyFacts.text(BASE64, 0, BASE64.length))).isEmpty();
  }

  @Test
  void aMessageLargerThanTheRoomThatIsKeptPassesAsText() {
    byte[] text = Base64.getEncoder().encode(Ciphertexts.encrypt(new byte[200_000]));

    assertThat(judge(BodyFacts.text(text, 0, text.length))).isEmpty();
    assertThat(judge(BodyFacts.text(BASE64, 0, BASE64.length))).isEmpty();
  }

  @Test
  void whereAnythingGoesNothingIsRead() {
    assertThat(rule.judge(send(BodyDemand.ANY, "", bytes("Hello")))).isEmpty();
  }

  @Test
  void aProducerThatIsRegisteredElsewhereIsRefusedWhateverItSends() {
    BodyFacts encrypted = BodyFacts.bytes(MESSAGE, 0, MESSAGE.length);

    assertThat(rule.judge(send(BodyDemand.ANY, "queue://Y", encrypted)))
        .extracting(Violation::line)
        .containsExactly(
            "[require-encrypted-body] message to queue://X: its producer is registered for"
                + " queue://Y, where it would be delivered; send it there, or with a producer that"
                + " names no destination");
  }

  private List<Violation> judge(BodyFacts body) {
    return rule.judge(send(BodyDemand.ENCRYPTED, "", body));
  }

  private static SendFacts send(BodyDemand demand, String registered, BodyFacts body) {
    return new SendFacts("queue://X", demand, registered, body);
  }

  private static BodyFacts bytes(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return BodyFacts.bytes(bytes, 0, bytes.length);
  }

  private static BodyFacts text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return BodyFacts.text(bytes, 0, bytes.length);
  }
}
