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

  /** Of a violation that the {@link Enforcer} has recorded as refused. */
  public static SecurityException of(Violation recorded) {
    return of(recorded.line());
  }

  /** The same, of its line. */
  public static SecurityException of(String recordedLine) {
    SecurityException refusal = new SecurityException(recordedLine);
    RECORDED.add(refusal);
    return refusal;
  }

  /** What is shown to somebody who has not logged in, in a page of a web server: nothing. */
  public static SecurityException untold() {
    SecurityException refusal = of("refused");
    refusal.setStackTrace(new StackTraceElement[0]);
    return refusal;
  }

  /** What somebody threw, in words that a log can show; recorded if that was. */
  public static SecurityException printable(Throwable thrown, String words) {
    SecurityException printable = new SecurityException(words);
    if (isRecorded(thrown)) {
      RECORDED.add(printable);
    }
    return printable;
  }

  /** Whether what was thrown is a refusal that was recorded, or was caused by one. */
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

  /** What somebody else has thrown was recorded. */
  static void recorded(Throwable thrown) {
    RECORDED.add(thrown);
  }
}
