package io.portcullis.structure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the gate does in the background, and how it reads files, has one place each. */
class BackgroundTest {

  private static final Path MAIN = Path.of("src/main/java/io/portcullis");

  /** Ways to a thread: of the JDK, and of ActiveMQ, whose threads and timers one error ends. */
  private static final Pattern THREADS =
      Pattern.compile(
          "new Thread\\(|\\bExecutors\\b|ThreadPoolExecutor|CompletableFuture|ForkJoin|\\bTimer\\b"
              + "|TimerTask|TaskRunner|getScheduler\\(\\)|ScheduledExecutor|parallelStream");

  private static final Set<String> RUNNER =
      Set.of(
          "enforce/DaemonThreads.java",
          "enforce/TaskPool.java",
          "enforce/TimedCalls.java",
          // It stands below the runner. Its threads end with the choice of a provider.
          "esdk/SignatureProviders.java",
          // A hook of the JVM's end, which has to be a thread.
          "gate/OperatorLog.java",
          "harden/UnfinishedFolder.java",
          // The command waits for all of its hashes and ends.
          "harden/UserHashes.java");

  /** Ways to read a file that may never open or never end. */
  private static final Pattern READING =
      Pattern.compile(
          "Files\\s*\\.(?:read(?!Attributes|SymbolicLink)|newInputStream|newBufferedReader|lines"
              + "|newByteChannel)\\w*\\(|\\bFileInputStream|\\bFileReader|RandomAccessFile|FileChannel");

  private static final Set<String> READERS =
      Set.of(
          "enforce/RegularFile.java",
          // The kernel's, by a name that nobody chooses.
          "broker/start/ProcessIdentity.java");

  @Test
  void threadsAreMadeByTheRunnerAlone() throws IOException {
    assertThat(matching(THREADS, List.of("client/"))).containsExactlyInAnyOrderElementsOf(RUNNER);
  }

  /** The commands end by themselves, and whoever calls one can end it. */
  @Test
  void filesAreReadWithinBounds() throws IOException {
    assertThat(matching(READING, List.of("client/", "cli/", "report/")))
        .containsExactlyInAnyOrderElementsOf(READERS);
  }

  private static List<String> matching(Pattern pattern, List<String> butIn) throws IOException {
    try (Stream<Path> files = Files.walk(MAIN)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> pattern.matcher(read(file)).find())
          .map(file -> MAIN.relativize(file).toString())
          .filter(file -> butIn.stream().noneMatch(file::startsWith))
          .toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).replaceAll("(?s)/\\*.*?\\*/|//[^\\n]*|import [^\\n]*", "");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
