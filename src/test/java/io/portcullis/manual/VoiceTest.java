package io.portcullis.manual;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.ManualPage;
import io.portcullis.testing.Prose;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.CustomNode;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The manual has short sentences and the field's words. */
class VoiceTest {

  private static final double AVERAGE_WORDS = 15;
  private static final int MOST_WORDS = 30;

  /** Of prose and tables. Code blocks do not count. */
  private static final int MOST_WORDS_OF_README = 1200;

  /** Home-made words, and in any form of theirs. The field's word is the one to write. */
  private static final Pattern NOT_USED =
      Pattern.compile(
          "\\b(?:the\\s+gate|whoever|entrance|vouch|stranger|ways?\\s+in)(?:s|es|ed|ing)?\\b",
          Pattern.CASE_INSENSITIVE);

  /** Its tables repeat what the product says. */
  private static final String HAS_TEXTS_OF_THE_PRODUCT = "troubleshooting.md";

  static List<ManualPage> pages() {
    return ManualPage.all();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void noSentenceIsLong(ManualPage page) {
    assertThat(Sentence.of(page))
        .filteredOn(sentence -> sentence.words() > MOST_WORDS)
        .extracting(
            sentence ->
                "%s:%d has %d words: %s"
                    .formatted(page.name(), sentence.line(), sentence.words(), sentence.text()))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void sentencesAreShortOnTheAverage(ManualPage page) {
    assertThat(Sentence.of(page).stream().mapToInt(Sentence::words).average().orElseThrow())
        .isLessThanOrEqualTo(AVERAGE_WORDS);
  }

  @ParameterizedTest
  @MethodSource("pages")
  void itUsesTheWordsOfTheField(ManualPage page) {
    List<String> found = new ArrayList<>();
    for (Node node : prose(page)) {
      if (!(node instanceof TableCell && page.name().equals(HAS_TEXTS_OF_THE_PRODUCT))) {
        NOT_USED
            .matcher(Prose.withoutCode(node))
            .results()
            .forEach(
                word ->
                    found.add("%s:%d: %s".formatted(page, ManualPage.line(node), word.group())));
      }
    }
    assertThat(found).isEmpty();
  }

  @Test
  void theReadmeIsRead() {
    int words =
        prose(ManualPage.read(ManualPage.README)).stream()
            .mapToInt(node -> Sentence.words(Prose.of(node)))
            .sum();

    assertThat(words).isLessThanOrEqualTo(MOST_WORDS_OF_README);
  }

  @Test
  void aSpanOfCodeIsOneWordAndAHeadingAnItemAndAParagraphEndASentence() {
    ManualPage page =
        ManualPage.of(
            Path.of("page.md"),
            """
            # Two words

            It runs `a command. With words`
            and waits. Then [it](x.md#y) ends

            - an item
            - `code` -> 2 more.

            | a | table |
            |---|---|
            | which has | no sentence. None |

            ```text
            Neither has code.
            ```
            """);

    assertThat(Sentence.of(page))
        .extracting(sentence -> sentence.line() + " " + sentence.words())
        .containsExactly("1 2", "3 5", "4 3", "6 2", "7 3");
  }

  /** Its paragraphs, headings and cells. */
  private static List<Node> prose(ManualPage page) {
    List<Node> prose = new ArrayList<>();
    page.document()
        .accept(
            new AbstractVisitor() {

              @Override
              public void visit(Heading heading) {
                prose.add(heading);
              }

              @Override
              public void visit(Paragraph paragraph) {
                prose.add(paragraph);
              }

              @Override
              public void visit(CustomNode node) {
                if (node instanceof TableCell) {
                  prose.add(node);
                } else {
                  visitChildren(node);
                }
              }
            });
    return prose;
  }
}
