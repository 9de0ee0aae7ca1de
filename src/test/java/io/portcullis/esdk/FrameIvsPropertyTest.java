package io.portcullis.esdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.esdk.Malformation.Kind;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** IVs in any order, beside a set of IVs as a model. */
class FrameIvsPropertyTest {
  private static final int MOST = 65_536;
  private static final Iv ZERO = new Iv(0, 0);

  /** Twelve bytes. */
  private record Iv(long high, int low) {
    static Iv of(int number) {
      return new Iv(0, number);
    }
  }

  private final MessageReader reader = new MessageReader();

  private boolean read(byte[] message) {
    return reader.read(message, 0, message.length, Depth.STRUCTURE, 8);
  }

  private static byte[] header(Iv iv, boolean framed) {
    return Headers.version1()
        .with("iv", "%016X%08X".formatted(iv.high, iv.low))
        .with("content type", framed ? "02" : "01")
        .with("frame length", framed ? "00000001" : "00000000")
        .bytes();
  }

  /** A message of version 1 in frames of one byte. */
  private static byte[] message(Iv header, List<Iv> frames) {
    byte[] start = header(header, true);
    ByteBuffer out = ByteBuffer.allocate(start.length + 33 * frames.size() + 8).put(start);
    for (int i = 1; i < frames.size(); i++) {
      put(out.putInt(i), frames.get(i - 1)).put(new byte[17]);
    }
    put(out.putInt(-1).putInt(frames.size()), frames.get(frames.size() - 1));
    return out.putInt(1).put(new byte[17]).array();
  }

  private static ByteBuffer put(ByteBuffer out, Iv iv) {
    return out.putLong(iv.high).putInt(iv.low);
  }

  private static Iv ivAt(byte[] message, int offset) {
    ByteBuffer in = ByteBuffer.wrap(message, offset, 12);
    return new Iv(in.getLong(), in.getInt());
  }

  @Property
  void acceptsDifferentIvsInEveryOrderAndNoIvTwice(
      @ForAll("ivs") List<Iv> frames, @ForAll("iv") Iv header) {
    byte[] message = message(header, frames);
    Set<Iv> model = new HashSet<>(frames);
    boolean unique = model.size() == frames.size() && !model.contains(header);

    assertThat(read(message)).isEqualTo(unique);

    if (!unique) {
      Malformation flaw = reader.malformation().orElseThrow();
      assertThat(flaw.kind()).isEqualTo(Kind.INVALID);
      assertThat(flaw.field()).isEqualTo("iv");
      Iv twice = ivAt(message, flaw.offset());
      assertThat(twice.equals(header) || Collections.frequency(frames, twice) > 1).isTrue();
    }
  }

  @Property(tries = 200)
  void acceptsIvsThatRiseByAnything(@ForAll("ivs") List<Iv> some) {
    List<Iv> rising = new ArrayList<>(new HashSet<>(some));
    rising.remove(ZERO);
    rising.sort(
        (a, b) ->
            a.high == b.high
                ? Integer.compareUnsigned(a.low, b.low)
                : Long.compareUnsigned(a.high, b.high));
    if (!rising.isEmpty()) {
      assertThat(read(message(ZERO, rising))).isTrue();
    }
  }

  @Property(tries = 200)
  void refusesEveryPrefixAsTruncatedUnlessAnIvIsTwice(
      @ForAll("ivs") List<Iv> some, @ForAll Random random) {
    List<Iv> frames = new ArrayList<>(new HashSet<>(some));
    frames.remove(ZERO);
    frames.add(new Iv(7, 7));
    byte[] message = message(ZERO, frames);

    assertThat(reader.read(message, 0, random.nextInt(message.length), Depth.STRUCTURE, 8))
        .isFalse();
    assertThat(reader.malformation().orElseThrow().kind()).isEqualTo(Kind.TRUNCATED);
  }

  private static List<Iv> falling(int count) {
    return IntStream.iterate(count, i -> i - 1).limit(count).mapToObj(Iv::of).toList();
  }

  @Example
  void comparesAsManyFramesAsItSays() {
    assertThat(read(message(ZERO, falling(MOST)))).isTrue();
    assertThat(reader.frameCount()).isEqualTo(MOST);
  }

  @Example
  void refusesOneFrameMoreWithAReasonOfItsOwn() {
    byte[] message = message(ZERO, falling(MOST + 1));

    assertThat(read(message)).isFalse();
    assertThat(reader.malformation())
        .contains(
            new Malformation(
                Kind.NOT_COMPARED,
                "iv",
                message.length - 12 - 4 - 17,
                "does not rise above the one before somewhere in 65537 frames, at most 65536 are"
                    + " compared"));
  }

  @Example
  void acceptsAnyNumberOfFramesWhoseIvsRise() {
    List<Iv> rising = IntStream.rangeClosed(1, MOST + 1000).mapToObj(Iv::of).toList();

    assertThat(read(message(ZERO, rising))).isTrue();
  }

  @Example
  void findsTheFirstIvInTheLastOfAsManyFrames() {
    List<Iv> frames = new ArrayList<>(falling(MOST));
    frames.set(MOST - 1, frames.get(0));
    byte[] message = message(ZERO, frames);

    assertThat(read(message)).isFalse();
    assertThat(reader.malformation().orElseThrow().describe())
        .isEqualTo(
            "iv at offset %d: the same as that of an earlier frame, must be unique in the message"
                .formatted(message.length - 12 - 4 - 17));
  }

  @Example
  void tellsApartIvsThatDifferInOneByteOnly() {
    List<Iv> frames =
        new ArrayList<>(IntStream.range(0, 96).mapToObj(FrameIvsPropertyTest::bit).toList());
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(frames, new Random(seed));

      assertThat(read(message(ZERO, frames))).isTrue();
    }
  }

  private static Iv bit(int bit) {
    return bit < 64 ? new Iv(1L << bit, 0) : new Iv(0, 1 << (bit - 64));
  }

  @Example
  void refusesTheHeadersIvInContentThatIsNotFramed() {
    byte[] start = header(new Iv(3, 4), false);
    ByteBuffer out = ByteBuffer.allocate(start.length + 12 + 8 + 16).put(start);
    byte[] message = out.putLong(3).putInt(4).putLong(0).put(new byte[16]).array();

    assertThat(read(message)).isFalse();
    assertThat(reader.malformation().orElseThrow().describe())
        .isEqualTo(
            "iv at offset %d: the same as the one before, must be unique in the message"
                .formatted(start.length));

    message[start.length + 11]--;
    assertThat(read(message)).isTrue();
  }

  @Example
  void refusesZeroInVersion2BecauseTheHeadersIvIsZero() {
    AnnotatedHex message = Messages.framed();

    assertThat(read(message.with("frame 3 iv", "00".repeat(12)).bytes())).isFalse();
    assertThat(reader.malformation().orElseThrow().describe())
        .isEqualTo(
            "iv at offset %d: the same as the header's, must be unique in the message"
                .formatted(message.offsetOf("frame 3 iv")));
  }

  @Example
  void forgetsTheIvsOfTheMessageBefore() {
    byte[] falling = message(ZERO, falling(3));

    assertThat(read(falling)).isTrue();
    assertThat(read(falling)).isTrue();
    assertThat(read(Arrays.copyOf(falling, falling.length - 1))).isFalse();
    assertThat(read(Messages.framed().bytes())).isTrue();
  }

  @Provide
  Arbitrary<Iv> iv() {
    return Combinators.combine(
            Arbitraries.of(0L, 1L, -1L, Long.MIN_VALUE), Arbitraries.integers().between(-8, 8))
        .as(Iv::new);
  }

  @Provide
  Arbitrary<List<Iv>> ivs() {
    return iv().list().ofMinSize(1).ofMaxSize(12);
  }
}
