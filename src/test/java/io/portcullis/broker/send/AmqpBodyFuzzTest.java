package io.portcullis.broker.send;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.portcullis.rule.BodyFacts;
import io.portcullis.rule.BodyFacts.Form;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.Section;
import org.apache.qpid.proton.message.Message;
import org.junit.jupiter.params.provider.MethodSource;

/** What is taken for the body of an AMQP message is what Proton, ActiveMQ's own reader, takes. */
class AmqpBodyFuzzTest {

  static Stream<byte[]> messages() {
    return Stream.of(
            "005375a003010203",
            "005375b000000003010203",
            "005377a1024142",
            "005377a0020102",
            "005370c0020141005373c00401a10169005375a00101005378c10100",
            "005374c11e06a101615407a10162d10000000800000002a1005601a1016300a3017841005375a00105",
            "005372c10a02a30161e00402500102005375a00105",
            "005375a00101005375a00102",
            "00537645",
            "00537700a30161a10141")
        .map(HexFormat.of()::parseHex);
  }

  @MethodSource("messages")
  @FuzzTest(maxExecutions = 20_000)
  void whatIsTakenForTheBodyIsWhatProtonTakes(byte[] message) {
    BodyFacts body = AmqpBody.in(message, 0, message.length);

    if (body.form() == Form.BYTES || body.form() == Form.TEXT) {
      byte[] ours = Arrays.copyOfRange(body.bytes(), body.offset(), body.offset() + body.length());
      readByProton(message).ifPresent(theirs -> assertThat(theirs).isEqualTo(ours));
    }
  }

  /** The body as Proton reads it; nothing where it reads none, and so nobody gets one. */
  private static Optional<byte[]> readByProton(byte[] bytes) {
    Message message = Message.Factory.create();
    try {
      message.decode(bytes, 0, bytes.length);
    } catch (RuntimeException e) {
      return Optional.empty();
    }
    Section section = message.getBody();
    if (section instanceof Data data) {
      return Optional.of(bytes(data.getValue()));
    }
    if (section instanceof AmqpValue value && value.getValue() instanceof Binary binary) {
      return Optional.of(bytes(binary));
    }
    if (section instanceof AmqpValue value && value.getValue() instanceof String text) {
      return Optional.of(text.getBytes(StandardCharsets.UTF_8));
    }
    return Optional.of(String.valueOf(section).getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] bytes(Binary binary) {
    return Arrays.copyOfRange(
        binary.getArray(), binary.getArrayOffset(), binary.getArrayOffset() + binary.getLength());
  }
}
