package io.portcullis.structure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The files in {@code .github/} are those that GitHub accepts, and what they name is there. */
class ProjectFilesTest {

  private static final Path GITHUB = Path.of(".github");
  private static final Path FORMS = GITHUB.resolve("ISSUE_TEMPLATE");
  private static final Path WORKFLOW = GITHUB.resolve("workflows/ci.yml");

  /** An action of somebody else, at a commit: a tag may move. */
  private static final String PINNED = "actions/[a-z-]+@[0-9a-f]{40}";

  @ParameterizedTest
  @MethodSource("yamlFiles")
  void eachFileIsYamlWithoutADoubleKey(Path file) throws Exception {
    assertThat(yaml(file).isObject()).isTrue();
  }

  @Test
  void theWorkflowRunsWhatEveryChangeHasToPassAndMayOnlyRead() throws Exception {
    JsonNode workflow = yaml(WORKFLOW);
    JsonNode job = workflow.at("/jobs/run");

    assertThat(workflow.get("on").has("pull_request")).isTrue();
    assertThat(workflow.get("permissions").toString()).isEqualTo("{\"contents\":\"read\"}");
    assertThat(job.at("/runs-on").asText()).isEqualTo("ubuntu-latest");
    assertThat(job.get("steps").findValuesAsText("run")).contains(".ci/run");
    assertThat(Path.of(".ci/run")).isExecutable();
    assertThat(job.get("steps").findValuesAsText("distribution")).containsExactly("temurin");
    assertThat(job.get("steps").findValuesAsText("java-version")).containsExactly("17");
    assertThat(job.get("steps").findValuesAsText("uses"))
        .isNotEmpty()
        .allMatch(action -> action.matches(PINNED));
  }

  @Test
  void aFailureKeepsItsReports() throws Exception {
    JsonNode steps = yaml(WORKFLOW).at("/jobs/run/steps");

    assertThat(steps.get(steps.size() - 1).at("/if").asText()).isEqualTo("failure()");
    assertThat(steps.get(steps.size() - 1).at("/with/path").asText())
        .contains("target/surefire-reports/", "target/failsafe-reports/");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bug.yml", "refusal.yml", "feature.yml"})
  void aFormHasWhatGitHubDemands(String name) throws Exception {
    JsonNode form = yaml(FORMS.resolve(name));

    assertThat(form.get("name").asText()).isNotBlank();
    assertThat(form.get("description").asText()).isNotBlank();
    assertThat(form.get("body")).isNotEmpty().allSatisfy(ProjectFilesTest::isQuestionOrText);
    assertThat(form.get("body").findValuesAsText("id")).isNotEmpty().doesNotHaveDuplicates();
    assertThat(form.get("body").findValuesAsText("label")).isNotEmpty().doesNotHaveDuplicates();
  }

  private static void isQuestionOrText(JsonNode part) {
    String type = part.at("/type").asText();
    assertThat(type).isIn("markdown", "input", "textarea", "dropdown", "checkboxes");
    String demanded = type.equals("markdown") ? "value" : "label";
    assertThat(part.at("/attributes").path(demanded).asText()).isNotBlank();
    if (type.equals("dropdown") || type.equals("checkboxes")) {
      assertThat(part.at("/attributes/options")).isNotEmpty();
    }
  }

  /** Everybody can read an issue. */
  @Test
  void vulnerabilitiesAreKeptOutOfIssues() throws Exception {
    JsonNode configuration = yaml(FORMS.resolve("config.yml"));
    JsonNode link = configuration.at("/contact_links/0");

    assertThat(configuration.get("blank_issues_enabled").asBoolean(true)).isFalse();
    assertThat(link.at("/name").asText()).contains("vulnerability");
    assertThat(link.at("/url").asText()).startsWith("https://");
    assertThat(link.at("/about").asText()).contains("SECURITY.md");
    assertThat(GITHUB.resolve("SECURITY.md")).content().contains("Report a vulnerability");
  }

  @Test
  void eachBuildFileThatDependabotReadsIsThere() throws Exception {
    JsonNode updates = yaml(GITHUB.resolve("dependabot.yml")).get("updates");

    assertThat(updates.findValuesAsText("package-ecosystem"))
        .containsExactly("maven", "github-actions");
    assertThat(updates.at("/0/directories"))
        .hasSizeGreaterThan(1)
        .allMatch(folder -> Files.exists(Path.of("." + folder.asText(), "pom.xml")));
  }

  static List<Path> yamlFiles() throws IOException {
    try (Stream<Path> files = Files.walk(GITHUB)) {
      return files.filter(file -> file.toString().matches(".*\\.ya?ml")).toList();
    }
  }

  private static JsonNode yaml(Path file) throws IOException {
    LoadSettings strict = LoadSettings.builder().setAllowDuplicateKeys(false).build();
    Object loaded = new Load(strict).loadFromString(Files.readString(file));
    return JsonMapper.builder().build().valueToTree(loaded);
  }
}
