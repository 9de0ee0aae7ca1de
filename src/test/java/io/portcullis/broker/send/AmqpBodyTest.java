package io.portcullis.broker.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.rule.BodyFacts;
import io.portcullis.rule.BodyFacts.Form;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmqpBodyTest {

  /** Header with durable=true, properties with a message id: sections that do not matter. */
  private static final String HEADER = "00 53 70 c0 02 01 41";

  private static final String PROPERTIES = "00 53 73 c0 04 01 a1 01 69";
  private static final String DATA = "00 53 75 a0 03 01 02 03";
  private static final String FOOTER = "00 53 78 c1 01 00";

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          one Data section                 | 00 53 75 a0 03 01 02 03             | BYTES | 010203
          with a long length               | 00 53 75 b0 00 00 00 03 01 02 03    | BYTES | 010203
          its code as a long number        | 00 80 00 00 00 00 00 00 00 75 a0 01 09 | BYTES | 09
          a binary value                   | 00 53 77 a0 02 01 02                | BYTES | 0102
          a string value                   | 00 53 77 a1 02 41 42                | TEXT  | 4142
          a string value, long length      | 00 53 77 b1 00 00 00 02 41 42       | TEXT  | 4142
          an empty Data section            | 00 53 75 a0 00                      | EMPTY | ''
          a null value                     | 00 53 77 40                         | EMPTY | ''
          properties of every kind         | 00 53 74 c1 1e 06 a1 01 61 54 07 a1 01 62 d1 00 00 00 08 00 00 00 02 a1 00 56 01 a1 01 63 00 a3 01 78 41 00 53 75 a0 01 05 | BYTES | 05
          an array among the annotations   | 00 53 72 c1 0a 02 a3 01 61 e0 04 02 50 01 02 00 53 75 a0 01 05 | BYTES | 05
          nothing at all                   | ''                                  | EMPTY | ''
          """)
  void theBodyIsFound(String name, String hex, Form form, String body) {
    boolean own = hex.startsWith("00 53 72") || hex.startsWith("00 53 74") || hex.isEmpty();
    byte[] prefixed = bytes(own ? hex : HEADER + PROPERTIES + hex);

    BodyFacts facts = AmqpBody.in(prefixed, 0, prefixed.length);

    assertThat(facts.form()).isEqualTo(form);
    assertThat(bodyOf(facts)).isEqualTo(bytes(body));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          two Data sections          | 00 53 75 a0 01 01 00 53 75 a0 01 02 | several body sections
          Data and a value           | 00 53 75 a0 01 01 00 53 77 40       | several body sections
          a value and Data           | 00 53 77 40 00 53 75 a0 01 01       | several body sections
          a sequence                 | 00 53 76 45                         | an AMQP sequence
          a number                   | 00 53 77 54 07                      | neither binary nor a string
          a list                     | 00 53 77 45                         | neither binary nor a string
          a symbol                   | 00 53 77 a3 01 41                   | neither binary nor a string
          a described value          | 00 53 77 00 53 75 a0 01 41          | malformed
          Data that is a string      | 00 53 75 a1 01 41                   | malformed
          properties behind the body | 00 53 75 a0 01 01 00 53 73 45       | out of order
          the header twice           | 00 53 70 45 00 53 70 45             | out of order
          plaintext behind the body  | 00 53 75 a0 01 01 48 65 6c 6c 6f    | malformed
          something behind the footer| 00 53 75 a0 01 01 00 53 78 45 41    | malformed
          a code that is a name      | 00 a3 10 61 6d 71 70 3a 64 61 74 61 3a 62 69 6e 61 72 79 a0 01 01 | malformed
          a code with high bits      | 00 80 80 00 00 00 00 00 00 75 a0 01 01 | malformed
          an unknown section         | 00 53 79 45                         | malformed
          a section before the first | 00 53 6f 45                         | malformed
          a length of 2^31           | 00 53 75 b0 80 00 00 00 01          | malformed
          a length one too long      | 00 53 75 a0 02 01                   | malformed
          a reserved encoding        | 00 53 77 30                         | malformed
          plaintext                  | 48 65 6c 6c 6f                      | malformed
          a value hidden behind a map of none | 00 53 74 c1 06 00 00 53 77 a1 00 00 53 75 a0 01 01 | malformed
          a list of more than it has | 00 53 70 c0 02 02 41 00 53 75 a0 01 01 | malformed
          a list of less than it has | 00 53 70 c0 03 01 41 41 00 53 75 a0 01 01 | malformed
          a map in a map that lies   | 00 53 74 c1 09 02 a1 01 61 c1 02 00 41 00 53 75 a0 01 01 | malformed
          an array that lies         | 00 53 74 c1 0a 02 a1 01 61 e0 04 02 50 01 00 53 75 a0 01 01 | malformed
          """)
  void whatReceiversCouldReadDifferentlyIsRefused(String name, String hex, String words) {
    byte[] message = bytes(hex);

    BodyFacts facts = AmqpBody.in(message, 0, message.length);

    assertThat(facts.form()).isEqualTo(Form.UNREADABLE);
    assertThat(facts.words()).contains(words);
  }

  @Test
  void everyPrefixIsRefusedUnlessItEndsBetweenSections() {
    byte[] message = bytes(HEADER + PROPERTIES + DATA + FOOTER);
    int header = bytes(HEADER).length;
    int properties = header + bytes(PROPERTIES).length;
    int data = properties + bytes(DATA).length;

    for (int length = 0; length < message.length; length++) {
      Form expected =
          length == 0 || length == header || length == properties
              ? Form.EMPTY
              : length == data ? Form.BYTES : Form.UNREADABLE;

      assertThat(AmqpBody.in(message, 0, length).form()).as("%d", length).isEqualTo(expected);
    }
  }

  @Test
  void itIsReadFromItsOffsetToItsLengthAndNoFurther() {
    byte[] message = bytes("ff ff" + DATA + "ff");

    BodyFacts facts = AmqpBody.in(message, 2, message.length - 3);

    assertThat(bodyOf(facts)).isEqualTo(bytes("010203"));
  }

  private static byte[] bodyOf(BodyFacts facts) {
    return Arrays.copyOfRange(facts.bytes(), facts.offset(), facts.offset() + facts.length());
  }

  private static byte[] bytes(String hex) {
    return hex.isBlank()
        ? "".getBytes(StandardCharsets.US_ASCII)
        : HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
