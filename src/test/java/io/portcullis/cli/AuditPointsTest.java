package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.portcullis.testing.BrokerXml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports say what each rule helps with, whatever it found. */
class AuditPointsTest {

  @TempDir private static Path folder;

  private static JsonView json;
  private static JsonNode sarif;
  private static String html;

  @BeforeAll
  static void check() throws Exception {
    BrokerXml.write(folder, BrokerXml.GATE, "");
    Path file = folder.resolve("activemq.xml");
    json = JsonView.of(CheckRun.of("--format", "json", file).out());
    sarif = JsonView.of(CheckRun.of("--format", "sarif", file).out()).node().at("/runs/0");
    html = CheckRun.of("--format", "html", file).out();
  }

  @Test
  void jsonNamesCatalogueAndPoint() {
    JsonNode rule = json.node().at("/rules/0");

    assertThat(rule.at("/rule").asText()).isEqualTo("require-tls");
    assertThat(rule.at("/serves/0").toString())
        .isEqualTo(
            "{\"catalogue\":\"activemq-recommendations\",\"point\":\"3\",\"title\":\"TLS on every transport connector\"}");
    assertThat(points(rule.at("/serves"), "/point"))
        .contains("CWE-319", "SC-8(1)", "4.2.1")
        .doesNotContain("CWE-250");
  }

  @Test
  void theConfigurationServesNothing() {
    JsonNode last = json.node().at("/rules/%d".formatted(json.size("/rules") - 1));

    assertThat(last.at("/rule").asText()).isEqualTo("configuration");
    assertThat(last.at("/serves").isArray()).isTrue();
    assertThat(last.at("/serves")).isEmpty();
  }

  @Test
  void relationshipsInSarifLeadToTheirTaxa() {
    List<String> served = new ArrayList<>();
    for (JsonNode rule : sarif.at("/tool/driver/rules")) {
      for (JsonNode relationship : rule.at("/relationships")) {
        JsonNode target = relationship.at("/target");
        int component = target.at("/toolComponent/index").asInt(-1);
        JsonNode taxonomy = sarif.at("/taxonomies/%d".formatted(component));
        String point = target.at("/id").asText();

        assertThat(taxonomy.at("/name")).isEqualTo(target.at("/toolComponent/name"));
        assertThat(taxonomy.at("/taxa/%d/id".formatted(target.at("/index").asInt(-1))).asText())
            .isEqualTo(point);
        assertThat(relationship.at("/kinds").toString()).isEqualTo("[\"relevant\"]");
        served.add(
            "%s %s %s".formatted(rule.at("/id").asText(), taxonomy.at("/name").asText(), point));
      }
    }
    assertThat(served)
        .contains(
            "require-tls CWE CWE-319",
            "refuse-root NIST SP 800-53 AC-6",
            "bound-resources PCI DSS 2.2.6")
        .doesNotHaveDuplicates();
  }

  @Test
  void theDriverNamesItsTaxonomies() {
    JsonNode supported = sarif.at("/tool/driver/supportedTaxonomies");

    assertThat(points(supported, "/name"))
        .isEqualTo(points(sarif.at("/taxonomies"), "/name"))
        .contains("CWE", "NIST SP 800-53", "PCI DSS");
    assertThat(points(sarif.at("/taxonomies"), "/isComprehensive")).containsOnly("false");
  }

  @Test
  void codeHostsFindWeaknessesInTheTags() {
    assertThat(sarif.at("/tool/driver/rules/0/properties/tags").toString())
        .isEqualTo("[\"security\",\"external/cwe/cwe-319\",\"external/cwe/cwe-523\"]");
    assertThat(sarif.at("/tool/driver/rules"))
        .allSatisfy(rule -> assertThat(rule.at("/properties/tags")).hasSizeLessThanOrEqualTo(10));
  }

  @Test
  void htmlFoldsThemUnderWhatTheRuleDemands() {
    assertThat(html)
        .contains(
            "<details class=\"serves\"><summary>Helps with 10 audit points</summary>",
            "<dd><b>CWE-319</b> <span>Cleartext Transmission of Sensitive Information</span></dd>",
            "<dd><b>SC-7(5)</b> <span>Boundary Protection: Deny by Default &#8212; Allow by Exception</span></dd>")
        .doesNotContain("<details open");
  }

  private static List<String> points(JsonNode list, String pointer) {
    List<String> points = new ArrayList<>();
    list.forEach(entry -> points.add(entry.at(pointer).asText()));
    return points;
  }
}
