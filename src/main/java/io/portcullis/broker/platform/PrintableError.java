package io.portcullis.broker.platform;

import io.portcullis.enforce.Refusal;
import java.io.IOException;
import org.apache.activemq.command.ExceptionResponse;
import org.apache.activemq.command.Response;

/**
 * Describes why a connection ended, in text that a log can safely show. Some of ActiveMQ's messages
 * quote what a client sent before its login, or what a peer sent.
 */
public final class PrintableError {

  private static final int LONGEST = 512;

  private PrintableError() {}

  /**
   * Returns the error itself if a log can show its text. Otherwise it returns one with the part
   * that it can show.
   */
  public static IOException of(IOException error) {
    String text = String.valueOf(error.getMessage());
    if (isPrintable(text)) {
      return error;
    }
    IOException shown = new IOException(printable(text));
    shown.setStackTrace(error.getStackTrace());
    return shown;
  }

  /** Does the same for a peer's error, which may be of any class and have causes. */
  public static Throwable of(Throwable errorOrNull) {
    if (errorOrNull == null) {
      return new IOException("the peer says nothing");
    }
    boolean fit = true;
    Throwable each = errorOrNull;
    for (int depth = 0; each != null && fit; depth++) {
      fit = depth < LONGEST && isPrintable(each.toString());
      each = each.getCause();
    }
    if (fit) {
      return errorOrNull;
    }
    String text = printable(errorOrNull.toString());
    return errorOrNull instanceof SecurityException
        ? Refusal.printable(errorOrNull, text)
        : new IOException(text);
  }

  /** Makes the error in a response printable, if there is one. */
  public static void makePrintable(Response answer) {
    if (answer instanceof ExceptionResponse failure) {
      failure.setException(of(failure.getException()));
    }
  }

  private static boolean isPrintable(String text) {
    return text.length() <= LONGEST && text.codePoints().noneMatch(LogText::isUnprintable);
  }

  private static String printable(String text) {
    StringBuilder printable = new StringBuilder();
    text.codePoints()
        .limit(LONGEST)
        .map(point -> LogText.isUnprintable(point) ? '?' : point)
        .forEach(printable::appendCodePoint);
    return printable.toString();
  }
}
