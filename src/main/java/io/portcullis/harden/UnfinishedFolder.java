package io.portcullis.harden;

import io.portcullis.harden.keys.KeytoolProcesses;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Removes what was written of a copy that is not finished, also if a signal ends the JVM. It cannot
 * do so if the JVM is killed by force.
 */
final class UnfinishedFolder implements AutoCloseable {

  private final TargetFolder folder;
  private final Thread hook;
  private boolean finished;

  private UnfinishedFolder(TargetFolder folder) {
    this.folder = folder;
    this.hook = new Thread(this::removeAtEnd, "portcullis-harden");
  }

  /** Watches over a folder until it is closed. */
  static UnfinishedFolder of(TargetFolder folder) throws IOException {
    UnfinishedFolder unfinished = new UnfinishedFolder(folder);
    try {
      Runtime.getRuntime().addShutdownHook(unfinished.hook);
      return unfinished;
    } catch (IllegalStateException e) {
      folder.clear();
      throw new IOException("the JVM ends", e);
    }
  }

  /**
   * Keeps the folder from now on.
   *
   * @throws IOException if a signal came before
   */
  synchronized void finish() throws IOException {
    folder.requireWanted();
    finished = true;
  }

  private void removeAtEnd() {
    // First, without waiting: whoever writes stops, and a keytool writes no more.
    folder.abandon();
    KeytoolProcesses.end();
    try {
      close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (this) {
      if (!finished) {
        folder.clear();
      }
    }
    if (Thread.currentThread() != hook) {
      forgetHook();
    }
  }

  private void forgetHook() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The JVM ends already, and the hook finds nothing to do.
    }
  }
}
