package io.portcullis.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lines as a terminal shows them. */
class LineWrapTest {

  @Test
  void linesFillTheWidthAndKeepTheirIndentation() {
    assertThat(new LineWrap(12).lines("one two three four", 2, 4))
        .containsExactly("  one two", "    three", "    four");
    assertThat(new LineWrap(11).lines("one two three", 2, 4))
        .containsExactly("  one two", "    three");
    assertThat(new LineWrap(9).lines("one two", 2, 4)).containsExactly("  one two");
    assertThat(new LineWrap(8).lines("one two", 2, 4)).containsExactly("  one", "    two");
  }

  @Test
  void aWordThatIsTooLongStaysWhole() {
    assertThat(new LineWrap(10).lines("in /a/very/long/path, line 3", 0, 2))
        .containsExactly("in", "  /a/very/long/path,", "  line 3");
  }

  @Test
  void withoutATerminalNothingIsBroken() {
    String text = "a word ".repeat(10_000).strip();

    assertThat(LineWrap.NONE.lines(text, 3, 5)).containsExactly("   " + text);
  }

  @ParameterizedTest
  @CsvSource({
    "'', 0",
    "abc, 3",
    "caf\u00e9, 4",
    "cafe\u0301, 4",
    "\u6ce8\u6587, 4",
    "\ud55c\uae00, 4",
    "\uff21\uff22, 4",
    "\ud83d\ude00, 2",
    "\u2192 x, 3",
  })
  void wideCharactersTakeTwoColumnsAndAccentsNone(String text, int columns) {
    assertThat(LineWrap.columnsOf(text)).isEqualTo(columns);
  }

  @Test
  void wideNamesAreAlignedAndBrokenByTheirColumns() {
    assertThat(LineWrap.padded("\u6ce8\u6587", 6)).isEqualTo("\u6ce8\u6587  ");
    assertThat(LineWrap.padded("longer", 3)).isEqualTo("longer");
    assertThat(new LineWrap(9).lines("\u6ce8\u6587 \u6ce8\u6587", 0, 0))
        .containsExactly("\u6ce8\u6587 \u6ce8\u6587");
    assertThat(new LineWrap(8).lines("\u6ce8\u6587 \u6ce8\u6587", 0, 0))
        .containsExactly("\u6ce8\u6587", "\u6ce8\u6587");
  }

  /** Nothing is lost, and no line with more than one word is too long. */
  @Property
  void everyWordIsThereAndEveryLineFits(
      @ForAll List<String> words, @ForAll @IntRange(min = 20, max = 120) int columns) {
    String text = Printable.of(String.join(" ", words));

    List<String> lines = new LineWrap(columns).lines(text, 2, 4);

    assertThat(String.join(" ", lines).replace(" ", "")).isEqualTo(text.replace(" ", ""));
    assertThat(lines)
        .allMatch(line -> LineWrap.columnsOf(line) <= columns || !line.strip().contains(" "));
  }
}
