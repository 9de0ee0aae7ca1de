package io.portcullis.esdk;

import static io.portcullis.esdk.Malformation.Kind.INVALID;
import static io.portcullis.esdk.Malformation.Kind.TRAILING;
import static io.portcullis.esdk.Malformation.Kind.TRUNCATED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.portcullis.esdk.Malformation.Kind;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyReaderTest {
  private final MessageReader reader = new MessageReader();

  private boolean read(byte[] message) {
    return reader.read(message, 0, message.length, Depth.STRUCTURE, 8);
  }

  static Stream<Arguments> validMessages() {
    AnnotatedHex framed = Messages.framed();
    AnnotatedHex nonFramed = Messages.nonFramed();
    return Stream.of(
        argumentSet("framed", framed, 3),
        argumentSet("non-framed", nonFramed, 0),
        argumentSet("signed", Messages.signed(), 3),
        argumentSet("final frame full", withFinalContent(framed, "00000004", "D8D9DADB"), 3),
        argumentSet("final frame empty", withFinalContent(framed, "00000000", ""), 3),
        argumentSet(
            "final frame only, much shorter than the frame length",
            withoutRegularFrames(framed).with("frame length", "FFFFFFFF"),
            1),
        argumentSet(
            "non-framed, empty",
            nonFramed
                .with("encrypted content length", "0000000000000000")
                .with("encrypted content", ""),
            0),
        argumentSet("any iv", framed.with("frame 1 iv", "FFFFFFFFFFFFFFFFFFFFFFFF"), 3));
  }

  private static AnnotatedHex withFinalContent(AnnotatedHex framed, String length, String content) {
    return framed
        .with("encrypted content length", length)
        .with("frame 3 encrypted content", content);
  }

  private static AnnotatedHex withoutRegularFrames(AnnotatedHex framed) {
    return withoutFrame(withoutFrame(framed, 1), 2).with("sequence number 3", "00000001");
  }

  private static AnnotatedHex withoutFrame(AnnotatedHex framed, int number) {
    return framed
        .with("sequence number " + number, "")
        .with("frame " + number + " iv", "")
        .with("frame " + number + " encrypted content", "")
        .with("frame " + number + " authentication tag", "");
  }

  @ParameterizedTest
  @MethodSource("validMessages")
  void acceptsValidMessage(AnnotatedHex message, int frameCount) {
    boolean accepted = read(message.bytes());

    assertThat(reader.malformation()).isEmpty();
    assertThat(accepted).isTrue();
    assertThat(reader.frameCount()).isEqualTo(frameCount);
    assertThat(reader.depth()).isEqualTo(Depth.STRUCTURE);
  }

  @ParameterizedTest
  @MethodSource("validMessages")
  void refusesEveryPrefixAsTruncated(AnnotatedHex message, int frameCount) {
    byte[] whole = message.bytes();

    for (int length = 0; length < whole.length; length++) {
      assertThat(read(Arrays.copyOf(whole, length))).as("%d, alone", length).isFalse();
      assertThat(reader.malformation().orElseThrow().kind()).as("%d", length).isEqualTo(TRUNCATED);
      assertThat(reader.read(whole, 0, length, Depth.STRUCTURE, 8)).as("%d", length).isFalse();
      assertThat(reader.malformation().orElseThrow().kind()).as("%d", length).isEqualTo(TRUNCATED);
    }
  }

  @ParameterizedTest
  @MethodSource("validMessages")
  void refusesEverySuffixAsTrailing(AnnotatedHex message, int frameCount) {
    byte[] whole = message.bytes();

    for (int extra : new int[] {1, 2, 50, whole.length}) {
      byte[] longer = Arrays.copyOf(whole, whole.length + extra);
      System.arraycopy(whole, 0, longer, whole.length, extra == whole.length ? extra : 0);

      assertThat(read(longer)).isFalse();
      assertThat(reader.malformation())
          .contains(
              new Malformation(
                  TRAILING,
                  "message",
                  whole.length,
                  "ends here, but has "
                      + (extra == 1 ? "1 byte" : extra + " bytes")
                      + " behind it"));
    }
  }

  static Stream<Arguments> flawedMessages() {
    AnnotatedHex framed = Messages.framed();
    AnnotatedHex nonFramed = Messages.nonFramed();
    return Stream.of(
        argumentSet(
            "header only",
            Headers.version2(),
            TRUNCATED,
            "sequence number at offset 115: needs 4 bytes, 0 left in the message"),
        argumentSet(
            "plaintext behind a header",
            Headers.version2().followedBy(AnnotatedHex.of("48656C6C6F # plaintext")),
            INVALID,
            "sequence number at offset 115: above 65535, must be 1"),
        argumentSet(
            "first frame has number 0",
            framed.with("sequence number 1", "00000000"),
            INVALID,
            "sequence number at offset 115: 0, must be 1"),
        argumentSet(
            "first frame has number 2",
            framed.with("sequence number 1", "00000002"),
            INVALID,
            "sequence number at offset 115: 2, must be 1"),
        argumentSet(
            "frame number twice",
            framed.with("sequence number 2", "00000001"),
            INVALID,
            "sequence number at offset 151: 1, must be 2"),
        argumentSet(
            "frame left out",
            withoutFrame(framed, 1),
            INVALID,
            "sequence number at offset 115: 2, must be 1"),
        argumentSet(
            "final frame's number one less, which the SDK for Java takes",
            framed.with("sequence number 3", "00000002"),
            INVALID,
            "sequence number at offset 191: 2, must be 3"),
        argumentSet(
            "final frame's number one more",
            framed.with("sequence number 3", "00000004"),
            INVALID,
            "sequence number at offset 191: 4, must be 3"),
        argumentSet(
            "final frame's number is the end marker",
            framed.with("sequence number 3", "FFFFFFFF"),
            INVALID,
            "sequence number at offset 191: above 65535, must be 3"),
        argumentSet(
            "no final frame",
            framed
                .with("sequence number end", "")
                .with("encrypted content length", "")
                .with("frame 3 encrypted content", "D8D9DADB"),
            TRUNCATED,
            "sequence number at offset 223: needs 4 bytes, 0 left in the message"),
        argumentSet(
            "second final frame",
            framed.followedBy(
                AnnotatedHex.of(
                    """
                    FFFFFFFF                          # sequence number end again
                    00000004                          # sequence number 4
                    000000000000000000000004          # frame 4 iv
                    00000000                          # encrypted content length again
                    E0E1E2E3E4E5E6E7E8E9EAEBECEDEEEF  # frame 4 authentication tag
                    """)),
            TRAILING,
            "message at offset 230: ends here, but has 40 bytes behind it"),
        argumentSet(
            "final frame longer than the frame length",
            withFinalContent(framed, "00000005", "D8D9DADBDC"),
            INVALID,
            "encrypted content length at offset 207: 5, at most the frame length 4 allowed"),
        argumentSet(
            "final frame of 2^32-1",
            withFinalContent(framed, "FFFFFFFF", "D8D9DADBDC"),
            INVALID,
            "encrypted content length at offset 207: above 65535, at most the frame length 4 allowed"),
        argumentSet(
            "frame length 2^32-1 with a regular frame",
            framed.with("frame length", "FFFFFFFF"),
            TRUNCATED,
            "encrypted content at offset 131: needs 4294967295 bytes, 99 left in the message"),
        argumentSet(
            "frame length one less",
            framed.with("frame length", "00000003"),
            INVALID,
            "sequence number at offset 150: above 65535, must be 2"),
        argumentSet(
            "footer behind an unsigned suite",
            framed.followedBy(AnnotatedHex.of("0008 3006 020101 020101 # footer")),
            TRAILING,
            "message at offset 230: ends here, but has 10 bytes behind it"),
        argumentSet(
            "non-framed, content length of 2^36-32, the most allowed",
            nonFramed.with("encrypted content length", "0000000FFFFFFFE0"),
            TRUNCATED,
            "encrypted content at offset 129: needs 68719476704 bytes, 21 left in the message"),
        argumentSet(
            "non-framed, content length of 2^36-31",
            nonFramed.with("encrypted content length", "0000000FFFFFFFE1"),
            INVALID,
            "encrypted content length at offset 121: above 65535, at most 68719476704 allowed"),
        argumentSet(
            "non-framed, content length of 2^63, negative as a long",
            nonFramed.with("encrypted content length", "8000000000000000"),
            INVALID,
            "encrypted content length at offset 121: above 65535, at most 68719476704 allowed"),
        argumentSet(
            "non-framed, content length of 2^64-2",
            nonFramed.with("encrypted content length", "FFFFFFFFFFFFFFFE"),
            INVALID,
            "encrypted content length at offset 121: above 65535, at most 68719476704 allowed"),
        argumentSet(
            "non-framed, content length of 2^32 more",
            nonFramed.with("encrypted content length", "0000000100000005"),
            TRUNCATED,
            "encrypted content at offset 129: needs 4294967301 bytes, 21 left in the message"),
        argumentSet(
            "non-framed, content length one less",
            nonFramed.with("encrypted content length", "0000000000000004"),
            TRAILING,
            "message at offset 149: ends here, but has 1 byte behind it"),
        argumentSet(
            "non-framed, content length one more",
            nonFramed.with("encrypted content length", "0000000000000006"),
            TRUNCATED,
            "authentication tag at offset 135: needs 16 bytes, 15 left in the message"));
  }

  @ParameterizedTest
  @MethodSource("flawedMessages")
  void refusesFlawedMessage(AnnotatedHex message, Kind kind, String description) {
    boolean accepted = read(message.bytes());

    Malformation malformation = reader.malformation().orElseThrow();
    assertThat(accepted).isFalse();
    assertThat(malformation.describe()).isEqualTo(description);
    assertThat(malformation.kind()).isEqualTo(kind);
    assertThat(reader.depth()).isEqualTo(Depth.STRUCTURE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 255, 256, 257, 65_537})
  void countsFrames(int count) {
    byte[] message = frames(count);

    assertThat(read(message)).isTrue();
    assertThat(reader.frameCount()).isEqualTo(count);
    assertThat(reader.read(message, 0, message.length - 1, Depth.STRUCTURE, 8)).isFalse();
  }

  /** So many frames, all of one byte but the last, which is empty. */
  private static byte[] frames(int count) {
    StringBuilder frames = new StringBuilder("00000001");
    frames.append("00".repeat(32 + 16));
    for (int number = 1; number < count; number++) {
      frames.append("%08X%024X".formatted(number, number)).append("AA").append("00".repeat(16));
    }
    frames.append("FFFFFFFF%08X%024X".formatted(count, count)).append("00".repeat(4 + 16));
    return Headers.version2()
        .with("algorithm suite data", "")
        .with("authentication tag", "")
        .with("frame length", frames.toString())
        .bytes();
  }

  @Test
  void headerDepthDoesNotLookAtTheBody() {
    byte[] message = Messages.framed().with("sequence number 1", "12345678").bytes();

    assertThat(reader.read(message, 0, message.length, Depth.HEADER, 8)).isTrue();
    assertThat(reader.depth()).isEqualTo(Depth.HEADER);
    assertThat(reader.frameCount()).isZero();
  }

  @Test
  void headerCanBeReadWhenTheBodyIsRefused() {
    assertThat(read(Messages.framed().bytes())).as("three frames").isTrue();
    assertThat(read(Messages.framed().with("sequence number 1", "12345678").bytes())).isFalse();

    assertThat(reader.suite()).isEqualTo(AlgorithmSuite.AES_256_GCM_HKDF_SHA512_COMMIT_KEY);
    assertThat(EncryptedMessage.of(reader).frameCount()).isZero();
  }
}
