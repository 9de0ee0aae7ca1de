package io.portcullis.usage;

import com.fasterxml.jackson.core.JsonGenerator;
import io.portcullis.json.JsonFields;
import io.portcullis.json.JsonText;
import io.portcullis.policy.DestinationKind;
import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Groups;
import io.portcullis.rule.AuthorizationFacts.Source;
import io.portcullis.rule.Operation;
import io.portcullis.rule.WrittenEntry;
import io.portcullis.usage.Observation.Dropped;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * An {@link Observation} as JSON in printable ASCII. A file that an operator hands on is read as
 * strictly as the broker's own: every field must be known, and every value of its kind.
 */
public final class UsageJson {

  private static final long FORM = 1;

  private UsageJson() {}

  /** Writes an observation. */
  public static String text(Observation observation) {
    StringWriter out = new StringWriter();
    try (JsonGenerator json = JsonText.generator(out)) {
      // Full tables take megabytes, and are written every minute.
      json.setPrettyPrinter(null);
      write(json, observation);
    } catch (IOException e) {
      throw new UncheckedIOException("nothing is written but memory", e);
    }
    return out.append('\n').toString();
  }

  /**
   * Reads an observation.
   *
   * @throws IOException if it is none; the message names the field
   */
  public static Observation read(InputStream in) throws IOException {
    try {
      return observation(JsonFields.read(in));
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static void write(JsonGenerator json, Observation all) throws IOException {
    json.writeStartObject();
    json.writeNumberField("form", FORM);
    json.writeStringField("broker", all.broker());
    json.writeStringField("version", all.version());
    json.writeStringField("since", all.since().toString());
    json.writeStringField("until", all.until().toString());
    json.writeNumberField("minutes", all.minutes());
    json.writeObjectFieldStart("dropped");
    json.writeNumberField("uses", all.dropped().uses());
    json.writeNumberField("refused", all.dropped().refused());
    json.writeNumberField("keys", all.dropped().keys());
    json.writeNumberField("bodies", all.dropped().bodies());
    json.writeNumberField("clients", all.dropped().clients());
    json.writeEndObject();
    rights(json, all.rights());
    json.writeArrayFieldStart("uses");
    for (Use use : all.uses()) {
      json.writeStartObject();
      json.writeStringField("user", use.user());
      JsonText.strings(json, "groups", new TreeSet<>(use.groups()));
      json.writeStringField("operation", use.operation().right());
      destination(json, use.destination());
      json.writeBooleanField("passed", use.passed());
      json.writeBooleanField("permitted", use.permitted());
      seen(json, use.seen());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("keys");
    for (KeyUse use : all.keys()) {
      json.writeStartObject();
      json.writeStringField("user", use.user());
      destination(json, use.destination());
      json.writeStringField("provider", use.provider());
      json.writeStringField("key", use.key());
      json.writeStringField("suite", use.suite());
      json.writeNumberField("messages", use.messages());
      seen(json, use.seen());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("bodies");
    for (BodyUse use : all.bodies()) {
      json.writeStartObject();
      json.writeStringField("user", use.user());
      destination(json, use.destination());
      json.writeBooleanField("encrypted", use.encrypted());
      JsonText.strings(json, "destinationKeys", new TreeSet<>(use.destinationKeys()));
      json.writeNumberField("messages", use.messages());
      seen(json, use.seen());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("clients");
    for (ClientUse use : all.clients()) {
      json.writeStartObject();
      json.writeStringField("user", use.user());
      JsonText.strings(json, "groups", new TreeSet<>(use.groups()));
      json.writeStringField("client", use.client());
      json.writeStringField("protocol", use.protocol());
      json.writeStringField("connector", use.connector());
      json.writeStringField("address", use.address());
      json.writeNumberField("logins", use.logins());
      seen(json, use.seen());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void rights(JsonGenerator json, CurrentRights rights) throws IOException {
    json.writeObjectFieldStart("rights");
    json.writeStringField("source", word(rights.source()));
    json.writeStringField("administrators", rights.groups().administrators());
    json.writeStringField("users", rights.groups().users());
    json.writeStringField("system", rights.groups().system());
    json.writeStringField("bridges", rights.bridges());
    json.writeBooleanField("createdByClients", rights.createdByClients());
    json.writeBooleanField("listed", rights.entries().isPresent());
    json.writeArrayFieldStart("entries");
    for (WrittenEntry entry : rights.entries().orElse(List.of())) {
      json.writeStartObject();
      destination(json, entry.destinations());
      for (Operation operation : Operation.values()) {
        JsonText.strings(
            json,
            operation.right(),
            new TreeSet<>(entry.grants().getOrDefault(operation, Set.of())));
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static void seen(JsonGenerator json, Seen seen) throws IOException {
    json.writeStringField("first", seen.first().toString());
    json.writeStringField("last", seen.last().toString());
    json.writeNumberField("minutes", seen.minutes());
  }

  /** Writes kind and name apart. A name that a client chose is never parsed again. */
  private static void destination(JsonGenerator json, DestinationName destination)
      throws IOException {
    json.writeStringField("kind", word(destination.kind()));
    json.writeStringField("name", destination.name());
    if (!destination.parts().equals(List.of(destination))) {
      json.writeArrayFieldStart("parts");
      for (DestinationName part : destination.parts()) {
        json.writeStartObject();
        destination(json, part);
        json.writeEndObject();
      }
      json.writeEndArray();
    }
  }

  private static Observation observation(JsonFields file) {
    long form = file.number("form");
    if (form != FORM) {
      throw new IllegalArgumentException(
          "form: %d is not known, this version reads %d".formatted(form, FORM));
    }
    Observation read =
        new Observation(
            file.text("broker"),
            file.text("version"),
            file.instant("since"),
            file.instant("until"),
            file.number("minutes"),
            file.one("dropped", UsageJson::dropped),
            file.one("rights", UsageJson::rights),
            file.each("uses", UsageJson::use),
            file.each("keys", UsageJson::key),
            file.each("bodies", UsageJson::body),
            file.each("clients", UsageJson::client));
    file.end();
    return read;
  }

  private static Dropped dropped(JsonFields fields) {
    return new Dropped(
        fields.number("uses"),
        fields.number("refused"),
        fields.number("keys"),
        fields.number("bodies"),
        fields.number("clients"));
  }

  private static CurrentRights rights(JsonFields fields) {
    Source source = fields.word("source", Source.class);
    Groups groups =
        new Groups(fields.text("administrators"), fields.text("users"), fields.text("system"));
    String bridges = fields.text("bridges");
    boolean createdByClients = fields.flag("createdByClients");
    boolean listed = fields.flag("listed");
    List<WrittenEntry> entries = fields.each("entries", UsageJson::entry);
    return new CurrentRights(
        source,
        listed ? Optional.of(entries) : Optional.empty(),
        groups,
        bridges,
        createdByClients);
  }

  private static WrittenEntry entry(JsonFields fields) {
    Map<Operation, Set<String>> grants = new EnumMap<>(Operation.class);
    for (Operation operation : Operation.values()) {
      grants.put(operation, Set.copyOf(fields.anyTexts(operation.right())));
    }
    return new WrittenEntry(destination(fields), grants);
  }

  private static Use use(JsonFields fields) {
    return new Use(
        fields.anyText("user"),
        Set.copyOf(fields.anyTexts("groups")),
        fields.word("operation", Operation.class),
        destination(fields),
        fields.flag("passed"),
        fields.flag("permitted"),
        seen(fields));
  }

  private static KeyUse key(JsonFields fields) {
    return new KeyUse(
        fields.anyText("user"),
        destination(fields),
        fields.anyText("provider"),
        fields.anyText("key"),
        fields.anyText("suite"),
        fields.number("messages"),
        seen(fields));
  }

  private static BodyUse body(JsonFields fields) {
    return new BodyUse(
        fields.anyText("user"),
        destination(fields),
        fields.flag("encrypted"),
        Set.copyOf(fields.anyTexts("destinationKeys")),
        fields.number("messages"),
        seen(fields));
  }

  private static ClientUse client(JsonFields fields) {
    return new ClientUse(
        fields.anyText("user"),
        Set.copyOf(fields.anyTexts("groups")),
        fields.anyText("client"),
        fields.anyText("protocol"),
        fields.anyText("connector"),
        fields.anyText("address"),
        fields.number("logins"),
        seen(fields));
  }

  private static Seen seen(JsonFields fields) {
    return new Seen(fields.instant("first"), fields.instant("last"), fields.number("minutes"));
  }

  private static DestinationName destination(JsonFields fields) {
    return new DestinationName(
        fields.word("kind", DestinationKind.class),
        fields.anyText("name"),
        fields.eachIfThere("parts", UsageJson::destination));
  }
}
