package io.portcullis.testing;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.console.command.ShellCommand;

/** A broker in a JVM of its own, with the class path of the tests, so that it can be killed. */
public final class KillableBroker implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String LOG =
      """
      rootLogger.level = INFO
      rootLogger.appenderRef.console.ref = console
      appender.console.type = Console
      appender.console.name = console
      appender.console.layout.type = PatternLayout
      appender.console.layout.pattern = %d{HH:mm:ss.SSS} %5p | %m%n
      """;

  private final Process process;
  private final Path output;

  private KillableBroker(Process process, Path output) {
    this.process = process;
    this.output = output;
  }

  /** Runs ActiveMQ's own command, and ends with its status, as {@code bin/activemq} does. */
  public static void main(String[] arguments) {
    System.exit(ShellCommand.main(arguments, System.in, System.out));
  }

  /** Starts it, and waits for nothing. */
  public static KillableBroker of(ConfiguredBroker broker) throws IOException {
    Path folder = broker.file().getParent();
    Path output = folder.resolve("output.txt");
    Path log = Files.writeString(folder.resolve("log4j2.properties"), LOG);
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), "-Xmx256m"));
    broker
        .systemProperties()
        .forEach((name, value) -> command.add("-D%s=%s".formatted(name, value)));
    command.add("-Dlog4j2.configurationFile=" + log);
    command.addAll(
        List.of(
            KillableBroker.class.getName(), "start", "xbean:" + broker.file().toAbsolutePath()));
    return new KillableBroker(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start(),
        output);
  }

  /** What it logged and printed. */
  public String said() throws IOException {
    return Files.readString(output);
  }

  /** Waits until it has said something. */
  public KillableBroker saying(String text) throws IOException {
    await().atMost(PATIENCE).until(() -> !process.isAlive() || said().contains(text));
    if (!said().contains(text)) {
      throw new IllegalStateException(said());
    }
    return this;
  }

  /** Waits until it has ended by itself; with which status. */
  public int ended() throws InterruptedException {
    if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("it did not end");
    }
    return process.exitValue();
  }

  /** Ends it as {@code kill -9} does. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
