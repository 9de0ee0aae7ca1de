package io.portcullis.enforce;

import io.portcullis.rule.Violation;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * Creates the exceptions of the gate's refusals: exactly {@link SecurityException}. OpenWire would
 * turn a subclass that clients do not know into a bare Throwable. Only this class creates them. So
 * the gate knows which refusals are recorded, and it can tell its own from others.
 */
public final class Refusal {

  private static final int CAUSES = 10;

  private static final Set<Throwable> RECORDED =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private Refusal() {}

  /** Returns the exception for a violation that the {@link Enforcer} has recorded as refused. */
  public static SecurityException of(Violation recorded) {
    return of(recorded.line());
  }

  /** Returns the exception for the line of such a violation. */
  public static SecurityException of(String recordedLine) {
    SecurityException refusal = new SecurityException(recordedLine);
    RECORDED.add(refusal);
    return refusal;
  }

  /** Returns an exception that is not recorded yet; whoever refuses with it records it. */
  public static SecurityException unrecorded(String line) {
    return new SecurityException(line);
  }

  /**
   * Returns an exception without text. A web server would show the text to a client without a
   * login.
   */
  public static SecurityException untold() {
    SecurityException refusal = of("refused");
    refusal.setStackTrace(new StackTraceElement[0]);
    return refusal;
  }

  /**
   * Returns an exception with text that a log can show. It counts as recorded if the original does.
   */
  public static SecurityException printable(Throwable thrown, String words) {
    SecurityException printable = new SecurityException(words);
    if (isRecorded(thrown)) {
      RECORDED.add(printable);
    }
    return printable;
  }

  /** Tells whether an exception, or one of its causes, is a recorded refusal. */
  public static boolean isRecorded(Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < CAUSES; depth++) {
      if (RECORDED.contains(cause)) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  /** Marks another's exception as recorded. */
  static void recorded(Throwable thrown) {
    RECORDED.add(thrown);
  }
}
