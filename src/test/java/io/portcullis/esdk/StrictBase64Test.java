package io.portcullis.esdk;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.esdk.Malformation.Kind;
import java.util.Arrays;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrictBase64Test {
  private final StrictBase64 base64 = new StrictBase64();

  @Test
  void decodesEveryLength() {
    Random random = new Random(20_261_101);
    for (int length = 0; length < 300; length++) {
      byte[] bytes = new byte[length];
      random.nextBytes(bytes);
      byte[] text = ("##" + Base64.getEncoder().encodeToString(bytes) + "#").getBytes(ISO_8859_1);
      byte[] target = new byte[StrictBase64.maxDecodedLength(text.length - 3)];

      int decoded = base64.decode(text, 2, text.length - 3, target);

      assertThat(decoded).isEqualTo(length);
      assertThat(Arrays.copyOf(target, decoded)).isEqualTo(bytes);
      assertThat(base64.malformation()).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          space                  | QUJD IFE  | INVALID   | 4 | not a character of the standard alphabet
          line feed at the end   | QUJD/LF   | INVALID   | 4 | not a character of the standard alphabet
          line feed within       | QUJ/LFQUJ | INVALID   | 3 | not a character of the standard alphabet
          url-safe minus         | QU-D      | INVALID   | 2 | not a character of the standard alphabet
          url-safe underscore    | QUJDQU_D  | INVALID   | 6 | not a character of the standard alphabet
          JSON quotes            | "QUJDQQ"  | INVALID   | 0 | not a character of the standard alphabet
          beyond ASCII           | QUJDQUÄD  | INVALID   | 6 | not a character of the standard alphabet
          bad character, padded  | Q!I=      | INVALID   | 1 | not a character of the standard alphabet
          bad character, no group| QUJDQ!    | INVALID   | 5 | not a character of the standard alphabet
          no padding of one      | QUI       | TRUNCATED | 0 | last group has 3 of 4 characters
          no padding of two      | QUJDQQ    | TRUNCATED | 4 | last group has 2 of 4 characters
          one character          | Q         | TRUNCATED | 0 | last group has 1 of 4 characters
          padding cut            | QUJDQQ=   | TRUNCATED | 4 | last group has 3 of 4 characters
          padding before the end | QUI=QUJD  | INVALID   | 3 | padding before the end
          padding, a line feed   | QQ==/LF   | INVALID   | 2 | padding before the end
          padding within a group | QQ=D      | INVALID   | 2 | padding before the end
          three of padding       | Q===      | INVALID   | 1 | padding before the end
          padding only           | ====      | INVALID   | 0 | padding before the end
          padding twice          | QQ======  | INVALID   | 2 | padding before the end
          pad bits of one byte   | QUJDQR==  | INVALID   | 5 | pad bits are not zero
          pad bits of two bytes  | QUJ=      | INVALID   | 2 | pad bits are not zero
          """)
  void refusesEveryOtherSpelling(
      String name, String spelling, Kind kind, int offset, String reason) {
    byte[] text = ("###" + spelling.replace("/LF", "\n") + "#").getBytes(ISO_8859_1);

    int decoded = base64.decode(text, 3, text.length - 4, new byte[text.length]);

    assertThat(decoded).as(name).isEqualTo(StrictBase64.REFUSED);
    assertThat(base64.malformation())
        .contains(new Malformation(kind, "base64 text", offset, reason));
  }

  @Test
  void refusesAllPadBitsButZero() {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    byte[] target = new byte[3];
    for (int digit = 0; digit < 64; digit++) {
      byte[] one = ("A" + alphabet.charAt(digit) + "==").getBytes(ISO_8859_1);
      byte[] two = ("AA" + alphabet.charAt(digit) + "=").getBytes(ISO_8859_1);

      assertThat(base64.decode(one, 0, 4, target)).isEqualTo(digit % 16 == 0 ? 1 : -1);
      assertThat(base64.decode(two, 0, 4, target)).isEqualTo(digit % 4 == 0 ? 2 : -1);
    }
  }

  @Test
  void forgetsTheFlawOfTheTextBefore() {
    byte[] text = "QQ".getBytes(ISO_8859_1);

    base64.decode(text, 0, 2, new byte[3]);
    base64.decode(text, 0, 0, new byte[3]);

    assertThat(base64.malformation()).isEmpty();
  }

  @Test
  void refusesTargetThatIsTooShort() {
    byte[] text = "QQ==".getBytes(ISO_8859_1);

    assertThatThrownBy(() -> base64.decode(text, 0, 4, new byte[2]))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }
}
