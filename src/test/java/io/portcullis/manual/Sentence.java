package io.portcullis.manual;

import io.portcullis.testing.ManualPage;
import io.portcullis.testing.Prose;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;

/**
 * A sentence of a page. A heading and the end of a paragraph or of a list item end one. Tables and
 * code blocks have none.
 *
 * @param line where it starts
 * @param text the sentence on one line
 */
record Sentence(int line, String text) {

  /** Where no sentence ends. */
  private static final Pattern CODE = Pattern.compile("`[^`]*`");

  private static final Pattern BLANKS = Pattern.compile("[ \t\n]+");

  /** What has a letter or a digit. A span of code has blanks that do not part words. */
  private static final Pattern WORD = Pattern.compile("[^ \t\n]*[\\p{L}\\p{N}][^ \t\n]*");

  static List<Sentence> of(ManualPage page) {
    List<Sentence> sentences = new ArrayList<>();
    page.document()
        .accept(
            new AbstractVisitor() {

              @Override
              public void visit(Heading heading) {
                add(heading, sentences);
              }

              @Override
              public void visit(Paragraph paragraph) {
                add(paragraph, sentences);
              }
            });
    return sentences;
  }

  private static void add(Node block, List<Sentence> sentences) {
    String prose = Prose.of(block);
    BreakIterator breaks = BreakIterator.getSentenceInstance(Locale.ENGLISH);
    breaks.setText(CODE.matcher(prose).replaceAll(code -> "X".repeat(code.group().length())));
    int start = breaks.first();
    for (int end = breaks.next(); end != BreakIterator.DONE; end = breaks.next()) {
      String text = BLANKS.matcher(prose.substring(start, end)).replaceAll(" ").strip();
      if (words(text) > 0) {
        int lines = (int) prose.substring(0, start).chars().filter(c -> c == '\n').count();
        sentences.add(new Sentence(ManualPage.line(block) + lines, text));
      }
      start = end;
    }
  }

  int words() {
    return words(text);
  }

  static int words(String text) {
    return (int) WORD.matcher(text).results().count();
  }
}
