package io.portcullis.report;

/**
 * Escapes text for an HTML page, between tags and in quoted attributes. The result is ASCII, so it
 * is the same in every encoding.
 */
final class Html {

  private static final int LAST_PRINTABLE = '~';

  private Html() {}

  /** Escapes a foreign text. It contains no markup and cannot change the page. */
  static String text(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    Printable.of(text)
        .codePoints()
        .forEach(
            character -> {
              if (isHarmless(character)) {
                escaped.append((char) character);
              } else {
                escaped.append("&#").append(character).append(';');
              }
            });
    return escaped.toString();
  }

  /** Escapes the name of a destination, and lets a long one break between its levels. */
  static String breakable(String destination) {
    return text(destination).replace("//", "//<wbr>").replace(".", ".<wbr>");
  }

  private static boolean isHarmless(int character) {
    return character <= LAST_PRINTABLE && "&<>\"'`".indexOf(character) < 0;
  }
}
