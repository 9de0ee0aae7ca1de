package io.portcullis.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** Writes the JSON of reports, indented and in printable ASCII, whatever names contain. */
final class Json {

  private static final int LAST_PRINTABLE = '~';

  private Json() {}

  /** Creates a generator for one value. Closing it leaves {@code out} open. */
  static JsonGenerator generator(Writer out) throws IOException {
    JsonGenerator json =
        JsonFactory.builder()
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build()
            .createGenerator(out);
    json.setPrettyPrinter(new DefaultPrettyPrinter());
    json.setHighestNonEscapedChar(LAST_PRINTABLE);
    return json;
  }

  /** Writes a list field. */
  static void strings(JsonGenerator json, String field, List<String> values) throws IOException {
    json.writeArrayFieldStart(field);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
