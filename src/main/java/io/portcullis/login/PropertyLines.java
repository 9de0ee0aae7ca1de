package io.portcullis.login;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * Reads a properties file as {@link Properties} would, but keeps the order, the line numbers and
 * repeated keys.
 */
final class PropertyLines {

  /**
   * One entry of a properties file.
   *
   * @param number the line on which it starts, from 1
   * @param key its key, without control characters
   * @param value its value, stripped
   */
  record Line(int number, String key, String value) {}

  private PropertyLines() {}

  /**
   * Reads all entries.
   *
   * @param problems where a line that cannot be read is told, as {@code line N: ...}
   */
  static List<Line> of(String text, List<String> problems) {
    List<Line> lines = new ArrayList<>();
    StringBuilder logical = new StringBuilder();
    int start = 0;
    int number = 0;
    for (String natural : text.split("\r\n|\r|\n", -1)) {
      number++;
      if (logical.isEmpty()) {
        String stripped = natural.stripLeading();
        if (stripped.isEmpty() || stripped.startsWith("#") || stripped.startsWith("!")) {
          continue;
        }
        start = number;
      }
      logical.append(natural).append('\n');
      if (!continues(natural)) {
        read(start, logical.toString(), lines, problems);
        logical.setLength(0);
      }
    }
    if (!logical.isEmpty()) {
      read(start, logical.toString(), lines, problems);
    }
    return lines;
  }

  /** Whether the line ends in a backslash that is not itself escaped. */
  private static boolean continues(String line) {
    int backslashes = 0;
    while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  private static void read(int number, String logical, List<Line> lines, List<String> problems) {
    Properties one = new Properties();
    try {
      one.load(new StringReader(logical));
    } catch (IllegalArgumentException e) {
      problems.add(
          "line %d: it has a \\u without four hexadecimal digits; correct it".formatted(number));
      return;
    } catch (IOException e) {
      throw new UncheckedIOException("a StringReader does not fail", e);
    }
    one.stringPropertyNames()
        .forEach(key -> lines.add(new Line(number, printable(key), one.getProperty(key).strip())));
  }

  private static String printable(String text) {
    return text.replaceAll("\\p{Cntrl}", "?");
  }
}
