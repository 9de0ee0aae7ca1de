package io.portcullis.broker.keys;

import io.portcullis.enforce.IndependentSteps;
import io.portcullis.enforce.Task;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Steps that follow a change. A step that fails stays due until it succeeds. Not thread-safe. */
final class DueSteps {

  private final Map<Object, Task> due = new LinkedHashMap<>();

  /**
   * Makes a step due.
   *
   * @param key what the step is for; a later step for the same replaces it
   */
  void add(Object key, Task step) {
    due.put(key, step);
  }

  /**
   * Runs each step that is due, even if another one fails.
   *
   * @throws IndependentSteps.TurnFailedException with the first exception; that step stays due
   */
  void run() {
    IndependentSteps.each(
        List.copyOf(due.entrySet()),
        step -> {
          step.getValue().run();
          due.remove(step.getKey());
        });
  }
}
