package io.portcullis.policy;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the property {@code protocols}. */
final class ProtocolReader {

  private static final String PROPERTY = "protocols";

  /** The names, as the operator writes them. WebSockets carry the last three. */
  private static final List<String> NAMES =
      List.of("openwire", "amqp", "mqtt", "stomp", "mqtt+ws", "stomp+ws", "amqp+ws");

  private ProtocolReader() {}

  /** Returns the named protocols; empty if the operator does not set the property. */
  static Set<String> read(Optional<String> text, List<String> problems) {
    if (text.isEmpty()) {
      return Set.of();
    }
    Set<String> names = new LinkedHashSet<>(OptionParser.of(text.get()));
    if (names.isEmpty()) {
      problems.add(
          "%s=\"%s\" names no protocol; leave it out to allow all".formatted(PROPERTY, text.get()));
    }
    names.stream()
        .filter(name -> !NAMES.contains(name))
        .map(ProtocolReader::unknown)
        .forEach(problems::add);
    return names;
  }

  private static String unknown(String name) {
    return "%s: \"%s\" is not one of %s%s"
        .formatted(
            PROPERTY,
            name,
            String.join(", ", NAMES),
            new SimilarName(NAMES)
                .to(name)
                .map(meant -> "; did you mean \"%s\"?".formatted(meant))
                .orElse(""));
  }
}
