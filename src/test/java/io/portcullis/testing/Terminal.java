package io.portcullis.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.cli.Main;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs the commands in a JVM of their own: on a terminal, which util-linux's {@code script} makes,
 * or in a shell without one.
 *
 * @param folder where they run
 * @param java the start of a shell's line that runs a command
 */
public record Terminal(Path folder, String java) {

  private static final Path SCRIPT = Path.of("/usr/bin/script");

  /** Of libraries that activemq-all holds twice; no broker has them both. */
  private static final String SPRINGS_WARNING = "Standard Commons Logging discovery in action";

  /** Tells whether a terminal can be made here. */
  public static boolean isInstalled() {
    return Files.isExecutable(SCRIPT);
  }

  /**
   * Makes one.
   *
   * @param folder where the commands run
   * @param options what the JVM gets
   */
  public static Terminal in(Path folder, String... options) throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String absolute =
        Stream.of(classPath.split(File.pathSeparator, -1))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(List.of("-cp", absolute, Main.class.getName()));
    Path file = Files.write(folder.resolve("arguments"), arguments);
    return new Terminal(folder, "%s/bin/java @%s".formatted(System.getProperty("java.home"), file));
  }

  /** Runs a command on a terminal of some columns, and returns the lines that it shows. */
  public List<String> onTerminal(int columns, Map<String, String> environment, String command)
      throws Exception {
    return run(
        environment,
        SCRIPT.toString(),
        "-qec",
        "stty cols %d rows 50; %s %s".formatted(columns, java, command),
        "/dev/null");
  }

  /** Runs a command in a pipe, and returns the lines that come out of it. */
  public List<String> inPipe(String command) throws Exception {
    return run(Map.of(), "sh", "-c", "%s %s < /dev/null | cat".formatted(java, command));
  }

  private List<String> run(Map<String, String> environment, String... words) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().keySet().removeAll(List.of("NO_COLOR", "CLICOLOR_FORCE"));
    builder.environment().put("TERM", "xterm-256color");
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      process.getOutputStream().close();
      String text =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
              .replace("\r", "");
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      return text.lines().filter(line -> !line.startsWith(SPRINGS_WARNING)).toList();
    } finally {
      process.destroyForcibly();
    }
  }
}
