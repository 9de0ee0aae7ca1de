package io.portcullis.rule;

import io.portcullis.policy.DestinationKind;
import io.portcullis.policy.DestinationName;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * An entry of an authorization map, as the operator wrote it.
 *
 * @param destinations the destinations; several may stand in one, comma-separated
 * @param grants the groups that it gives each right
 */
public record WrittenEntry(DestinationName destinations, Map<Operation, Set<String>> grants) {

  /** Copies the map. */
  public WrittenEntry {
    grants = Map.copyOf(grants);
  }

  /** Tells whether it gives a group a right. */
  boolean gives(Operation operation, String group) {
    return grants.getOrDefault(operation, Set.of()).contains(group);
  }

  /** Returns all groups that it names, sorted. */
  Set<String> groups() {
    Set<String> groups = new TreeSet<>();
    grants.values().forEach(groups::addAll);
    return groups;
  }

  /** Returns the start tag by which the operator finds it. */
  String tag() {
    return tag(destinations);
  }

  /** Returns the start tag of an entry for these destinations. */
  static String tag(DestinationName destinations) {
    return "<%s>".formatted(start(destinations));
  }

  /** Returns the element of an entry that gives one group some rights. */
  static String element(DestinationName destinations, String group, Operation... rights) {
    StringBuilder element = new StringBuilder("<" + start(destinations));
    for (Operation right : rights) {
      element.append(" %s=\"%s\"".formatted(right.right(), XmlText.of(group)));
    }
    return element.append("/>").toString();
  }

  private static String start(DestinationName destinations) {
    return "authorizationEntry %s=\"%s\""
        .formatted(
            destinations.kind() == DestinationKind.QUEUE ? "queue" : "topic",
            XmlText.of(destinations.name()));
  }
}
