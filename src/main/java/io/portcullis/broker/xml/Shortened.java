package io.portcullis.broker.xml;

/** A text of a file in one line and not too long, so that it can stand in a message. */
final class Shortened {

  private static final int LONGEST = 200;

  private Shortened() {}

  /** Shortens a text. */
  static String of(String text) {
    String line = text.strip().replaceAll("\\s*\\R\\s*", " ");
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "...";
  }
}
