package io.portcullis.enforce;

import java.util.List;

/** Runs an action for several things. If it fails for one, it still runs for the others. */
public final class IndependentSteps {

  /** The action for one thing. */
  @FunctionalInterface
  public interface Turn<T> {
    /** Runs the action. An exception means that it failed. */
    void take(T thing) throws Exception;
  }

  private IndependentSteps() {}

  /**
   * Runs the action for each thing.
   *
   * @throws TurnFailedException with the first exception, after it has run for all
   */
  public static <T> void each(Iterable<T> things, Turn<? super T> turn) {
    Throwable first = null;
    for (T thing : things) {
      try {
        turn.take(thing);
      } catch (Throwable e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw new TurnFailedException(first);
    }
  }

  /** Runs one step after the other, each of them even if an earlier one failed. */
  public static void steps(Task... steps) {
    each(List.of(steps), Task::run);
  }

  /** Says that the action failed for some of the things. */
  public static final class TurnFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    TurnFailedException(Throwable first) {
      super("a turn failed: " + first, first);
    }
  }
}
