package io.portcullis.esdk;

import static io.portcullis.esdk.Malformation.Kind.TRAILING;
import static io.portcullis.esdk.Malformation.Kind.TRUNCATED;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class MessageReaderPropertyTest {
  /** Fields that steer how the others are read; in all others any byte may stand. */
  private static final Pattern STRUCTURAL =
      Pattern.compile("version|.*type.*|.*length.*|.*count|reserved|sequence number.*");

  private static final Pattern FREE =
      Pattern.compile(
          "message id|key provider information \\d+|encrypted data key \\d+|content( \\d+)?"
              + "|(body )?authentication tag.*|body iv.*|algorithm suite data or iv");

  private final MessageReader reader = new MessageReader();

  private boolean read(byte[] message) {
    return reader.read(message, 0, message.length, Depth.STRUCTURE, 8);
  }

  @Property
  void validMessagePassesAndReadsBack(@ForAll("messages") MessageParts parts) {
    byte[] message = parts.toHex().bytes();

    assertThat(read(message)).as(() -> reader.malformation().toString()).isTrue();

    EncryptedMessage described = EncryptedMessage.of(reader);
    assertThat(described.suite()).isEqualTo(parts.suite());
    assertThat(described.contentType())
        .isEqualTo(parts.frames() == 0 ? ContentType.NON_FRAMED : ContentType.FRAMED);
    assertThat(described.frameLengthBytes())
        .isEqualTo(parts.frames() == 0 ? 0 : parts.frameLength());
    assertThat(described.frameCount()).isEqualTo(parts.frames());
    assertThat(List.copyOf(described.encryptionContext().entrySet()))
        .isEqualTo(List.copyOf(parts.storedContext().entrySet()));
    assertThat(described.encryptedDataKeys())
        .extracting(EncryptedMessage.EncryptedDataKey::provider)
        .containsExactlyElementsOf(parts.keys().stream().map(MessageParts.Key::provider).toList());
  }

  @Property
  void refusesEveryPrefix(@ForAll("messages") MessageParts parts, @ForAll Random random) {
    byte[] message = parts.toHex().bytes();
    int length = random.nextInt(message.length);

    assertThat(reader.read(message, 0, length, Depth.STRUCTURE, 8)).isFalse();
    assertThat(reader.malformation().orElseThrow().kind()).isEqualTo(TRUNCATED);
  }

  @Property
  void refusesEverySuffix(
      @ForAll("messages") MessageParts parts, @ForAll @Size(min = 1, max = 60) byte[] suffix) {
    byte[] message = parts.toHex().bytes();
    byte[] longer = Arrays.copyOf(message, message.length + suffix.length);
    System.arraycopy(suffix, 0, longer, message.length, suffix.length);

    assertThat(read(longer)).isFalse();
    assertThat(reader.malformation().orElseThrow().kind()).isEqualTo(TRAILING);
    assertThat(reader.malformation().orElseThrow().offset()).isEqualTo(message.length);
  }

  @Property
  void refusesOneChangedByteInAStructuralField(
      @ForAll("messages") MessageParts parts,
      @ForAll Random random,
      @ForAll @IntRange(min = 1, max = 255) int difference) {
    AnnotatedHex message = parts.toHex();
    // The frame length only bounds the content of a final frame that stands alone.
    List<String> fields =
        message.names().stream()
            .filter(STRUCTURAL.asMatchPredicate())
            .filter(field -> parts.frames() != 1 || !field.equals("frame length"))
            .toList();
    String field = fields.get(random.nextInt(fields.size()));
    int length = message.hex(field).length() / 2;
    byte[] bytes = message.bytes();

    bytes[message.offsetOf(field) + random.nextInt(length)] ^= (byte) difference;

    assertThat(read(bytes)).as(field).isFalse();
  }

  @Property
  void anyByteMayStandInAFreeField(
      @ForAll("messages") MessageParts parts, @ForAll Random random, @ForAll byte other) {
    AnnotatedHex message = parts.toHex();
    List<String> fields =
        message.names().stream()
            .filter(FREE.asMatchPredicate())
            .filter(field -> !message.hex(field).isEmpty())
            .toList();
    String field = fields.get(random.nextInt(fields.size()));
    int length = message.hex(field).length() / 2;
    byte[] bytes = message.bytes();

    bytes[message.offsetOf(field) + random.nextInt(length)] = other;

    assertThat(read(bytes)).as(field).isTrue();
  }

  @Property
  void changedSuiteIsRefusedUnlessItIsOneOfTheSameShape(
      @ForAll("messages") MessageParts parts, @ForAll("suiteIds") int id) {
    byte[] bytes = parts.toHex().with("algorithm suite id", "%04X".formatted(id)).bytes();

    boolean sameShape =
        AlgorithmSuite.withId(id)
            .filter(suite -> suite.version() == parts.suite().version())
            .filter(suite -> suite.signed() == parts.suite().signed())
            .isPresent();
    // A signature that fits P-256 fits P-384 too, but not the other way round.
    if (!sameShape || id != 0x0214) {
      assertThat(read(bytes)).isEqualTo(sameShape);
    }
  }

  @Property
  void anyBytesAreReadWithoutAnException(@ForAll byte[] bytes, @ForAll Depth depth) {
    boolean accepted = reader.read(bytes, 0, bytes.length, depth, 8);

    assertThat(reader.malformation().isEmpty()).isEqualTo(accepted);
  }

  @Property
  void manyChangedBytesAreReadWithoutAnException(
      @ForAll("messages") MessageParts parts, @ForAll Random random, @ForAll Depth depth) {
    byte[] bytes = parts.toHex().bytes();
    for (int i = random.nextInt(10); i >= 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }

    boolean accepted = reader.read(bytes, 0, bytes.length, depth, 0xFFFF);

    assertThat(reader.malformation().isEmpty()).isEqualTo(accepted);
    reader.malformation().ifPresent(flaw -> assertThat(flaw.offset()).isBetween(0, bytes.length));
  }

  @Provide
  Arbitrary<Integer> suiteIds() {
    return Arbitraries.oneOf(
        Arbitraries.of(AlgorithmSuite.class).map(AlgorithmSuite::id),
        Arbitraries.integers().between(0, 0xFFFF));
  }

  @Provide
  Arbitrary<MessageParts> messages() {
    Arbitrary<String> text =
        Arbitraries.strings()
            .withChars(' ', '\uD7FF')
            .withChars('\uE000', '\uFFFF')
            .ofMaxLength(10);
    Arbitrary<Map<String, String>> context = Arbitraries.maps(text, text).ofMaxSize(5);
    Arbitrary<MessageParts.Key> key =
        Combinators.combine(
                text, Arbitraries.integers().between(0, 60), Arbitraries.integers().between(0, 60))
            .as(MessageParts.Key::new);
    return Combinators.combine(
            Arbitraries.of(AlgorithmSuite.class),
            context,
            key.list().ofMinSize(1).ofMaxSize(8),
            Arbitraries.integers().between(0, 4),
            Arbitraries.integers().between(1, 40),
            Arbitraries.integers().between(0, 40),
            Arbitraries.longs())
        .as(
            (suite, pairs, keys, frames, frameLength, contentLength, seed) ->
                new MessageParts(
                    suite,
                    pairs,
                    keys,
                    frames,
                    frameLength,
                    frames == 0 ? contentLength : Math.min(contentLength, frameLength),
                    seed))
        .withoutEdgeCases();
  }
}
