package io.portcullis.harden;

import io.portcullis.login.PasswordLine;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Makes the hashes of many users at once, on as many processors as the memory allows. */
final class UserHashes {

  private static final PasswordLine LINE = new PasswordLine(Optional.empty(), false, false);

  /** A hash and whose it is. */
  private record Made(String user, String hash) {}

  private UserHashes() {}

  /**
   * Makes a hash of each password.
   *
   * @param passwords allowed passwords by their users
   * @return the hashes by the same users
   * @throws IOException if the thread is interrupted
   */
  static Map<String, String> of(Map<String, String> passwords, Progress progress)
      throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    if (passwords.isEmpty()) {
      return hashes;
    }
    int threads = Math.min(passwords.size(), PasswordLine.atOnce());
    ExecutorService executor = Executors.newFixedThreadPool(threads, UserHashes::thread);
    try {
      CompletionService<Made> making = new ExecutorCompletionService<>(executor);
      passwords.forEach(
          (user, password) -> making.submit(() -> new Made(user, LINE.of(password.toCharArray()))));
      while (hashes.size() < passwords.size()) {
        Made made = making.take().get();
        hashes.put(made.user(), made.hash());
        progress.hashed(hashes.size(), passwords.size());
      }
      return hashes;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("the hashes were interrupted", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException("a hash cannot be made", e.getCause());
    } finally {
      executor.shutdownNow();
    }
  }

  /** It keeps no JVM from ending. */
  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "portcullis-hash");
    thread.setDaemon(true);
    return thread;
  }
}
