package io.portcullis.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.portcullis.json.JsonText;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Writes the catalogues as taxonomies of SARIF, and their points as taxa. A rule is "relevant" to a
 * taxon: SARIF's other kinds claim more.
 *
 * <p>Source: <a href="https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html">SARIF
 * 2.1.0</a>, {@code taxonomies} and {@code relationships}. The ids of weaknesses and controls are
 * those of <a href="https://github.com/sarif-standard/taxonomies">SARIF Taxonomies</a>.
 */
final class SarifTaxonomies {

  /** Code hosts show weaknesses by such a tag. */
  private static final String CWE_TAG = "external/cwe/";

  /** In the order in which others refer to them. */
  private static final List<Catalogue> WRITTEN = List.of(Catalogue.values());

  private SarifTaxonomies() {}

  /** Writes the run's taxonomies, with the points that Portcullis knows of them. */
  static void write(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("taxonomies");
    for (Catalogue catalogue : WRITTEN) {
      json.writeStartObject();
      json.writeStringField("name", catalogue.title());
      json.writeStringField("version", catalogue.version());
      json.writeStringField("organization", catalogue.organization());
      json.writeStringField("informationUri", catalogue.page());
      json.writeBooleanField("isComprehensive", false);
      json.writeArrayFieldStart("taxa");
      for (Requirement point : Requirements.of(catalogue)) {
        json.writeStartObject();
        json.writeStringField("id", point.point());
        json.writeStringField("name", point.title());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Writes which taxonomies the driver's rules refer to. */
  static void writeSupported(JsonGenerator json) throws IOException {
    json.writeArrayFieldStart("supportedTaxonomies");
    for (Catalogue catalogue : WRITTEN) {
      json.writeStartObject();
      writeReference(json, catalogue);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Writes what a rule helps with. */
  static void writeRelationships(JsonGenerator json, List<Requirement> served) throws IOException {
    json.writeArrayFieldStart("relationships");
    for (Requirement point : served) {
      json.writeStartObject();
      json.writeObjectFieldStart("target");
      json.writeStringField("id", point.point());
      json.writeNumberField("index", Requirements.of(point.catalogue()).indexOf(point));
      json.writeObjectFieldStart("toolComponent");
      writeReference(json, point.catalogue());
      json.writeEndObject();
      json.writeEndObject();
      JsonText.strings(json, "kinds", List.of("relevant"));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  /** Returns the tags of a rule. */
  static List<String> tags(List<Requirement> served) {
    return Stream.concat(
            Stream.of("security"),
            served.stream()
                .filter(point -> point.catalogue() == Catalogue.CWE)
                .map(point -> CWE_TAG + point.point().toLowerCase(Locale.ROOT)))
        .toList();
  }

  private static void writeReference(JsonGenerator json, Catalogue catalogue) throws IOException {
    json.writeStringField("name", catalogue.title());
    json.writeNumberField("index", WRITTEN.indexOf(catalogue));
  }
}
