package io.portcullis.broker;

import java.io.IOException;

/**
 * The end of a connection in words that a log can show. Some of ActiveMQ's quote what somebody sent
 * who has not logged in.
 */
final class PrintableError {

  private static final int LONGEST = 512;

  private PrintableError() {}

  /** The same error, if its text is fit to be shown; else one with as much of it as is. */
  static IOException of(IOException error) {
    String text = String.valueOf(error.getMessage());
    if (text.length() <= LONGEST && text.codePoints().noneMatch(LoginNames::isUnprintable)) {
      return error;
    }
    StringBuilder printable = new StringBuilder();
    text.codePoints()
        .limit(LONGEST)
        .map(point -> LoginNames.isUnprintable(point) ? '?' : point)
        .forEach(printable::appendCodePoint);
    IOException shown = new IOException(printable.toString());
    shown.setStackTrace(error.getStackTrace());
    return shown;
  }
}
