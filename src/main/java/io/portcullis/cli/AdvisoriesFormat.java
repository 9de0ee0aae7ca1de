package io.portcullis.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.portcullis.release.ReleaseLine;
import io.portcullis.release.Vulnerability;
import io.portcullis.release.Vulnerability.Guard;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How advisories are printed. */
enum AdvisoriesFormat {
  /** For people. */
  TEXT {
    @Override
    void print(ReleaseAdvisories advisories, StyledLines lines, PrintWriter out) {
      new AdvisoriesText(advisories, lines).write();
      out.print(lines);
    }
  },
  /** One JSON object. */
  JSON {
    @Override
    void print(ReleaseAdvisories advisories, StyledLines lines, PrintWriter out)
        throws IOException {
      try (JsonGenerator json = OBJECTS.createGenerator(out)) {
        json.setPrettyPrinter(new DefaultPrettyPrinter());
        json.setHighestNonEscapedChar(LAST_PRINTABLE);
        write(json, advisories);
      }
      out.println();
    }
  };

  private static final int LAST_PRINTABLE = '~';
  private static final JsonFactory OBJECTS =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  /**
   * Prints what is known of one release.
   *
   * @param lines takes the text for people
   */
  abstract void print(ReleaseAdvisories advisories, StyledLines lines, PrintWriter out)
      throws IOException;

  private static void write(JsonGenerator json, ReleaseAdvisories advisories) throws IOException {
    List<Vulnerability> open = advisories.open();
    json.writeStartObject();
    json.writeStringField("version", advisories.release().toString());
    json.writeStringField("asOf", advisories.known().asOf().toString());
    write(json, advisories.line());
    if (!open.isEmpty()) {
      json.writeStringField(
          "updateTo", advisories.known().updateFor(advisories.release()).toString());
    }
    json.writeBooleanField("gateRan", advisories.gateRan());
    json.writeArrayFieldStart("holes");
    for (Vulnerability hole : open) {
      write(json, hole, advisories);
    }
    json.writeEndArray();
    strings(json, "sources", advisories.known().sources());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, ReleaseLine line) throws IOException {
    json.writeObjectFieldStart("line");
    json.writeStringField("line", line.line());
    json.writeStringField("state", word(line.state()));
    json.writeStringField("first", line.first().toString());
    json.writeStringField("newest", line.newest().toString());
    if (line.ended().isPresent()) {
      json.writeStringField("ended", line.ended().get().toString());
    }
    optional(json, "note", line.note());
    json.writeStringField("source", line.source());
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Vulnerability hole, ReleaseAdvisories advisories)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("id", hole.id());
    json.writeStringField("published", hole.published().toString());
    json.writeStringField("does", hole.does());
    json.writeStringField("effect", word(hole.effect()));
    json.writeStringField("access", word(hole.access()));
    strings(json, "through", hole.through().stream().map(AdvisoriesFormat::word).toList());
    json.writeBooleanField("exploited", hole.exploited());
    strings(json, "mendedIn", hole.mendedIn().stream().map(String::valueOf).toList());
    Optional<String> here = hole.mendedInLineOf(advisories.release()).map(String::valueOf);
    optional(json, "mendedInLine", here.orElse(""));
    json.writeArrayFieldStart("gate");
    for (Guard guard : hole.gate()) {
      json.writeStartObject();
      json.writeStringField("rule", guard.rule());
      json.writeStringField("stops", word(guard.stops()));
      json.writeStringField("how", guard.how());
      json.writeStringField("test", guard.test());
      json.writeEndObject();
    }
    json.writeEndArray();
    strings(json, "reopenedBy", hole.reopenedBy());
    optional(json, "note", hole.note());
    json.writeStringField("source", hole.source());
    json.writeEndObject();
  }

  private static void optional(JsonGenerator json, String field, String value) throws IOException {
    if (!value.isEmpty()) {
      json.writeStringField(field, value);
    }
  }

  private static void strings(JsonGenerator json, String field, List<String> values)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }

  /** Returns what JSON and text call a constant, such as {@code before-login}. */
  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
