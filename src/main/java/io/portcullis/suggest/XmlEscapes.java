package io.portcullis.suggest;

import io.portcullis.report.Printable;

/** Texts as they stand in attributes and comments of XML. No text can end either. */
final class XmlEscapes {

  private static final int LAST_PRINTABLE = '~';

  private XmlEscapes() {}

  /**
   * The value of an attribute, in ASCII. It may also stand in an element that a comment shows, so
   * it has no two hyphens in a row.
   */
  static String attribute(String text) {
    StringBuilder escaped = new StringBuilder();
    text.codePoints()
        .forEach(
            character -> {
              switch (character) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                case '-' -> escaped.append(endsWithHyphen(escaped) ? "&#45;" : "-");
                default -> {
                  if (character > LAST_PRINTABLE) {
                    escaped.append("&#x%X;".formatted(character));
                  } else {
                    escaped.appendCodePoint(character);
                  }
                }
              }
            });
    return escaped.toString();
  }

  /** A line of a comment. What nobody would see, and a hyphen after a hyphen, are escaped. */
  static String comment(String text) {
    StringBuilder escaped = new StringBuilder();
    Printable.of(text)
        .chars()
        .forEach(
            character -> {
              if (character == '-' && endsWithHyphen(escaped)) {
                escaped.append("\\u002d");
              } else {
                escaped.append((char) character);
              }
            });
    return escaped.toString();
  }

  private static boolean endsWithHyphen(StringBuilder text) {
    return !text.isEmpty() && text.charAt(text.length() - 1) == '-';
  }
}
