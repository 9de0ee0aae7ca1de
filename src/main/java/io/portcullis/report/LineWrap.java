package io.portcullis.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Breaks a text into lines between its words. It counts columns as terminals do. A word that is
 * longer than a line is not broken, so a path can be copied.
 *
 * @param columns how long a line may be
 */
public record LineWrap(int columns) {

  /** For pipes and files: every text stays one line. */
  public static final LineWrap NONE = new LineWrap(Integer.MAX_VALUE);

  /**
   * The first and last code points of ranges that take two columns. <a
   * href="https://www.unicode.org/reports/tr11/">UAX #11</a> lists the characters.
   */
  private static final int[][] WIDE = {
    {0x1100, 0x115F},
    {0x2E80, 0x303E},
    {0x3041, 0xA4CF},
    {0xA960, 0xA97F},
    {0xAC00, 0xD7A3},
    {0xF900, 0xFAFF},
    {0xFE30, 0xFE6F},
    {0xFF00, 0xFF60},
    {0xFFE0, 0xFFE6},
    {0x1F300, 0x1F64F},
    {0x1F680, 0x1F6FF},
    {0x1F900, 0x1FAFF},
    {0x20000, 0x3FFFD},
  };

  /**
   * Returns the lines of a text.
   *
   * @param indent the spaces before the first line
   * @param hanging the spaces before every other line
   */
  public List<String> lines(String text, int indent, int hanging) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder(" ".repeat(indent));
    int used = indent;
    boolean empty = true;
    for (String word : text.split(" ", -1)) {
      int needed = columnsOf(word);
      if (!empty && (long) used + 1 + needed > columns) {
        lines.add(line.toString());
        line = new StringBuilder(" ".repeat(hanging));
        used = hanging;
        empty = true;
      }
      line.append(empty ? "" : " ").append(word);
      used += needed + (empty ? 0 : 1);
      empty = false;
    }
    lines.add(line.toString());
    return lines;
  }

  /** Returns a text with spaces behind it, up to a number of columns. */
  public static String padded(String text, int columns) {
    return text + " ".repeat(Math.max(0, columns - columnsOf(text)));
  }

  /** Returns how many columns of a terminal a text takes. */
  static int columnsOf(String text) {
    return text.codePoints().map(LineWrap::columnsOf).sum();
  }

  private static int columnsOf(int character) {
    int type = Character.getType(character);
    if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
      return 0;
    }
    for (int[] range : WIDE) {
      if (character >= range[0] && character <= range[1]) {
        return 2;
      }
    }
    return 1;
  }
}
