package io.portcullis.enforce;

/** Something that is done in the background. Whatever it throws, it is said and tried again. */
@FunctionalInterface
public interface Task {

  /** Does it, or fails; then nothing of it may count as done. */
  void run() throws Exception;
}
