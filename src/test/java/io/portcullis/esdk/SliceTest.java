package io.portcullis.esdk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SliceTest {

  /** A view of the middle of {@code <text>}; the brackets are not in it. */
  private static Slice middle(byte[] text) {
    byte[] bytes = new byte[text.length + 2];
    bytes[0] = '<';
    System.arraycopy(text, 0, bytes, 1, text.length);
    bytes[bytes.length - 1] = '>';
    Slice slice = new Slice();
    slice.show(bytes, 1, text.length);
    return slice;
  }

  @ParameterizedTest(name = "\"{0}\" and \"{1}\": equal {2}, starts with it {3}")
  @CsvSource({
    "acme, acme,  true,  true",
    "acme, acm,   false, true",
    "acme, acmee, false, false",
    "acme, acme>, false, false",
    "acme, bcme,  false, false",
    "acme, acmf,  false, false",
    "acme, <acm,  false, false",
    "acme, '',    false, true",
    "'',   '',    true,  true",
    "'',   >,     false, false",
    "'',   a,     false, false"
  })
  void isComparedByteForByteWithinItsBounds(
      String shown, String other, boolean equal, boolean starts) {
    Slice slice = middle(shown.getBytes(UTF_8));

    assertThat(slice.contentEquals(other.getBytes(UTF_8))).isEqualTo(equal);
    assertThat(slice.startsWith(other.getBytes(UTF_8))).isEqualTo(starts);
    assertThat(slice.compareTo(other.getBytes(UTF_8)) == 0).isEqualTo(equal);
  }

  @ParameterizedTest
  @CsvSource({"61, true", "C3A4, true", "FF, false", "61C3, false", "A461, false", "'', true"})
  void knowsWhetherItIsUtf8(String hex, boolean utf8) {
    assertThat(middle(HexFormat.of().parseHex(hex)).isUtf8()).isEqualTo(utf8);
  }

  @Test
  void showsNothingBeyondItsEnd() {
    Slice slice = middle("ab".getBytes(UTF_8));

    assertThat(slice.at(1)).isEqualTo((byte) 'b');
    assertThatThrownBy(() -> slice.at(2)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> slice.at(-1)).isInstanceOf(IndexOutOfBoundsException.class);
  }
}
