package io.portcullis.suggest;

import io.portcullis.policy.DestinationKind;
import io.portcullis.policy.DestinationName;
import io.portcullis.rule.Operation;
import io.portcullis.usage.Use;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The proposed authorization map. It answers as ActiveMQ's own map does: the rights of all entries
 * that match add up, and several destinations at once need one entry that matches all of them.
 *
 * @param entries for queues and topics, sorted
 * @param temporary for temporary destinations
 */
record ProposedMap(List<ProposedEntry> entries, ProposedEntry temporary) {

  /** All temporary destinations. */
  static final DestinationName TEMPORARY =
      new DestinationName(DestinationKind.TEMPORARY_QUEUE, ">");

  /** Copies the list. */
  ProposedMap {
    entries = List.copyOf(entries);
  }

  /** How many rights it has. */
  int rights() {
    return temporary.rights() + entries.stream().mapToInt(ProposedEntry::rights).sum();
  }

  /**
   * The destination as an entry names it: temporary ones are all one, and the parts of a composite
   * one are sorted.
   */
  static DestinationName named(DestinationName destination) {
    if (destination.parts().stream().allMatch(part -> part.kind().isTemporary())) {
      return TEMPORARY;
    }
    Map<String, DestinationName> parts = new TreeMap<>();
    for (DestinationName part : destination.parts()) {
      DestinationName single = new DestinationName(part.kind(), part.name());
      parts.put(single.toString(), single);
    }
    if (parts.size() == 1) {
      return parts.values().iterator().next();
    }
    return new DestinationName(
        destination.kind(),
        parts.values().stream().map(DestinationName::name).collect(Collectors.joining(",")),
        List.copyOf(parts.values()));
  }

  /** Returns those of the uses that it does not permit. */
  List<Use> refused(List<Use> uses) {
    Map<DestinationName, List<ProposedEntry>> byName = new HashMap<>();
    List<ProposedEntry> patterns = new ArrayList<>();
    for (ProposedEntry entry : entries) {
      byName.computeIfAbsent(entry.destination(), name -> new ArrayList<>()).add(entry);
      if (entry.destination().isPattern()
          || !entry.destination().parts().equals(List.of(entry.destination()))) {
        patterns.add(entry);
      }
    }
    byName.put(TEMPORARY, List.of(temporary));
    return uses.stream()
        .filter(
            use ->
                !isPermitted(use, byName.getOrDefault(named(use.destination()), List.of()))
                    && !isPermitted(use, patterns))
        .toList();
  }

  private static boolean isPermitted(Use use, List<ProposedEntry> candidates) {
    return candidates.stream()
        .anyMatch(
            entry ->
                gives(entry, use.operation(), use.groups())
                    && covers(entry.destination(), named(use.destination())));
  }

  private static boolean gives(ProposedEntry entry, Operation operation, Set<String> groups) {
    return !Collections.disjoint(entry.groups(operation), groups);
  }

  private static boolean covers(DestinationName entry, DestinationName asked) {
    return entry.equals(asked)
        || asked.parts().stream().allMatch(part -> entry.parts().stream().anyMatch(part::isWithin));
  }
}
