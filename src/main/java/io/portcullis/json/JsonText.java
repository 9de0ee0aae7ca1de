package io.portcullis.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.Writer;

/** Writes JSON, indented and in printable ASCII, whatever names contain. */
public final class JsonText {

  private static final int LAST_PRINTABLE = '~';

  private JsonText() {}

  /** Creates a generator for one value. Closing it leaves {@code out} open. */
  public static JsonGenerator generator(Writer out) throws IOException {
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
  public static void strings(JsonGenerator json, String field, Iterable<String> values)
      throws IOException {
    json.writeArrayFieldStart(field);
    for (String value : values) {
      json.writeString(value);
    }
    json.writeEndArray();
  }
}
