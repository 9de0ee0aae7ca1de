package io.portcullis.esdk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Utf8Test {

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "nothing, ''",
    "U+0000, 00",
    "U+007F, 7F",
    "U+0080 first of two, C280",
    "U+07FF last of two, DFBF",
    "U+0800 first of three, E0A080",
    "U+D7FF below the surrogates, ED9FBF",
    "U+E000 above the surrogates, EE8080",
    "U+FFFF last of three, EFBFBF",
    "U+10000 first of four, F0908080",
    "U+10FFFF the last, F48FBFBF",
    "eight of ASCII, 6161616161616161",
    "two bytes across the eighth, 61616161616161C3A461616161616161",
  })
  void acceptsWellFormed(String name, String hex) {
    byte[] text = HexFormat.of().parseHex(hex);

    assertThat(Utf8.flaw(text, 0, text.length)).as(name).isEqualTo(Utf8.WELL_FORMED);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "continuation alone, 80, 0",
    "overlong U+0000, C080, 0",
    "overlong U+007F, C1BF, 0",
    "overlong U+07FF, E09FBF, 0",
    "overlong U+FFFF, F08FBFBF, 0",
    "U+D800 a surrogate, EDA080, 0",
    "U+DFFF a surrogate, EDBFBF, 0",
    "U+110000 above the last, F4908080, 0",
    "F5 leads nothing, F5808080, 0",
    "FF, FF, 0",
    "two cut after one, 61C3, 1",
    "three cut after two, 61E282, 1",
    "four cut after three, 61F09F98, 1",
    "second byte is ASCII, C361, 0",
    "third byte is ASCII, E28261, 0",
    "fourth byte leads another, F09F98C3, 0",
    "in the first of eight bytes, FF61616161616161, 0",
    "in the eighth byte, 61616161616161FF, 7",
    "in eight bytes that start with another two, C3A46161FF616161, 4",
    "in the ninth byte, 6161616161616161FF, 8",
  })
  void findsTheFlaw(String name, String hex, int at) {
    byte[] text = HexFormat.of().parseHex(hex);

    assertThat(Utf8.flaw(text, 0, text.length)).as(name).isEqualTo(at);
  }

  /** Mostly ASCII, of every length, at every place of an array, with anything behind it. */
  @Test
  void agreesWithTheJdkWhateverStandsAroundTheText() {
    CharsetDecoder jdk = StandardCharsets.UTF_8.newDecoder();
    Random random = new Random(20_261_129);
    for (int i = 0; i < 300_000; i++) {
      byte[] around = new byte[random.nextInt(28)];
      random.nextBytes(around);
      int from = random.nextInt(around.length + 1);
      int to = from + random.nextInt(around.length - from + 1);
      for (int at = from; at < to; at++) {
        if (random.nextInt(12) > 0) {
          around[at] &= 0x7F;
        }
      }
      boolean wellFormed = Utf8.flaw(around, from, to) == Utf8.WELL_FORMED;
      byte[] text = Arrays.copyOfRange(around, from, to);
      if (wellFormed != accepts(jdk, text, text.length)) {
        fail(HexFormat.of().formatHex(around) + " from " + from + " to " + to);
      }
    }
  }

  @Test
  void agreesWithTheJdkOnRandomSequences() {
    CharsetDecoder jdk = StandardCharsets.UTF_8.newDecoder();
    byte[] text = new byte[4];
    Random random = new Random(20_261_101);
    for (int i = 0; i < 300_000; i++) {
      random.nextBytes(text);
      text[0] |= (byte) 0xC0;
      int length = 2 + i % 3;
      if ((Utf8.flaw(text, 0, length) == Utf8.WELL_FORMED) != accepts(jdk, text, length)) {
        fail(HexFormat.of().formatHex(text, 0, length));
      }
    }
  }

  private static boolean accepts(CharsetDecoder jdk, byte[] text, int length) {
    try {
      jdk.decode(ByteBuffer.wrap(text, 0, length));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
