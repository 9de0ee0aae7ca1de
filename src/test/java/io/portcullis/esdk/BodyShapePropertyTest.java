package io.portcullis.esdk;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.esdk.BodyShape.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;

class BodyShapePropertyTest {

  private static final byte[] MESSAGE =
      Ciphertexts.encrypt(Ciphertexts.UNSIGNED_SUITE, new byte[700], Map.of("k", "v"));
  private static final String TEXT = Base64.getEncoder().encodeToString(MESSAGE);

  private static final byte[] LARGE = Ciphertexts.encrypt(new byte[20_000]);

  /** Its prefixes and changed bytes meet every branch near a boundary. */
  private static final String[] STARTS = {
    "",
    "\u0001\u0080\u0000p",
    "\u0002\u0005x",
    "\u0001\u00EF\u00BF\u00BD",
    "\u0001\u0001",
    "0\u0082",
    "\u0085\u0001",
    "\u00C1\u00FF",
    "x\u009C",
    "eyJ",
    "{\"",
    "[",
    "<",
    "\u00EF\u00BB\u00BF",
    "data:",
    "data:;base64,",
    "b'",
    "\"AgV4",
    "AYAB",
    "0x02",
    "\\x01",
    "-----BEGIN "
  };

  @Property(tries = 2_000)
  void anyBytesHaveAShape(
      @ForAll @IntRange(max = 21) int start,
      @ForAll @Size(max = 80) byte[] rest,
      @ForAll @IntRange(max = 5) int before) {
    byte[] head = STARTS[start].getBytes(StandardCharsets.ISO_8859_1);
    byte[] body = new byte[before + head.length + rest.length + before];
    System.arraycopy(head, 0, body, before, head.length);
    System.arraycopy(rest, 0, body, before + head.length, rest.length);
    int length = head.length + rest.length;

    for (int cut = 0; cut <= length; cut++) {
      assertThat(BodyShape.of(body, before, cut).offset()).isBetween(0, cut);
      assertThat(BodyShape.ofText(body, before, cut).offset()).isBetween(0, cut);
    }
  }

  @Property
  void oneForeignCharacterIsFoundAtItsPlace(
      @ForAll @IntRange(min = 400, max = 900) int at,
      @ForAll @CharRange(from = '!', to = '~') char character) {
    byte[] text =
        (TEXT.substring(0, at) + character + TEXT.substring(at))
            .getBytes(StandardCharsets.US_ASCII);

    BodyShape shape = BodyShape.ofText(text, 0, text.length);

    if (StrictBase64.isDigit((byte) character)) {
      assertThat(shape.isBase64OfMessage()).isTrue();
    } else {
      assertThat(shape.kind())
          .isIn(Kind.BASE64_WITH_OTHERS, Kind.BASE64_URL_SAFE, Kind.BASE64_IN_QUOTES);
      assertThat(shape.offset()).isEqualTo(character == '=' ? at + 1 : at);
    }
  }

  @Property
  void aLineBreakIsFoundWhereverItStands(@ForAll @IntRange(min = 1, max = 700) int groups) {
    String lines = Base64.getMimeEncoder(groups * 4, new byte[] {'\r', '\n'}).encodeToString(LARGE);
    byte[] bytes = lines.getBytes(StandardCharsets.US_ASCII);

    assertThat(BodyShape.ofText(bytes, 0, bytes.length))
        .isEqualTo(new BodyShape(Kind.BASE64_IN_LINES, groups * 4));
  }

  @Property
  void randomTextIsNeverTakenForAMessage(@ForAll @StringLength(max = 100) String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);

    BodyShape shape = BodyShape.ofText(bytes, 0, bytes.length);

    assertThat(shape.isBase64OfMessage()).isFalse();
    assertThat(shape.kind()).isNotIn(Kind.HEX, Kind.BASE64_TWICE, Kind.BASE64_IN_JSON);
  }

  @Property
  void aMessageWhoseBytesWereTakenForCharactersIsKnown(@ForAll @Size(32) byte[] id) {
    byte[] message = MESSAGE.clone();
    System.arraycopy(id, 0, message, 3, id.length);
    byte[] utf8 = new String(message, StandardCharsets.UTF_8).getBytes(StandardCharsets.UTF_8);
    byte[] latin =
        new String(message, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.UTF_8);

    assertThat(BodyShape.ofText(utf8, 0, utf8.length).kind()).isEqualTo(Kind.BINARY_AS_TEXT);
    assertThat(BodyShape.ofText(latin, 0, latin.length).kind()).isEqualTo(Kind.BINARY_AS_TEXT);
    assertThat(BodyShape.of(message, 0, message.length).kind()).isEqualTo(Kind.UNKNOWN);
  }
}
