package io.portcullis.enforce;

import java.util.concurrent.ThreadFactory;

/** Creates the gate's threads. Each has a name. None keeps the JVM from exiting. */
final class DaemonThreads {

  private DaemonThreads() {}

  /** Creates threads with a name. They load classes as the gate does, whoever calls. */
  static ThreadFactory named(String name) {
    return task -> {
      Thread thread = new Thread(task, name);
      thread.setDaemon(true);
      thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
      return thread;
    };
  }
}
