package io.portcullis.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.portcullis.json.JsonText;
import io.portcullis.release.KnownReleases;
import io.portcullis.report.XmlElement.Place;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Prints a report as SARIF 2.1.0, so that a code host shows violations at their lines. Things that
 * could not be checked become notifications of the run.
 *
 * <p>Source: <a href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html">SARIF
 * 2.1.0</a>, and what GitHub's code scanning asks for beyond it.
 */
final class SarifReport implements ReportPrinter {

  private static final String SCHEMA =
      "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

  private final Path workingFolder;
  private final List<String> ids = new ArrayList<>(RuleTexts.ids());

  /** Names files relative to a folder. */
  SarifReport(Path workingFolder) {
    this.workingFolder = workingFolder.toAbsolutePath().normalize();
  }

  @Override
  public void print(Report report, Writer out) throws IOException {
    try (JsonGenerator json = JsonText.generator(out)) {
      json.writeStartObject();
      json.writeStringField("$schema", SCHEMA);
      json.writeStringField("version", "2.1.0");
      json.writeArrayFieldStart("runs");
      json.writeStartObject();
      writeTool(json, report);
      SarifTaxonomies.write(json);
      json.writeObjectFieldStart("automationDetails");
      json.writeStringField(
          "id", "portcullis/%s/".formatted(uri(report.checked().reading().file())));
      json.writeEndObject();
      writeInvocation(json, report);
      json.writeArrayFieldStart("results");
      Map<String, Integer> seen = new HashMap<>();
      for (PlacedFinding found : report.findings()) {
        write(json, found, seen);
      }
      json.writeEndArray();
      json.writeObjectFieldStart("properties");
      json.writeStringField("releasesAsOf", KnownReleases.bundled().asOf().toString());
      ChangesJson.write(json, report.checked());
      json.writeEndObject();
      json.writeEndObject();
      json.writeEndArray();
      json.writeEndObject();
    }
    out.write(System.lineSeparator());
  }

  private void writeTool(JsonGenerator json, Report report) throws IOException {
    json.writeObjectFieldStart("tool");
    json.writeObjectFieldStart("driver");
    json.writeStringField("name", "Portcullis");
    json.writeStringField("version", report.version());
    SarifTaxonomies.writeSupported(json);
    json.writeArrayFieldStart("rules");
    for (RuleState state : report.rules()) {
      String rule = state.rule();
      json.writeStartObject();
      json.writeStringField("id", rule);
      writeText(json, "shortDescription", RuleTexts.demand(rule));
      writeText(json, "fullDescription", "%s demands %s.".formatted(rule, RuleTexts.demand(rule)));
      writeText(
          json,
          "help",
          "%s demands %s. The manual of Portcullis has a section %1$s on its page of rules."
              .formatted(rule, RuleTexts.demand(rule)));
      json.writeStringField("helpUri", RuleTexts.section(rule));
      json.writeObjectFieldStart("defaultConfiguration");
      json.writeStringField("level", RuleTexts.isReportedByDefault(rule) ? "warning" : "error");
      json.writeEndObject();
      SarifTaxonomies.writeRelationships(json, Requirements.of(rule));
      json.writeObjectFieldStart("properties");
      JsonText.strings(json, "tags", SarifTaxonomies.tags(Requirements.of(rule)));
      json.writeStringField("state", state.state().word());
      JsonText.strings(json, "reasons", state.reasons().stream().map(Printable::of).toList());
      json.writeEndObject();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndObject();
  }

  /**
   * Writes a text that a code host shows to people. Brackets before a parenthesis would become a
   * link.
   */
  private static void writeText(JsonGenerator json, String field, String text) throws IOException {
    json.writeObjectFieldStart(field);
    json.writeStringField("text", Printable.of(text).replace("](", "] ("));
    json.writeEndObject();
  }

  private void writeInvocation(JsonGenerator json, Report report) throws IOException {
    json.writeArrayFieldStart("invocations");
    json.writeStartObject();
    json.writeBooleanField("executionSuccessful", true);
    json.writeStringField("startTimeUtc", report.when().toString());
    json.writeStringField("machine", report.host());
    json.writeStringField("account", report.user());
    json.writeArrayFieldStart("toolExecutionNotifications");
    for (UncheckedItem thing : report.unchecked()) {
      json.writeStartObject();
      json.writeStringField("level", thing.leftOut().isPresent() ? "warning" : "note");
      writeText(json, "message", "Not checked: " + thing.what() + needing(thing));
      if (thing.leftOut().isPresent()) {
        json.writeArrayFieldStart("locations");
        writeLocation(json, thing.leftOut().get());
        json.writeEndArray();
      }
      if (ids.contains(thing.rule())) {
        json.writeObjectFieldStart("associatedRule");
        json.writeStringField("id", thing.rule());
        json.writeNumberField("index", ids.indexOf(thing.rule()));
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    json.writeEndArray();
  }

  private static String needing(UncheckedItem thing) {
    return thing.rules().size() > 1 ? " (%s)".formatted(thing.needing()) : "";
  }

  private void write(JsonGenerator json, PlacedFinding found, Map<String, Integer> seen)
      throws IOException {
    String fingerprint = found.violation().key().fingerprint();
    int number = seen.merge(fingerprint, 1, Integer::sum);
    json.writeStartObject();
    json.writeStringField("ruleId", found.rule());
    if (ids.contains(found.rule())) {
      json.writeNumberField("ruleIndex", ids.indexOf(found.rule()));
    }
    json.writeStringField("level", level(found));
    writeText(
        json,
        "message",
        "%s: %s; %s"
            .formatted(
                found.violation().where(), found.violation().found(), found.violation().remedy()));
    json.writeArrayFieldStart("locations");
    writeLocation(json, found.place());
    json.writeEndArray();
    writeSuppressions(json, found);
    json.writeObjectFieldStart("partialFingerprints");
    json.writeStringField("primaryLocationLineHash", "%s:%d".formatted(fingerprint, number));
    json.writeEndObject();
    json.writeObjectFieldStart("properties");
    json.writeStringField("code", found.violation().code());
    json.writeStringField("kind", found.violation().about().kind().word());
    json.writeEndObject();
    json.writeEndObject();
  }

  /** Marks waived violations, so that a code host does not show them as open. */
  private static void writeSuppressions(JsonGenerator json, PlacedFinding found)
      throws IOException {
    if (found.excuses().isEmpty()) {
      return;
    }
    json.writeArrayFieldStart("suppressions");
    for (String excuse : found.excuses()) {
      json.writeStartObject();
      json.writeStringField("kind", "external");
      json.writeStringField("justification", Printable.of("waived " + excuse));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static String level(PlacedFinding found) {
    return switch (found.disposition()) {
      case REFUSED -> "error";
      case REPORTED -> "warning";
      case WAIVED -> "note";
    };
  }

  private void writeLocation(JsonGenerator json, Place place) throws IOException {
    json.writeStartObject();
    json.writeObjectFieldStart("physicalLocation");
    json.writeObjectFieldStart("artifactLocation");
    json.writeStringField("uri", uri(place.file()));
    json.writeEndObject();
    json.writeObjectFieldStart("region");
    json.writeNumberField("startLine", place.line());
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
  }

  /** Returns the URI of a file. In the working folder it is relative, as code hosts require. */
  private String uri(Path file) {
    Path whole = file.toAbsolutePath().normalize();
    String uri = whole.toUri().toString();
    return whole.startsWith(workingFolder)
        ? uri.substring(workingFolder.toUri().toString().length())
        : uri;
  }
}
