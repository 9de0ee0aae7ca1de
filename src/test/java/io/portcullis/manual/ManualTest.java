package io.portcullis.manual;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.portcullis.testing.CodeBlock;
import io.portcullis.testing.ManualPage;
import java.io.StringReader;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xml.sax.InputSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The code blocks of the manual: languages, marks and syntax. Other tests load and run them. */
class ManualTest {

  private static final Set<String> LANGUAGES =
      Set.of(
          "ini", "java", "js", "json", "mermaid", "properties", "sh", "sql", "text", "xml", "yaml");

  /** How many blocks of a page no test runs. One more is a decision: say there what it needs. */
  private static final Map<String, Integer> NOT_RUN =
      Map.ofEntries(
          Map.entry("check.md", 1),
          Map.entry("console.md", 2),
          Map.entry("harden.md", 1),
          Map.entry("nodejs.md", 3),
          Map.entry("operating.md", 15),
          Map.entry("performance.md", 7),
          Map.entry("quarantine.md", 3),
          Map.entry("roll-out.md", 2),
          Map.entry("rules.md", 4),
          Map.entry("senders.md", 3),
          Map.entry("testing.md", 11),
          Map.entry("troubleshooting.md", 1));

  static Stream<CodeBlock> blocks() {
    return ManualPage.all().stream().flatMap(page -> page.blocks().stream());
  }

  static Stream<CodeBlock> xml() {
    return CodeBlock.all("xml");
  }

  static Stream<CodeBlock> yaml() {
    return CodeBlock.all("yaml");
  }

  static Stream<CodeBlock> json() {
    return CodeBlock.all("json");
  }

  @Test
  void eachBlockHasALanguageThatIsKnown() {
    assertThat(blocks())
        .filteredOn(block -> !LANGUAGES.contains(block.language()))
        .as("blocks of other languages")
        .isEmpty();
  }

  @Test
  void aBlockIsRunOrMarkedAndNothingElse() {
    assertThat(blocks())
        .filteredOn(block -> !Set.of(CodeBlock.NOT_RUN).containsAll(block.marks()))
        .as("blocks with other marks")
        .isEmpty();
  }

  @Test
  void noMoreBlocksAreLeftOutThanWasDecided() {
    Map<String, Integer> found = new TreeMap<>();
    blocks()
        .filter(block -> !block.isRun())
        .forEach(block -> found.merge(block.page(), 1, Integer::sum));

    assertThat(found).containsExactlyInAnyOrderEntriesOf(NOT_RUN);
  }

  /** Several elements may stand beside each other, as in a {@code pom.xml}. */
  @ParameterizedTest
  @MethodSource
  void xml(CodeBlock block) throws Exception {
    String document = "<block>%s</block>".formatted(block.text());

    assertThat(
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new InputSource(new StringReader(document)))
                .getDocumentElement()
                .getElementsByTagName("*")
                .getLength())
        .isPositive();
  }

  @ParameterizedTest
  @MethodSource
  void yaml(CodeBlock block) {
    Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));

    assertThat(yaml.loadAll(block.text()))
        .isNotEmpty()
        .allSatisfy(document -> assertThat(document).isInstanceOf(Map.class));
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource
  void json(CodeBlock block) throws Exception {
    assertThat(JsonMapper.builder().build().readTree(block.text())).isNotEmpty();
  }
}
