package io.portcullis.enforce;

import java.util.concurrent.ThreadFactory;

/** Creates the gate's threads. Each has a name. None keeps the JVM from exiting. */
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
