package io.portcullis.broker.management;

import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The user who operates the broker over JMX at this moment, in this thread. ActiveMQ does an
 * operator's work in its own name, like work that nobody asked for. This class tells the two apart.
 *
 * @param user the login at JMX or at the web console; empty if no login is required
 * @param puts whether the operation puts messages on a destination
 */
public record Operator(String user, boolean puts) {

  private static final ThreadLocal<Operator> NOW = new ThreadLocal<>();

  /** Returns the operator who moves, copies or retries messages now; empty if there is none. */
  public static Optional<Operator> puttingMessages() {
    return Optional.ofNullable(NOW.get()).filter(Operator::puts);
  }

  /** Runs an action for an operator. */
  static <T> T during(Operator operator, Callable<T> operation) throws Exception {
    return as(operator, operation);
  }

  /** Runs an action that the broker does by itself, even if an operator caused it. */
  public static boolean forNobody(Callable<Boolean> work) {
    try {
      return as(null, work);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Wraps a task, so that it runs for this thread's operator in any thread. */
  static Runnable carried(Runnable work) {
    Operator operatorOrNull = NOW.get();
    return () -> {
      Operator before = NOW.get();
      set(operatorOrNull);
      try {
        work.run();
      } finally {
        set(before);
      }
    };
  }

  private static <T> T as(Operator operatorOrNull, Callable<T> work) throws Exception {
    Operator before = NOW.get();
    set(operatorOrNull);
    try {
      return work.call();
    } finally {
      set(before);
    }
  }

  private static void set(Operator operatorOrNull) {
    if (operatorOrNull == null) {
      NOW.remove();
    } else {
      NOW.set(operatorOrNull);
    }
  }
}
