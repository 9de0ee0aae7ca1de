package io.portcullis.scenario.installation;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.CodeBlock;
import io.portcullis.testing.ManualPage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every change runs what the README tells people to run. */
class ReadmeTest {

  private static final Path EVERY_CHANGE = Path.of(".ci", "run");

  /** A line of its own, so that a shell can run it here without the rest of the file. */
  private static final Pattern READER =
      Pattern.compile("^readme_commands\\(\\) .*$", Pattern.MULTILINE);

  @Test
  void everyChangeRunsTheCommandsOfMavenAsTheyStandThere() throws Exception {
    List<String> documented =
        ManualPage.read(ManualPage.README).blocks().stream()
            .filter(block -> block.language().equals("sh"))
            .filter(CodeBlock::isRun)
            .flatMap(block -> block.text().lines())
            .filter(line -> line.startsWith("mvn "))
            .toList();

    assertThat(documented).contains("mvn compile exec:java", "mvn test");
    assertThat(thatEveryChangeRuns()).isEqualTo(documented);
  }

  private static List<String> thatEveryChangeRuns() throws Exception {
    String script = Files.readString(EVERY_CHANGE);
    String reader =
        READER.matcher(script).results().map(MatchResult::group).findFirst().orElseThrow();
    assertThat(script).contains("\nreadme_commands | while read -r command; do\n");
    Process shell =
        new ProcessBuilder("sh", "-c", reader + "\nreadme_commands")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).isZero();
    return output.lines().toList();
  }
}
