package io.portcullis.enforce;

/** A background task. Whatever it throws is logged, and the task runs again. */
@FunctionalInterface
public interface Task {

  /** Does it, or fails; then nothing of it may count as done. */
  void run() throws Exception;
}
