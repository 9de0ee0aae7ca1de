package io.portcullis.scenario.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.portcullis.testing.Line;
import io.portcullis.testing.NotOn;
import io.portcullis.testing.WebConsole;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands for Jolokia that the manual has are pasted into a shell, beside our jetty.xml. */
@NotOn(
    value = {Line.V5_18, Line.V5_19, Line.V6_3},
    because = "this is Jolokia as 6.1 has it, on its Jetty")
class DocumentedCommandsIT {

  private static final Pattern COMMAND = Pattern.compile("(?m)^ *(curl .*)$");

  @TempDir private Path folder;

  @Test
  void eachCommandForJolokiaIsAnswered() throws Exception {
    List<String> commands =
        COMMAND
            .matcher(Files.readString(Path.of("src/site/markdown/operating.md")))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(commands).hasSize(5);
    try (WebConsole console = WebConsole.start(folder.resolve("home"))) {
      List<String> asked = new ArrayList<>();
      for (String command : commands) {
        JsonNode answer = run(command, console);

        assertThat(answer.path("status").asInt()).as(answer.toString()).isEqualTo(200);
        asked.add(answer.path("request").toString());
        if (command.contains("\"Mode\"")) {
          assertThat(answer.path("value").toString()).contains("\"Mode\":\"ENFORCE\"");
        }
        if (command.contains("\"Rules\"")) {
          assertThat(answer.path("value").toString()).contains("\"state\":\"not required\"");
        }
      }
      assertThat(asked).anyMatch(request -> request.contains("reload"));
    }
  }

  /** As it stands, but for the port, the broker's name and the password that curl asks for. */
  private static JsonNode run(String command, WebConsole console) throws Exception {
    String here =
        command
            .replace("https://localhost:8162", console.page("").toString())
            .replace("brokerName=localhost", "brokerName=" + console.broker().getBrokerName())
            .replace("ca.pem", console.authorityPem().toString())
            .replace("--user admin", "--user admin:" + console.password("admin"));
    Process shell =
        new ProcessBuilder("sh", "-c", here).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).as(here).isZero();
    return JsonMapper.builder().build().readTree(output);
  }
}
