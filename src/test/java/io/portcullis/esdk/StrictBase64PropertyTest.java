package io.portcullis.esdk;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Base64;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Chars;
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
