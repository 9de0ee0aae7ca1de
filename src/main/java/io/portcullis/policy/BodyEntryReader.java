package io.portcullis.policy;

import io.portcullis.esdk.Depth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the entries of {@code bodyPolicies} and reports every error in them. */
final class BodyEntryReader {

  /** The count in a message's header has two bytes. */
  private static final int MOST_ENCRYPTED_DATA_KEYS = 65_535;

  /** The values of {@code body}. */
  private enum Body {
    ENCRYPTED,
    ANY
  }

  /** The values of {@code commitment}. */
  private enum Commitment {
    REQUIRED,
    OPTIONAL
  }

  /** The values of {@code text}. */
  private enum Text {
    BASE64,
    REFUSE
  }

  /** The values of {@code empty}. */
  private enum Empty {
    REFUSE,
    ALLOW
  }

  /** The values of {@code onRefusal}. */
  private enum OnRefusal {
    REJECT,
    QUARANTINE
  }

  private final List<String> problems;
  private final BodyRequirements.Builder demands = new BodyRequirements.Builder();

  private BodyEntryReader(List<String> problems) {
    this.problems = problems;
  }

  /** The demands that the entries make; what is wrong with them goes into {@code problems}. */
  static BodyRequirements read(List<BodyEntry> entries, List<String> problems) {
    BodyEntryReader reader = new BodyEntryReader(problems);
    for (int i = 0; i < entries.size(); i++) {
      reader.read("bodyPolicies[%d]".formatted(i), entries.get(i));
    }
    return reader.demands.build();
  }

  private void read(String place, BodyEntry entry) {
    BodyRequirement demand = demand(place, entry);
    boolean temporary = flag(place + ".temporary", entry.text("temporary", "false"));
    String queue = entry.text("queue", "");
    String topic = entry.text("topic", "");
    int named = (temporary ? 1 : 0) + (queue.isEmpty() ? 0 : 1) + (topic.isEmpty() ? 0 : 1);
    if (named != 1) {
      problems.add(
          "%s names %s; it needs exactly one of queue, topic and temporary=\"true\""
              .formatted(place, named == 0 ? "no destination" : named + " destinations"));
      return;
    }
    if (temporary) {
      if (!demands.addTemporary(demand)) {
        problems.add("%s.temporary=\"true\" was said already".formatted(place));
      }
      return;
    }
    if (queue.isEmpty()) {
      add(place + ".topic", DestinationKind.TOPIC, topic, demand);
    } else {
      add(place + ".queue", DestinationKind.QUEUE, queue, demand);
    }
  }

  private void add(String property, DestinationKind kind, String pattern, BodyRequirement demand) {
    Optional<String> fault = DestinationPattern.fault(pattern);
    if (fault.isPresent()) {
      problems.add("%s=\"%s\" %s".formatted(property, pattern, fault.get()));
      return;
    }
    if (!demands.add(kind, pattern, demand)) {
      problems.add("%s=\"%s\" was said already".formatted(property, pattern));
    }
  }

  private BodyRequirement demand(String place, BodyEntry entry) {
    for (String property : List.of("keys", "context", "destinationKey")) {
      if (entry.isBlank(property)) {
        problems.add(
            "%s.%s is blank, which would allow everything; leave it out or say something"
                .formatted(place, property));
      }
    }
    return new BodyRequirement(
        one(place, entry, "body", Body.ENCRYPTED) == Body.ENCRYPTED,
        one(place, entry, "verify", Depth.STRUCTURE),
        one(place, entry, "commitment", Commitment.REQUIRED) == Commitment.REQUIRED,
        keys(place + ".keys", entry.text("keys", "")),
        maxEncryptedDataKeys(place + ".maxEncryptedDataKeys", entry),
        new ContextRequirement(
            context(place + ".context", entry.text("context", "")),
            entry.text("destinationKey", "")),
        one(place, entry, "text", Text.BASE64) == Text.BASE64,
        one(place, entry, "empty", Empty.REFUSE) == Empty.ALLOW,
        one(place, entry, "onRefusal", OnRefusal.REJECT) == OnRefusal.QUARANTINE);
  }

  private <E extends Enum<E>> E one(String place, BodyEntry entry, String property, E otherwise) {
    return OptionParser.oneOf(
            otherwise.getDeclaringClass(),
            place + "." + property,
            entry.text(property, otherwise.name()),
            problems)
        .orElse(otherwise);
  }

  private boolean flag(String property, String text) {
    if (!text.equals("true") && !text.equals("false")) {
      problems.add("%s=\"%s\" is not one of true, false".formatted(property, text));
    }
    return text.equals("true");
  }

  private List<KeyPattern> keys(String property, String text) {
    return OptionParser.of(text).stream()
        .flatMap(word -> KeyPattern.parse(property, word, problems).stream())
        .toList();
  }

  private Map<String, String> context(String property, String text) {
    Map<String, String> pairs = new HashMap<>();
    for (String word : OptionParser.of(text)) {
      int equals = word.indexOf('=');
      if (equals < 1) {
        problems.add("%s: \"%s\" is not key=value".formatted(property, word));
      } else if (pairs.put(word.substring(0, equals), word.substring(equals + 1)) != null) {
        problems.add("%s: \"%s\" was said already".formatted(property, word.substring(0, equals)));
      }
    }
    return pairs;
  }

  private int maxEncryptedDataKeys(String property, BodyEntry entry) {
    int otherwise = BodyRequirement.DEFAULT_MAX_ENCRYPTED_DATA_KEYS;
    String text = entry.text("maxEncryptedDataKeys", Integer.toString(otherwise));
    return OptionParser.number(property, text, 1, MOST_ENCRYPTED_DATA_KEYS, problems)
        .orElse(otherwise);
  }
}
