package io.portcullis.scenario.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.portcullis.testing.CodeBlock;
import io.portcullis.testing.ManualPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The steps of the workflow that the manual has for GitHub, in a repository with a {@code conf/},
 * as its runner runs them. Maven works offline here: the distribution is one that the build needs.
 */
class CheckInCiIT {

  private static final ManualPage PAGE = ManualPage.read(ManualPage.FOLDER.resolve("check.md"));
  private static final Path JAR = Path.of("target", "activemq-portcullis-1.0.0.jar");
  private static final Path SHIPPED = Path.of("target", "apache-activemq-5.18.3", "conf");
  private static final Path LOCAL_REPOSITORY =
      Path.of(
          System.getProperty(
              "localRepository", System.getProperty("user.home") + "/.m2/repository"));
  private static final String HARDEN =
      "ACTIVEMQ_CONF=$PWD/conf activemq-for-check/apache-activemq-*/bin/activemq portcullis harden"
          + " --to hardened --host broker.example.com --networks 10.0.0.0/8";
  private static final long PATIENCE_MINUTES = 5;

  @TempDir private Path repository;

  @BeforeEach
  void checkOut() throws Exception {
    assumeThat(LOCAL_REPOSITORY.resolve("org/apache/activemq/apache-activemq/5.18.3"))
        .isDirectory();
    Files.copy(JAR, repository.resolve(JAR.getFileName()));
    FileSystemUtils.copyRecursively(SHIPPED, repository.resolve("conf"));
    Files.createDirectory(repository.resolve(".mvn"));
    Files.writeString(
        repository.resolve(".mvn/maven.config"),
        "-o\n-Dmaven.repo.local=%s\n".formatted(LOCAL_REPOSITORY));
  }

  @Test
  void theJobFailsForTheShippedFileAndPassesForAHardenedOne() throws Exception {
    assertThat(job()).as(said()).isEqualTo(1);
    assertThat(levels()).contains("error");
    Files.delete(repository.resolve("portcullis.sarif"));

    assertThat(step(HARDEN)).as(said()).isZero();
    replaceConf();

    assertThat(job()).as(said()).isZero();
    assertThat(levels()).doesNotContain("error");
  }

  @Test
  void otherRunnersGetTheSameLines() {
    assertThat(PAGE.blocks())
        .filteredOn(block -> block.language().equals("sh"))
        .extracting(block -> block.text().lines().toList())
        .contains(steps());
  }

  private void replaceConf() throws IOException {
    FileSystemUtils.deleteRecursively(repository.resolve("conf"));
    Files.move(
        repository.resolve("hardened"), repository.resolve("conf"), StandardCopyOption.ATOMIC_MOVE);
  }

  /** The status of its first step that fails. */
  private int job() throws Exception {
    for (String step : steps()) {
      int status = step(step);
      if (status != 0) {
        return status;
      }
    }
    return 0;
  }

  private static List<String> steps() {
    CodeBlock workflow =
        PAGE.blocks().stream()
            .filter(block -> block.language().equals("yaml"))
            .findFirst()
            .orElseThrow();
    Map<?, ?> read = new Yaml(new SafeConstructor(new LoaderOptions())).load(workflow.text());
    Map<?, ?> job = (Map<?, ?>) ((Map<?, ?>) read.get("jobs")).get("check");
    return ((List<?>) job.get("steps"))
        .stream()
            .flatMap(step -> Stream.ofNullable(((Map<?, ?>) step).get("run")))
            .map(String.class::cast)
            .toList();
  }

  /** By the shell and with the options that GitHub's runner takes. */
  private int step(String command) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("bash", "-e", "-c", command)
            .directory(repository.toFile())
            .redirectErrorStream(true)
            .redirectOutput(repository.resolve("said.txt").toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      throw new IllegalStateException("it did not end: " + command);
    }
    return process.exitValue();
  }

  private String said() throws IOException {
    Path said = repository.resolve("said.txt");
    return Files.exists(said) ? Files.readString(said) : "";
  }

  /** How grave the findings are that the code host shows. */
  private List<String> levels() throws IOException {
    JsonNode report =
        JsonMapper.builder().build().readTree(repository.resolve("portcullis.sarif").toFile());
    List<String> levels = new ArrayList<>();
    report
        .path("runs")
        .path(0)
        .path("results")
        .forEach(result -> levels.add(result.path("level").asText()));
    return levels;
  }
}
