package io.portcullis.benchmark;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import javax.security.auth.login.LoginException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A storm of reconnects: 1,000 users who were there before log in, one after the other; a JAAS
 * login each, as ActiveMQ's plugin makes one. With ActiveMQ's module, whose passwords are in plain
 * text, and with ours.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class LoginBenchmark {

  private static final int USERS = 1_000;

  private ManyUsers users;
  private int next;

  /** Lets everybody log in once. */
  @Setup
  public void logInOnce() throws IOException, LoginException {
    users = new ManyUsers(USERS);
    for (int user = 0; user < USERS; user++) {
      users.logInWithHashes(user);
    }
  }

  /** Removes the files. */
  @TearDown
  public void remove() throws IOException {
    users.close();
  }

  private int someUser() {
    next = (next + 1) % USERS;
    return next;
  }

  /** ActiveMQ's PropertiesLoginModule, told to reload. */
  @Benchmark
  public Object plainText() throws LoginException {
    return users.logInWithPlainText(someUser());
  }

  /** PasswordLoginModule. */
  @Benchmark
  public Object hashed() throws LoginException {
    return users.logInWithHashes(someUser());
  }
}
