package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The commands on a terminal, and in a pipe. */
@EnabledIf(
    value = "io.portcullis.testing.Terminal#isInstalled",
    disabledReason = "there is no /usr/bin/script")
@Timeout(180)
class ScreenIT {

  private static final Pattern ESCAPE = Pattern.compile("\u001b\\[([0-9;]*)m");

  @TempDir private Path folder;

  private Terminal terminal;
  private String check;

  @BeforeEach
  void writeFiles() throws IOException {
    terminal = Terminal.in(folder);
    Files.createFile(folder.resolve("credentials.properties"));
    Path xml =
        Files.writeString(
            folder.resolve("activemq.xml"),
            Files.readString(Path.of("conf", "activemq.xml"))
                .replace("${broker.keystore.password}", "word")
                .replace("ssl://", "tcp://"));
    check = "check " + xml;
  }

  private static int columns(String line) {
    return ESCAPE.matcher(line).replaceAll("").length();
  }

  @ParameterizedTest
  @CsvSource({"60, 60", "80, 80", "120, 120", "200, 120"})
  void linesFitTheTerminalAndAreNotLongerThanOneCanRead(int columns, int longest) throws Exception {
    List<String> lines = terminal.onTerminal(columns, Map.of(), check);

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
      assertThat(terminal.onTerminal(80, environment, command))
          .noneMatch(line -> line.contains("\u001b"));
    }
  }

  @Test
  void inAPipeThereAreNoColoursAndNoLineIsBroken() throws Exception {
    List<String> lines = terminal.inPipe(check);

    assertThat(lines)
        .noneMatch(line -> line.contains("\u001b"))
        .anyMatch(line -> columns(line) > 120);
  }
}
