package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands on a terminal, which util-linux's {@code script} makes, and in a pipe. */
@EnabledIf(value = "isInstalled", disabledReason = "there is no /usr/bin/script")
@Timeout(180)
class ScreenIT {

  /** Of libraries that activemq-all holds twice; no broker has them both. */
  private static final String SPRINGS_WARNING = "Standard Commons Logging discovery in action";

  private static final Path SCRIPT = Path.of("/usr/bin/script");
  private static final Pattern ESCAPE = Pattern.compile("\u001b\\[([0-9;]*)m");

  @TempDir private Path folder;

  private String java;
  private String check;

  static boolean isInstalled() {
    return Files.isExecutable(SCRIPT);
  }

  @BeforeEach
  void writeArguments() throws IOException {
    String classPath =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    String absolute =
        Stream.of(classPath.split(File.pathSeparator))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    Path arguments =
        Files.writeString(
            folder.resolve("arguments"), "-cp\n%s\n%s\n".formatted(absolute, Main.class.getName()));
    Files.createFile(folder.resolve("credentials.properties"));
    Path xml =
        Files.writeString(
            folder.resolve("activemq.xml"),
            Files.readString(Path.of("conf", "activemq.xml"))
                .replace("${broker.keystore.password}", "word")
                .replace("ssl://", "tcp://"));
    check = "check " + xml;
    java = "%s/bin/java @%s".formatted(System.getProperty("java.home"), arguments);
  }

  private List<String> onTerminal(int columns, Map<String, String> environment, String command)
      throws Exception {
    return run(
        environment,
        SCRIPT.toString(),
        "-qec",
        "stty cols %d rows 50; %s %s".formatted(columns, java, command),
        "/dev/null");
  }

  private List<String> run(Map<String, String> environment, String... words) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
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

  private static int columns(String line) {
    return ESCAPE.matcher(line).replaceAll("").length();
  }

  @ParameterizedTest
  @CsvSource({"60, 60", "80, 80", "120, 120", "200, 120"})
  void linesFitTheTerminalAndAreNotLongerThanOneCanRead(int columns, int longest) throws Exception {
    List<String> lines = onTerminal(columns, Map.of(), check);

    assertThat(lines)
        .allMatch(line -> columns(line) <= longest || !line.strip().contains(" "))
        .anyMatch(line -> columns(line) > longest - 12)
        .anyMatch(line -> line.contains("\u001b[1m"))
        .anyMatch(line -> line.contains("\u001b[0m"))
        .noneMatch(line -> line.contains("\u001b[21m"));
  }

  @ParameterizedTest
  @CsvSource({"NO_COLOR, 1", "TERM, dumb"})
  void whoWantsNoColoursGetsNone(String variable, String value) throws Exception {
    Map<String, String> environment = Map.of(variable, value);

    for (String command : List.of(check, "--help", "check --help", "check -x")) {
      assertThat(onTerminal(80, environment, command)).noneMatch(line -> line.contains("\u001b"));
    }
  }

  @Test
  void inAPipeThereAreNoColoursAndNoLineIsBroken() throws Exception {
    List<String> lines =
        run(Map.of(), "sh", "-c", "%s %s < /dev/null | cat".formatted(java, check));

    assertThat(lines)
        .noneMatch(line -> line.contains("\u001b"))
        .anyMatch(line -> columns(line) > 120);
  }
}
