package io.portcullis.suggest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.portcullis.esdk.AlgorithmSuite;
import io.portcullis.policy.DestinationName;
import io.portcullis.usage.KeyUse;
import io.portcullis.usage.Observation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The keys and algorithms that were seen, as a CycloneDX cryptography bill of materials. Each
 * destination depends on the keys and suites of its messages, and each suite on its algorithms.
 *
 * @see <a href="https://cyclonedx.org/docs/1.6/json/">CycloneDX 1.6</a>
 */
final class Cbom {

  private static final String BROKER = "broker";

  /** What identifies a key. */
  private record Key(String provider, String id) {}

  private final Observation observation;
  private final JsonGenerator json;
  private final Map<String, SuiteAlgorithm> algorithms = new TreeMap<>();
  private final Set<String> suites = new TreeSet<>();
  private final Map<Key, List<KeyUse>> keys = new LinkedHashMap<>();
  private final Map<DestinationName, List<KeyUse>> destinations = new LinkedHashMap<>();

  /** By numbers, so that no name can make a reference another. */
  private final Map<Object, String> refs = new LinkedHashMap<>();

  private final Map<String, Set<String>> dependencies = new TreeMap<>();

  private Cbom(Observation observation, JsonGenerator json) {
    this.observation = observation;
    this.json = json;
    observation.keys().stream()
        .sorted(
            Comparator.comparing((KeyUse use) -> use.destination().spelledOut())
                .thenComparing(KeyUse::provider)
                .thenComparing(KeyUse::key)
                .thenComparing(KeyUse::suite)
                .thenComparing(KeyUse::user))
        .forEach(this::add);
  }

  private void add(KeyUse use) {
    String suite = "suite:" + use.suite();
    if (suites.add(use.suite())) {
      algorithmSuite(use.suite()).stream()
          .flatMap(known -> SuiteAlgorithm.of(known).stream())
          .forEach(
              algorithm -> {
                algorithms.put(algorithm.ref(), algorithm);
                depend(suite, algorithm.ref());
              });
    }
    Key key = new Key(use.provider(), use.key());
    keys.computeIfAbsent(key, same -> new ArrayList<>()).add(use);
    destinations.computeIfAbsent(use.destination(), same -> new ArrayList<>()).add(use);
    String destination = ref(use.destination(), "destination");
    depend(BROKER, destination);
    depend(destination, ref(key, "key"));
    depend(destination, suite);
  }

  private static Optional<AlgorithmSuite> algorithmSuite(String hex) {
    return BodyProposal.suite(hex);
  }

  private String ref(Object what, String kind) {
    return refs.computeIfAbsent(what, same -> "%s:%d".formatted(kind, refs.size() + 1));
  }

  private void depend(String from, String to) {
    dependencies.computeIfAbsent(from, same -> new TreeSet<>()).add(to);
    dependencies.computeIfAbsent(to, same -> new TreeSet<>());
  }

  /** Writes the document. */
  static void write(Observation observation, JsonGenerator json) throws IOException {
    new Cbom(observation, json).write();
  }

  private void write() throws IOException {
    json.writeStartObject();
    json.writeStringField("bomFormat", "CycloneDX");
    json.writeStringField("specVersion", "1.6");
    json.writeStringField(
        "serialNumber",
        "urn:uuid:"
            + UUID.nameUUIDFromBytes(
                "%s %s"
                    .formatted(observation.broker(), observation.until())
                    .getBytes(StandardCharsets.UTF_8)));
    json.writeNumberField("version", 1);
    metadata();
    json.writeArrayFieldStart("components");
    for (SuiteAlgorithm algorithm : algorithms.values()) {
      algorithm(algorithm);
    }
    for (String suite : suites) {
      suite(suite);
    }
    for (Map.Entry<Key, List<KeyUse>> key : keys.entrySet()) {
      key(key.getKey(), key.getValue());
    }
    for (Map.Entry<DestinationName, List<KeyUse>> destination : destinations.entrySet()) {
      destination(destination.getKey(), destination.getValue());
    }
    json.writeEndArray();
    dependencies();
    json.writeEndObject();
  }

  private void metadata() throws IOException {
    json.writeObjectFieldStart("metadata");
    json.writeStringField("timestamp", observation.until().toString());
    json.writeObjectFieldStart("tools");
    json.writeArrayFieldStart("components");
    json.writeStartObject();
    json.writeStringField("type", "application");
    json.writeStringField("name", "activemq-portcullis");
    json.writeEndObject();
    json.writeEndArray();
    json.writeEndObject();
    json.writeObjectFieldStart("component");
    json.writeStringField("type", "application");
    json.writeStringField("bom-ref", BROKER);
    json.writeStringField("name", observation.broker());
    json.writeStringField("version", observation.version());
    json.writeEndObject();
    json.writeArrayFieldStart("properties");
    property("since", observation.since().toString());
    property("minutesObserved", String.valueOf(observation.minutes()));
    property("rowsDropped", String.valueOf(observation.dropped().keys()));
    json.writeEndArray();
    json.writeEndObject();
  }

  private void property(String name, String value) throws IOException {
    json.writeStartObject();
    json.writeStringField("name", "portcullis:" + name);
    json.writeStringField("value", value);
    json.writeEndObject();
  }

  private void startAsset(String ref, String name, String type) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", "cryptographic-asset");
    json.writeStringField("bom-ref", ref);
    json.writeStringField("name", name);
    json.writeObjectFieldStart("cryptoProperties");
    json.writeStringField("assetType", type);
  }

  private void algorithm(SuiteAlgorithm algorithm) throws IOException {
    startAsset(algorithm.ref(), algorithm.name(), "algorithm");
    json.writeObjectFieldStart("algorithmProperties");
    json.writeStringField("primitive", algorithm.primitive());
    json.writeStringField("parameterSetIdentifier", algorithm.parameters());
    if (algorithm.primitive().equals("ae")) {
      json.writeStringField("mode", "gcm");
    }
    if (algorithm.primitive().equals("signature")) {
      json.writeStringField("curve", "NIST " + algorithm.parameters());
    }
    json.writeEndObject();
    json.writeEndObject();
    json.writeEndObject();
  }

  private void suite(String suite) throws IOException {
    Optional<AlgorithmSuite> known = algorithmSuite(suite);
    startAsset(
        "suite:" + suite,
        (known.isPresent() ? "AWS Encryption SDK algorithm suite " : "unknown algorithm suite ")
            + suite,
        "algorithm");
    json.writeObjectFieldStart("algorithmProperties");
    json.writeStringField("primitive", "other");
    json.writeStringField("parameterSetIdentifier", suite);
    json.writeEndObject();
    json.writeEndObject();
    json.writeArrayFieldStart("properties");
    if (known.isPresent()) {
      property("keyCommitting", String.valueOf(known.get().committing()));
      property("signed", String.valueOf(known.get().signed()));
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void key(Key key, List<KeyUse> uses) throws IOException {
    startAsset(ref(key, "key"), key.provider() + "/" + key.id(), "related-crypto-material");
    json.writeObjectFieldStart("relatedCryptoMaterialProperties");
    json.writeStringField("type", "key");
    json.writeStringField("id", key.id());
    json.writeEndObject();
    json.writeEndObject();
    json.writeArrayFieldStart("properties");
    property("provider", key.provider());
    for (KeyUse use : uses) {
      property(
          "use",
          "%s, %s, suite %s, last seen %s"
              .formatted(
                  use.destination().shown(),
                  Phrases.user(use.user()),
                  use.suite(),
                  use.seen().last()));
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private void destination(DestinationName destination, List<KeyUse> uses) throws IOException {
    json.writeStartObject();
    json.writeStringField("type", "data");
    json.writeStringField("bom-ref", ref(destination, "destination"));
    json.writeStringField("name", destination.shown());
    json.writeArrayFieldStart("properties");
    property(
        "senders",
        uses.stream()
            .map(use -> Phrases.user(use.user()))
            .distinct()
            .sorted()
            .collect(Collectors.joining(", ")));
    json.writeEndArray();
    json.writeEndObject();
  }

  private void dependencies() throws IOException {
    json.writeArrayFieldStart("dependencies");
    for (Map.Entry<String, Set<String>> dependency : dependencies.entrySet()) {
      json.writeStartObject();
      json.writeStringField("ref", dependency.getKey());
      json.writeArrayFieldStart("dependsOn");
      for (String on : dependency.getValue()) {
        json.writeString(on);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
