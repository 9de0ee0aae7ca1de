package io.portcullis.suggest;

import io.portcullis.policy.DestinationName;
import io.portcullis.report.Printable;
import io.portcullis.rule.Operation;
import java.util.List;
import java.util.Optional;

/**
 * Tells whether a name that somebody else chose can stand in {@code activemq.xml} and still mean
 * itself. Each method returns why not; empty if it can.
 */
final class ConfigurableName {

  private ConfigurableName() {}

  /** Judges any text that stands alone in an attribute. */
  static Optional<String> fault(String text) {
    if (text.isBlank()) {
      return Optional.of("it is empty");
    }
    if (!text.equals(text.strip()) || !text.equals(text.trim())) {
      return Optional.of("it begins or ends with a space, which is taken off");
    }
    if (!text.codePoints().allMatch(Printable::isVisible)) {
      return Optional.of("it has characters that nobody sees, or that XML cannot hold");
    }
    if (text.contains("${") || text.contains("#{")) {
      return Optional.of("it has a placeholder, which Spring would replace");
    }
    if (text.startsWith("#")) {
      return Optional.of("it begins with #, which stands for a bean");
    }
    return Optional.empty();
  }

  /** Judges a text that stands in a comma-separated list. */
  static Optional<String> faultInList(String text) {
    return text.contains(",")
        ? Optional.of("it has a comma, which stands between two names")
        : fault(text);
  }

  /** Judges the name of a group. */
  static Optional<String> faultOfGroup(String group) {
    return group.equals("*") ? Optional.of("it stands for everybody") : faultInList(group);
  }

  /** Judges the name of a destination for an entry that gives a right on it. */
  static Optional<String> faultFor(Operation operation, DestinationName destination) {
    List<DestinationName> parts = destination.parts();
    if (parts.stream().anyMatch(part -> part.kind() != destination.kind())) {
      return Optional.of("its parts are queues, topics and temporary destinations in one");
    }
    if (operation != Operation.READ && destination.isPattern()) {
      return Optional.of("it is a pattern; Portcullis lets nobody send to one or make one");
    }
    return parts.stream().flatMap(part -> faultOfPart(part.name()).stream()).findFirst();
  }

  /** Judges the name of one destination, which may be a pattern. */
  static Optional<String> faultOfPart(String name) {
    List<String> levels = List.of(name.split("\\.", -1));
    if (name.contains("?")) {
      return Optional.of("it has a ?, behind which ActiveMQ reads options");
    }
    if (name.contains("://")) {
      return Optional.of("it has a prefix, which ActiveMQ reads as the kind of destination");
    }
    if (levels.subList(0, levels.size() - 1).contains(">")) {
      return Optional.of("it has a > that is not its last level, which stands for more than it");
    }
    Optional<String> fault = faultInList(name);
    if (fault.isEmpty() && levels.stream().anyMatch(String::isBlank)) {
      return Optional.of("it has an empty level");
    }
    return fault;
  }
}
