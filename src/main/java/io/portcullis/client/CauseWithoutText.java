package io.portcullis.client;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * What was behind a failure, without its text. It has the class, the status and the stack trace of
 * the original exception. The text of the original names keys and context values, and loggers print
 * causes.
 */
final class CauseWithoutText extends Exception {

  private static final long serialVersionUID = 1L;

  private static final int MAX_DEPTH = 20;

  private CauseWithoutText(Throwable original) {
    super(description(original));
    setStackTrace(original.getStackTrace());
  }

  /** The same for this exception and for everything behind it. */
  static CauseWithoutText of(Throwable original) {
    return copy(original, Collections.newSetFromMap(new IdentityHashMap<>()), 0);
  }

  private static CauseWithoutText copy(Throwable original, Set<Throwable> seen, int depth) {
    CauseWithoutText copy = new CauseWithoutText(original);
    seen.add(original);
    if (depth == MAX_DEPTH) {
      return copy;
    }
    List<Throwable> behind = Failures.behind(original).stream().filter(seen::add).toList();
    for (Throwable next : behind) {
      CauseWithoutText copyOfNext = copy(next, seen, depth + 1);
      if (copy.getCause() == null) {
        copy.initCause(copyOfNext);
      } else {
        copy.addSuppressed(copyOfNext);
      }
    }
    return copy;
  }

  private static String description(Throwable original) {
    return original.getClass().getName() + AwsFailure.status(original);
  }
}
