package io.portcullis.scenario.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.MeteredBroker;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A broker whose JVM has a debugger. Every JVM is real, and listens on a free port of loopback. */
class DebuggerIT {

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          command line      | -agentlib:jdwp=transport=dt_socket,server=y,suspend=n          | DEBUG_NOTHING
          until jcmd        | -agentlib:jdwp=transport=dt_socket,server=y,suspend=n,onjcmd=y | DEBUG_NOTHING
          JAVA_TOOL_OPTIONS | -agentlib:jdwp=transport=dt_socket,server=y,suspend=n          | JAVA_TOOL_OPTIONS
          """)
  void keepsTheBrokerFromStarting(String name, String option, String variable) throws Exception {
    boolean onCommandLine = variable.equals("DEBUG_NOTHING");

    String said = run(onCommandLine ? List.of(option) : List.of(), Map.of(variable, option));

    assertThat(said)
        .contains("[secure-management] debugger of the JVM", "(%s)".formatted(option))
        .contains("every user of this host reaches it", "remove %s from".formatted(option))
        .doesNotContain("started as told");
  }

  @Test
  void theBrokerStartsWhenTheOptionIsGone() throws Exception {
    assertThat(run(List.of("-Xdebug"), Map.of()))
        .contains("started as told")
        .doesNotContain("debugger");
  }

  private String run(List<String> options, Map<String, String> variables) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(MeteredBroker.class.getName(), "debugged"));
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.redirectInput(Files.createTempFile(folder, "no", "input").toFile());
    builder.environment().putAll(variables);
    Process broker = builder.start();
    try {
      assertThat(broker.waitFor(60, TimeUnit.SECONDS)).isTrue();
    } finally {
      broker.destroyForcibly();
    }
    String said = Files.readString(output, StandardCharsets.UTF_8);
    return broker.exitValue() == 0 && said.contains("done") ? said + "started as told" : said;
  }
}
