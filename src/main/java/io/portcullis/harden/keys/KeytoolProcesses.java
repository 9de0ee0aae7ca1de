package io.portcullis.harden.keys;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;

/** The keytools that run now. If the JVM ends, they are ended before their folders are removed. */
public final class KeytoolProcesses {

  private static final Set<Process> RUNNING = new HashSet<>();
  private static boolean ended;

  private KeytoolProcesses() {}

  /**
   * Starts one.
   *
   * @throws IOException if it cannot be started, or {@link #end} was called
   */
  static synchronized Process start(ProcessBuilder builder) throws IOException {
    if (ended) {
      throw new IOException("keytool is not started, since the JVM ends");
    }
    Process process = builder.start();
    RUNNING.add(process);
    return process;
  }

  /** Forgets one that has ended. */
  static synchronized void forget(Process process) {
    RUNNING.remove(process);
  }

  /** Ends all, waits for their ends, and lets none start again. */
  public static synchronized void end() {
    ended = true;
    RUNNING.forEach(Process::destroyForcibly);
    RUNNING.forEach(process -> process.onExit().join());
    RUNNING.clear();
  }
}
