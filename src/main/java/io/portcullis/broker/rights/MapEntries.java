package io.portcullis.broker.rights;

import io.portcullis.policy.DestinationKind;
import io.portcullis.policy.DestinationName;
import io.portcullis.rule.Advisories;
import io.portcullis.rule.Operation;
import io.portcullis.rule.WrittenEntry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.filter.DestinationMapNode;
import org.apache.activemq.filter.DestinationNode;
import org.apache.activemq.security.AuthorizationEntry;
import org.apache.activemq.security.AuthorizationMap;
import org.apache.activemq.security.DefaultAuthorizationMap;
import org.apache.activemq.security.TempDestinationAuthorizationEntry;

/**
 * Lists the entries of a map that can list them, as ActiveMQ's own map can. The list is for people
 * only. The gate decides by what the map answers.
 */
final class MapEntries {

  /**
   * One entry of a map.
   *
   * @param name the destinations that it covers, in words
   * @param principals who has the right by it, in ActiveMQ's terms
   */
  record Entry(String name, Set<?> principals) {

    @Override
    public String toString() {
      return "%s: %s".formatted(name, AuthorizationMapView.grant(principals));
    }
  }

  /** ActiveMQ's maps. A class that extends one may have entries elsewhere. */
  private static final Set<String> LISTED_WHOLE =
      Set.of(
          DefaultAuthorizationMap.class.getName(),
          "org.apache.activemq.security.XBeanAuthorizationMap");

  private static final Comparator<DestinationName> BY_NAME =
      Comparator.comparing(DestinationName::toString);

  private MapEntries() {}

  /** Returns the matching entries; empty if the map's entries cannot be listed. */
  static Optional<List<Entry>> matching(
      AuthorizationMap map, Operation operation, ActiveMQDestination destination) {
    if (!(map instanceof DefaultAuthorizationMap listed)) {
      return Optional.empty();
    }
    List<Entry> entries = new ArrayList<>();
    if (destination.isTemporary()) {
      if (listed.getTempDestinationAuthorizationEntry() != null) {
        entries.add(
            entry(
                "temporary destinations",
                operation,
                listed.getTempDestinationAuthorizationEntry()));
      }
      return Optional.of(entries);
    }
    for (Object found : listed.get(destination)) {
      if (found instanceof AuthorizationEntry entry) {
        entries.add(entry(entry.getDestination().getQualifiedName(), operation, entry));
      }
    }
    if (listed.getDefaultEntry() != null) {
      entries.add(entry("default entry", operation, listed.getDefaultEntry()));
    }
    entries.sort((one, other) -> other.name().compareTo(one.name()));
    return Optional.of(entries);
  }

  /** Tells whether a map has no entries but those that the operator wrote. */
  static boolean areWritten(AuthorizationMap map) {
    return LISTED_WHOLE.contains(map.getClass().getName());
  }

  /** Returns the patterns of all entries; empty if they cannot be listed. */
  static Set<DestinationName> patterns(AuthorizationMap map) {
    Set<DestinationName> patterns = new HashSet<>();
    if (map instanceof DefaultAuthorizationMap listed) {
      // Not its sets of values: to ActiveMQ, entries for different destinations may be equal.
      add(DestinationKind.QUEUE, "", listed.getQueueRootNode(), patterns);
      add(DestinationKind.TOPIC, "", listed.getTopicRootNode(), patterns);
    }
    return patterns;
  }

  /**
   * Returns the groups of all entries but those for advisory topics, without bridges; empty if they
   * cannot be listed.
   */
  static Set<String> groupsOfClients(AuthorizationMap map) {
    Set<String> groups = new TreeSet<>();
    if (map instanceof DefaultAuthorizationMap listed) {
      List<AuthorizationEntry> entries = new ArrayList<>();
      addEntries(listed.getQueueRootNode(), entries);
      addEntries(listed.getTopicRootNode(), entries);
      Optional.ofNullable(listed.getDefaultEntry()).ifPresent(entries::add);
      entries.stream()
          .filter(entry -> !topic(entry).startsWith(Advisories.PREFIX))
          .forEach(
              entry ->
                  Stream.of(Operation.values())
                      .forEach(operation -> groups.addAll(groups(operation, entry))));
      entries.stream()
          .filter(entry -> Advisories.isForBridges(topic(entry)))
          .forEach(entry -> groups.removeAll(groups(Operation.READ, entry)));
    }
    return groups;
  }

  /**
   * Returns the entries that name each group or user of a map, by the destinations that they are
   * for. A default entry has none. The result is empty if it is not certain that all are listed.
   */
  static Optional<Map<String, Set<DestinationName>>> holders(AuthorizationMap map) {
    if (!LISTED_WHOLE.contains(map.getClass().getName())) {
      return Optional.empty();
    }
    DefaultAuthorizationMap listed = (DefaultAuthorizationMap) map;
    Map<String, Set<DestinationName>> holders = new TreeMap<>();
    List<AuthorizationEntry> entries = new ArrayList<>();
    addEntries(listed.getQueueRootNode(), entries);
    addEntries(listed.getTopicRootNode(), entries);
    Optional.ofNullable(listed.getDefaultEntry()).ifPresent(entries::add);
    Optional.ofNullable(listed.getTempDestinationAuthorizationEntry()).ifPresent(entries::add);
    for (AuthorizationEntry entry : entries) {
      for (Operation operation : Operation.values()) {
        for (String group : groups(operation, entry)) {
          Set<DestinationName> its = holders.computeIfAbsent(group, name -> new TreeSet<>(BY_NAME));
          destination(entry).ifPresent(its::add);
        }
      }
    }
    return Optional.of(holders);
  }

  private static Optional<DestinationName> destination(AuthorizationEntry entry) {
    if (entry instanceof TempDestinationAuthorizationEntry) {
      return Optional.of(new DestinationName(DestinationKind.TEMPORARY_QUEUE, ">"));
    }
    return Optional.ofNullable(entry.getDestination())
        .map(
            destination ->
                new DestinationName(
                    destination.isTopic() ? DestinationKind.TOPIC : DestinationKind.QUEUE,
                    destination.getPhysicalName()));
  }

  /** Returns the entries as they are written; empty if they cannot be listed. */
  static Optional<List<WrittenEntry>> written(AuthorizationMap map) {
    if (!(map instanceof DefaultAuthorizationMap listed)) {
      return Optional.empty();
    }
    List<AuthorizationEntry> entries = new ArrayList<>();
    addEntries(listed.getQueueRootNode(), entries);
    addEntries(listed.getTopicRootNode(), entries);
    return Optional.of(
        entries.stream()
            .filter(entry -> entry.getDestination() != null)
            .map(MapEntries::facts)
            .distinct()
            .toList());
  }

  private static WrittenEntry facts(AuthorizationEntry entry) {
    Map<Operation, Set<String>> grants = new EnumMap<>(Operation.class);
    for (Operation operation : Operation.values()) {
      grants.put(operation, Set.copyOf(groups(operation, entry)));
    }
    DestinationKind kind =
        entry.getDestination().isTopic() ? DestinationKind.TOPIC : DestinationKind.QUEUE;
    return new WrittenEntry(
        new DestinationName(kind, entry.getDestination().getPhysicalName()), grants);
  }

  private static void addEntries(DestinationNode node, List<AuthorizationEntry> entries) {
    for (DestinationNode child : node.getChildren()) {
      for (Object value : child.getValues()) {
        if (value instanceof AuthorizationEntry entry) {
          entries.add(entry);
        }
      }
      addEntries(child, entries);
    }
  }

  private static Set<String> groups(Operation operation, AuthorizationEntry entry) {
    return AuthorizationMapView.grant(entry("", operation, entry).principals()).groups();
  }

  /** Returns the name of an entry's topic; empty if it is for something else. */
  private static String topic(AuthorizationEntry entry) {
    return entry.getDestination() != null && entry.getDestination().isTopic()
        ? entry.getDestination().getPhysicalName()
        : "";
  }

  private static void add(
      DestinationKind kind, String above, DestinationNode node, Set<DestinationName> patterns) {
    for (DestinationNode child : node.getChildren()) {
      String name = above + ((DestinationMapNode) child).getPath();
      if (!child.getValues().isEmpty()) {
        patterns.add(new DestinationName(kind, name));
      }
      add(kind, name + ".", child, patterns);
    }
  }

  private static Entry entry(String name, Operation operation, AuthorizationEntry entry) {
    return new Entry(
        name,
        switch (operation) {
          case READ -> entry.getReadACLs();
          case WRITE -> entry.getWriteACLs();
          case ADMIN -> entry.getAdminACLs();
        });
  }
}
