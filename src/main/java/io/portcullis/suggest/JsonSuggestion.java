package io.portcullis.suggest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.portcullis.json.JsonText;
import io.portcullis.policy.DestinationName;
import io.portcullis.rule.Operation;
import io.portcullis.usage.BodyUse;
import io.portcullis.usage.KeyUse;
import io.portcullis.usage.Observation;
import io.portcullis.usage.Seen;
import io.portcullis.usage.Use;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** The proposal as one JSON object. The command's help describes it. */
final class JsonSuggestion {

  private final JsonGenerator json;

  private JsonSuggestion(JsonGenerator json) {
    this.json = json;
  }

  /** Writes the object. */
  static void write(Suggestion suggestion, JsonGenerator json) throws IOException {
    new JsonSuggestion(json).write(suggestion);
  }

  private void write(Suggestion suggestion) throws IOException {
    json.writeStartObject();
    source(suggestion.observation());
    json.writeArrayFieldStart("entries");
    for (ProposedEntry entry : suggestion.map().entries()) {
      entry(entry);
    }
    entry(suggestion.map().temporary());
    json.writeEndArray();
    json.writeArrayFieldStart("unproposed");
    for (Unproposed left : suggestion.unproposed()) {
      json.writeStartObject();
      json.writeStringField("cause", word(left.cause()));
      json.writeStringField("reason", left.reason());
      use(left.use());
      json.writeEndObject();
    }
    json.writeEndArray();
    uses("newlyRefused", suggestion.newlyRefused());
    uses("notPermittedToday", suggestion.notPermittedToday());
    uses("refused", suggestion.refused());
    unused(suggestion.unused());
    json.writeObjectFieldStart("rights");
    if (suggestion.rightsToday().isPresent()) {
      json.writeNumberField("today", suggestion.rightsToday().get());
    }
    json.writeNumberField("proposed", suggestion.map().rights());
    json.writeEndObject();
    gate(suggestion.gate());
    JsonText.strings(json, "notices", suggestion.notices());
    JsonText.strings(json, "gateNotices", suggestion.gate().notices());
    json.writeEndObject();
  }

  private void source(Observation observation) throws IOException {
    json.writeStringField("broker", observation.broker());
    json.writeStringField("version", observation.version());
    json.writeStringField("since", observation.since().toString());
    json.writeStringField("until", observation.until().toString());
    json.writeNumberField("minutes", observation.minutes());
    json.writeObjectFieldStart("dropped");
    json.writeNumberField("uses", observation.dropped().uses());
    json.writeNumberField("refused", observation.dropped().refused());
    json.writeNumberField("keys", observation.dropped().keys());
    json.writeNumberField("bodies", observation.dropped().bodies());
    json.writeNumberField("clients", observation.dropped().clients());
    json.writeEndObject();
  }

  private void entry(ProposedEntry entry) throws IOException {
    json.writeStartObject();
    destination(entry.destination());
    for (Operation operation : Operation.values()) {
      JsonText.strings(json, operation.right(), entry.groups(operation));
    }
    JsonText.strings(
        json, "standsFor", entry.standsFor().stream().map(DestinationName::name).sorted().toList());
    json.writeArrayFieldStart("uses");
    for (Operation operation : Operation.values()) {
      if (entry.grants().containsKey(operation)) {
        for (Use use : entry.grants().get(operation).uses()) {
          json.writeStartObject();
          use(use);
          json.writeEndObject();
        }
      }
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void destination(DestinationName destination) throws IOException {
    json.writeStringField("kind", word(destination.kind()));
    json.writeStringField("name", destination.name());
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private void uses(String field, List<Use> uses) throws IOException {
    json.writeArrayFieldStart(field);
    for (Use use : uses) {
      json.writeStartObject();
      use(use);
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private void use(Use use) throws IOException {
    json.writeStringField("user", use.user());
    JsonText.strings(json, "groups", new TreeSet<>(use.groups()));
    json.writeStringField("operation", use.operation().right());
    destination(use.destination());
    seen(use.seen());
  }

  private void seen(Seen seen) throws IOException {
    json.writeStringField("first", seen.first().toString());
    json.writeStringField("last", seen.last().toString());
    json.writeNumberField("minutes", seen.minutes());
  }

  private void unused(UnusedRights unused) throws IOException {
    json.writeObjectFieldStart("unused");
    json.writeNumberField("days", unused.days());
    json.writeBooleanField("known", unused.unknown().isEmpty());
    if (unused.unknown().isPresent()) {
      json.writeStringField("why", unused.unknown().get());
    }
    json.writeArrayFieldStart("rights");
    for (UnusedRights.Right right : unused.rights()) {
      json.writeStartObject();
      destination(right.destination());
      json.writeStringField("operation", right.operation().right());
      json.writeStringField("group", right.group());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void gate(GateProposal gate) throws IOException {
    json.writeArrayFieldStart("bodyPolicies");
    for (ProposedBody body : gate.bodies()) {
      body(body);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("waivers");
    for (ProposedWaiver waiver : gate.waivers()) {
      json.writeStartObject();
      destination(waiver.destination());
      json.writeStringField("until", waiver.until().toString());
      json.writeArrayFieldStart("senders");
      for (BodyUse sender : waiver.senders()) {
        json.writeStartObject();
        json.writeStringField("user", sender.user());
        json.writeNumberField("messages", sender.messages());
        seen(sender.seen());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("clientIds");
    for (ProposedClientId id : gate.clientIds()) {
      json.writeStartObject();
      json.writeStringField("user", id.user());
      json.writeStringField("pattern", id.pattern());
      json.writeEndObject();
    }
    json.writeEndArray();
    JsonText.strings(json, "protocols", gate.protocols());
    JsonText.strings(json, "allowedNetworks", gate.networks());
  }

  private void body(ProposedBody body) throws IOException {
    json.writeStartObject();
    destination(body.destination());
    JsonText.strings(json, "keys", body.keys());
    if (body.destinationKey().isPresent()) {
      json.writeStringField("destinationKey", body.destinationKey().get());
    }
    json.writeStringField("commitment", body.committing() ? "REQUIRED" : "OPTIONAL");
    json.writeArrayFieldStart("seen");
    for (KeyUse use : body.keysSeen()) {
      json.writeStartObject();
      json.writeStringField("user", use.user());
      json.writeStringField("provider", use.provider());
      json.writeStringField("key", use.key());
      json.writeStringField("suite", use.suite());
      json.writeNumberField("messages", use.messages());
      seen(use.seen());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
