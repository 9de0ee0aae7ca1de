package io.portcullis.cli.inspect;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.portcullis.cli.inspect.Inspection.Refusal;
import io.portcullis.esdk.AlgorithmSuite;
import io.portcullis.esdk.ContentType;
import io.portcullis.esdk.EncryptedMessage;
import io.portcullis.esdk.EncryptedMessage.EncryptedDataKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;

/**
 * Prints one JSON object a line, in printable ASCII. Other characters in names, keys and values are
 * escaped. Unknown values are left out.
 */
final class JsonPrinter implements InspectionPrinter {
  private static final int LAST_PRINTABLE = '~';

  private final JsonFactory json =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();
  private final PrintWriter out;

  JsonPrinter(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void print(String file, Inspection inspection) throws IOException {
    try (JsonGenerator object = json.createGenerator(out)) {
      object.setHighestNonEscapedChar(LAST_PRINTABLE);
      object.writeStartObject();
      object.writeStringField("file", file);
      object.writeStringField("verdict", inspection.passed() ? "ok" : "refused");
      if (!inspection.passedUnread()) {
        object.writeStringField("depth", inspection.depth().name());
      }
      if (inspection.refusal().isPresent()) {
        write(object, inspection.refusal().get());
      }
      if (inspection.message().isPresent()) {
        write(object, inspection.message().get(), inspection.structurePassed());
      }
      write(object, inspection.kinds());
      object.writeEndObject();
    }
    out.println();
  }

  private static void write(JsonGenerator object, List<KindVerdict> kinds) throws IOException {
    object.writeArrayFieldStart("kinds");
    for (KindVerdict verdict : kinds) {
      object.writeStartObject();
      object.writeStringField("kind", verdict.kind().id());
      object.writeBooleanField("passes", verdict.passes());
      if (verdict.reason().isPresent()) {
        object.writeStringField("reason", verdict.reason().get());
      }
      object.writeEndObject();
    }
    object.writeEndArray();
  }

  private static void write(JsonGenerator object, Refusal refusal) throws IOException {
    object.writeStringField(
        "reason",
        refusal.field().isEmpty() ? refusal.reason() : refusal.field() + ": " + refusal.reason());
    if (refusal.offset().isPresent()) {
      object.writeNumberField("offset", refusal.offset().getAsInt());
    }
  }

  private static void write(JsonGenerator object, EncryptedMessage message, boolean framesCounted)
      throws IOException {
    AlgorithmSuite suite = message.suite();
    object.writeNumberField("version", suite.version());
    object.writeStringField("suite", suite.hex());
    object.writeBooleanField("committing", suite.committing());
    object.writeBooleanField("signed", suite.signed());
    object.writeStringField("messageId", message.messageId());
    object.writeStringField("contentType", word(message.contentType()));
    object.writeNumberField("frameLength", message.frameLengthBytes());
    if (framesCounted) {
      object.writeNumberField("frames", message.frameCount());
    }
    object.writeArrayFieldStart("encryptedDataKeys");
    for (EncryptedDataKey key : message.encryptedDataKeys()) {
      object.writeStartObject();
      object.writeStringField("provider", key.provider());
      object.writeStringField("key", key.key());
      object.writeEndObject();
    }
    object.writeEndArray();
    object.writeObjectFieldStart("encryptionContext");
    for (Map.Entry<String, String> pair : message.encryptionContext().entrySet()) {
      object.writeStringField(pair.getKey(), pair.getValue());
    }
    object.writeEndObject();
  }

  private static String word(ContentType contentType) {
    return switch (contentType) {
      case FRAMED -> "framed";
      case NON_FRAMED -> "non-framed";
    };
  }
}
