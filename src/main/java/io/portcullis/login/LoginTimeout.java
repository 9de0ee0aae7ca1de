package io.portcullis.login;

import java.time.Duration;

/**
 * Bounds the time that one login waits, over all its waits: for its address's turn, its user's
 * turn, a processor and memory. The bound belongs to the thread, since login modules and plugins
 * that do not know of it stand between the first wait and the others.
 */
final class LoginTimeout {

  /** Long enough for a thousand users after a restart on two slow and busy processors. */
  static final Duration LONGEST_WAIT = Duration.ofMinutes(2);

  private static final ThreadLocal<LoginTimeout> PRESENT = new ThreadLocal<>();

  private final long end;

  private LoginTimeout(Duration whole) {
    this.end = System.nanoTime() + whole.toNanos();
  }

  /** From now on; until {@link #end}, this is the patience of whatever the thread waits for. */
  static LoginTimeout begin() {
    LoginTimeout begun = new LoginTimeout(LONGEST_WAIT);
    PRESENT.set(begun);
    return begun;
  }

  /** The login is over. */
  static void end() {
    PRESENT.remove();
  }

  /** That of this thread, where it has begun, and otherwise {@code whole} from now on. */
  static LoginTimeout presentOr(Duration whole) {
    LoginTimeout present = PRESENT.get();
    return present == null ? new LoginTimeout(whole) : present;
  }

  /** What is left of it; not negative. */
  Duration left() {
    return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
  }
}
