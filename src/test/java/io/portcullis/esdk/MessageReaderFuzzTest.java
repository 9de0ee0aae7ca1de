package io.portcullis.esdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** The way of a body, binary or text; Jazzer changes it by what it sees covered. */
class MessageReaderFuzzTest {
  private final MessageReader reader = new MessageReader();
  private final StrictBase64 base64 = new StrictBase64();

  static Stream<byte[]> bodies() {
    return Stream.of(
        Messages.framed().bytes(),
        Messages.nonFramed().bytes(),
        Messages.signed().bytes(),
        Messages.framed()
            .with("key value pairs length", "0011 0003 0001 63 0000 0001 61 0000 0001 62 0000")
            .with("frame 1 iv", "FFFFFFFFFFFFFFFFFFFFFFFF")
            .bytes(),
        SelfSigned.p256().signed().bytes(),
        SelfSigned.p384().signed().bytes(),
        Base64.getEncoder().encode(Messages.framed().bytes()),
        Base64.getMimeEncoder().encode(Messages.nonFramed().bytes()),
        "\"data:;base64,AgR4\\/\"".getBytes(StandardCharsets.UTF_8),
        "{\"a\":\"AgR4\",\"protected\":\"eyJ\"}".getBytes(StandardCharsets.UTF_8),
        new byte[] {0x30, (byte) 0x83, 1, 2, 3, 6, 9, 0x2A},
        new byte[] {(byte) 0x85, 1, 12, 3, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0});
  }

  @MethodSource("bodies")
  @FuzzTest(maxExecutions = 20_000)
  void anyBodyIsAcceptedOrRefusedWithAReason(byte[] body) {
    assertReads(body, body.length);
    byte[] target = new byte[StrictBase64.maxDecodedLength(body.length)];

    int decoded = base64.decode(body, 0, body.length, target);

    assertThat(base64.malformation().isPresent()).isEqualTo(decoded == StrictBase64.REFUSED);
    assertHasShape(BodyShape.of(body, 0, body.length), body.length);
    assertHasShape(BodyShape.ofText(body, 0, body.length), body.length);
    if (decoded != StrictBase64.REFUSED) {
      assertThat(Base64.getEncoder().encode(Arrays.copyOf(target, decoded))).isEqualTo(body);
      assertReads(target, decoded);
    }
  }

  private static void assertHasShape(BodyShape shape, int length) {
    assertThat(shape.offset()).isBetween(0, length);
  }

  private void assertReads(byte[] bytes, int length) {
    for (Depth depth : Depth.values()) {
      boolean accepted = reader.read(bytes, 0, length, depth, 8);

      assertThat(reader.malformation().isEmpty()).isEqualTo(accepted);
      if (accepted) {
        assertThat(EncryptedMessage.of(reader).headerLengthBytes()).isLessThanOrEqualTo(length);
      }
    }
  }
}
