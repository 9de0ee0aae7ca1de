package io.portcullis.report;

/**
 * Makes foreign text safe for a terminal. The text cannot control the terminal, start a new line,
 * or change the direction of the text beside it.
 */
public final class Printable {
  private Printable() {}

  /**
   * Escapes every character without a visible form, such as a control or format character, as
   * {@code \}{@code u001b}. It is for people: the result can be ambiguous.
   */
  public static String of(String text) {
    StringBuilder printable = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            character -> {
              if (isVisible(character)) {
                printable.appendCodePoint(character);
              } else {
                printable.append("\\u%04x".formatted(character));
              }
            });
    return printable.toString();
  }

  /** Tells whether a character shows itself to people. */
  public static boolean isVisible(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.PRIVATE_USE,
          Character.SURROGATE,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
