package io.portcullis.enforce;

import java.util.concurrent.ThreadFactory;

/** Makes the threads of the gate: each has a name, and none keeps the JVM from its end. */
final class DaemonThreads {

  private DaemonThreads() {}

  /** They load classes as the gate does, whoever's call they were made in. */
  static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
      return thread;
    };
  }
}
