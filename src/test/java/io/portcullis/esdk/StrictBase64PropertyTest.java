package io.portcullis.esdk;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.StringLength;

class StrictBase64PropertyTest {
  private final StrictBase64 base64 = new StrictBase64();

  @Property
  void decodesWhatTheJdkEncodes(@ForAll byte[] bytes) {
    byte[] text = Base64.getEncoder().encode(bytes);
    byte[] target = new byte[StrictBase64.maxDecodedLength(text.length)];

    int decoded = base64.decode(text, 0, text.length, target);

    assertThat(Arrays.copyOf(target, decoded)).isEqualTo(bytes);
  }

  @Property
  void decodesEveryLengthFromAnyOffset(
      @ForAll @IntRange(max = 9000) int length,
      @ForAll @IntRange(max = 7) int offset,
      @ForAll Random random) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    byte[] text = Base64.getEncoder().encode(bytes);
    byte[] around = new byte[offset + text.length + 3];
    System.arraycopy(text, 0, around, offset, text.length);
    byte[] target = new byte[StrictBase64.maxDecodedLength(text.length) + 5];

    int decoded = base64.decode(around, offset, text.length, target);

    assertThat(decoded).isEqualTo(length);
    assertThat(Arrays.copyOf(target, length)).isEqualTo(bytes);
    assertThat(Arrays.copyOfRange(target, length, target.length)).containsOnly(0);
  }

  @Property
  void tellsWhereTheFirstOtherCharacterStands(
      @ForAll @IntRange(min = 1, max = 3000) int groups,
      @ForAll @IntRange(max = 7) int offset,
      @ForAll Random random) {
    byte[] text = new byte[offset + 4 * groups];
    Arrays.fill(text, (byte) 'Q');
    int first = 4 * groups;
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(4 * groups);
      text[offset + at] = (byte) (random.nextBoolean() ? '\n' : 0x80 + random.nextInt(0x80));
      first = Math.min(first, at);
    }

    int decoded =
        base64.decode(
            text, offset, 4 * groups, new byte[StrictBase64.maxDecodedLength(4 * groups)]);

    assertThat(decoded).isEqualTo(StrictBase64.REFUSED);
    assertThat(base64.malformation().orElseThrow().describe())
        .isEqualTo("base64 text at offset " + first + ": not a character of the standard alphabet");
  }

  @Property
  void refusesPaddingBeforeTheEnd(
      @ForAll @IntRange(min = 2, max = 3000) int groups,
      @ForAll @IntRange(min = 1, max = 3) int signs,
      @ForAll Random random) {
    byte[] text = new byte[4 * groups];
    Arrays.fill(text, (byte) 'A');
    int end = 4 * (1 + random.nextInt(groups - 1));
    Arrays.fill(text, end - signs, end, (byte) '=');

    int decoded =
        base64.decode(text, 0, text.length, new byte[StrictBase64.maxDecodedLength(text.length)]);

    assertThat(decoded).isEqualTo(StrictBase64.REFUSED);
    assertThat(base64.malformation().orElseThrow().describe())
        .isEqualTo("base64 text at offset " + (end - signs) + ": padding before the end");
  }

  @Property
  void everyTextItAcceptsIsTheOnlySpellingOfItsBytes(
      @ForAll @StringLength(max = 12) @Chars({'A', 'B', 'Q', 'g', 'w', '/', '+', '9', '=', '\n'})
          String spelling) {
    byte[] text = spelling.getBytes(ISO_8859_1);
    byte[] target = new byte[StrictBase64.maxDecodedLength(text.length)];

    int decoded = base64.decode(text, 0, text.length, target);

    if (decoded != StrictBase64.REFUSED) {
      assertThat(Base64.getEncoder().encode(Arrays.copyOf(target, decoded))).isEqualTo(text);
    }
    assertThat(base64.malformation().isPresent()).isEqualTo(decoded == StrictBase64.REFUSED);
  }
}
