package io.portcullis.benchmark;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.security.auth.Subject;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * After a restart nobody is remembered, and 1,000 users come at once, each in a thread of its own.
 * The hashes are Argon2id with 19 MiB and two passes, as the command {@code hash} makes them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class RestartBenchmark {

  private static final int USERS = 1_000;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private ManyUsers users;

  /** Files that nobody has logged in with. */
  @Setup(Level.Invocation)
  public void restart() throws IOException {
    users = new ManyUsers(USERS);
  }

  /** Removes the files. */
  @TearDown(Level.Invocation)
  public void remove() throws IOException {
    users.close();
  }

  /** Ends the threads. */
  @TearDown
  public void end() {
    threads.shutdown();
  }

  /** From the first login's start to the last one's end. */
  @Benchmark
  public List<Subject> everybodyAtOnce() throws Exception {
    List<Future<Subject>> logins = new ArrayList<>();
    for (int i = 0; i < USERS; i++) {
      int user = i;
      logins.add(threads.submit(() -> users.logInWithHashes(user)));
    }
    List<Subject> subjects = new ArrayList<>();
    for (Future<Subject> login : logins) {
      subjects.add(login.get());
    }
    return subjects;
  }
}
