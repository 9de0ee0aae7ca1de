package io.portcullis.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {

  @ParameterizedTest
  @ValueSource(strings = {"", "a b~", "C:\\orders", "é ß", "鍵", "\uD83D\uDD11"})
  void leavesVisibleTextAsItIs(String text) {
    assertThat(Printable.of(text)).isEqualTo(text);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "escape, 1b",
    "control sequence introducer, 9b",
    "line feed, 0a",
    "carriage return, 0d",
    "delete, 7f",
    "right-to-left override, 202e",
    "line separator, 2028",
    "half of a surrogate pair, d800",
    "private use, e000",
    "tag, e0041",
  })
  void escapesWhatShowsNothingOfItself(String what, String hex) {
    int character = Integer.parseInt(hex, 16);
    String text = "a" + Character.toString(character) + "[2Jb";

    assertThat(Printable.of(text)).as(what).isEqualTo("a\\u%04x[2Jb", character);
  }
}
