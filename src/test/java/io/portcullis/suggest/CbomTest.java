package io.portcullis.suggest;

import static io.portcullis.suggest.Observed.queue;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.InputFormat;
import io.portcullis.report.LineWrap;
import io.portcullis.testing.CycloneDxSchema;
import io.portcullis.testing.HostileUsage;
import io.portcullis.usage.Observation;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The bill of materials is what CycloneDX's own schema demands. */
class CbomTest {

  private static String text(Suggestion suggestion) throws IOException {
    StringWriter text = new StringWriter();
    SuggestionFormat.CBOM.print(suggestion, LineWrap.NONE, new PrintWriter(text, true));
    return text.toString();
  }

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void itIsWhatTheSchemaDemands(@ForAll("observations") Observation observation)
      throws IOException {
    String text = text(Suggestion.of(observation, 30));

    assertThat(CycloneDxSchema.LOADED.validate(text, InputFormat.JSON)).isEmpty();
    assertThat(text).matches("[\\x20-\\x7e\\n\\r]*");
  }

  /** So that it is known that the schema demands something. */
  @Example
  void whatTheSchemaDoesNotKnowIsFound() throws IOException {
    String text = text(new Observed().key("alice", queue("A"), "raw", "k", "0578").suggestion());

    assertThat(
            CycloneDxSchema.LOADED.validate(text.replace("\"gcm\"", "\"what\""), InputFormat.JSON))
        .isNotEmpty();
    assertThat(
            CycloneDxSchema.LOADED.validate(
                text.replace("\"key:", "\"\\u006bey:"), InputFormat.JSON))
        .isEmpty();
  }

  @Example
  void itSaysWhichDestinationsUseAKey() throws IOException {
    JsonNode bom =
        JsonMapper.builder()
            .build()
            .readTree(
                text(
                    new Observed()
                        .key("alice", queue("A"), "raw", "old", "0578")
                        .key("bob", queue("B"), "raw", "old", "0478")
                        .key("bob", queue("B"), "raw", "new", "0478")
                        .suggestion()));

    Map<String, String> names = new HashMap<>();
    bom.get("components")
        .forEach(part -> names.put(part.at("/bom-ref").asText(), part.at("/name").asText()));
    Map<String, List<String>> dependencies = new HashMap<>();
    bom.get("dependencies")
        .forEach(
            dependency ->
                dependencies.put(
                    names.getOrDefault(dependency.at("/ref").asText(), "broker"),
                    StreamSupport.stream(dependency.get("dependsOn").spliterator(), false)
                        .map(on -> names.get(on.asText()))
                        .sorted()
                        .toList()));
    assertThat(dependencies)
        .containsEntry("broker", List.of("queue://A", "queue://B"))
        .containsEntry("queue://A", List.of("AWS Encryption SDK algorithm suite 0578", "raw/old"))
        .containsEntry(
            "queue://B", List.of("AWS Encryption SDK algorithm suite 0478", "raw/new", "raw/old"))
        .containsEntry(
            "AWS Encryption SDK algorithm suite 0578",
            List.of("AES-256-GCM", "ECDSA P-384", "HKDF-SHA512"))
        .containsEntry(
            "AWS Encryption SDK algorithm suite 0478", List.of("AES-256-GCM", "HKDF-SHA512"));
  }

  @Provide
  Arbitrary<Observation> observations() {
    return HostileUsage.observations();
  }
}
