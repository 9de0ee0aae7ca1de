package io.portcullis.enforce;

/** A background task. Whatever it throws is logged, and the task runs again. */
@FunctionalInterface
public interface Task {

  /** Runs the task. If it throws, nothing of it may count as done. */
  void run() throws Exception;
}
