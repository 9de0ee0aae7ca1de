package io.portcullis.suggest;

import io.portcullis.policy.DestinationName;
import io.portcullis.rule.Operation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Gathers entries for names that differ in one level under a wildcard, such as {@code
 * DEVICE.*.CMD}. All names that exist there must have the same rights, and there must be five of
 * them at least. Names of ActiveMQ's own are left as they are.
 */
final class NameGathering {

  private static final int FEWEST = 5;
  private static final String OWN = "ActiveMQ.";

  /** Names with more levels are left as they are. */
  private static final int MOST_LEVELS = 20;

  /** What the names under a wildcard have in common. */
  private record Shape(DestinationName pattern, Map<Operation, Set<String>> rights) {}

  private NameGathering() {}

  /**
   * Returns the entries, some of them gathered.
   *
   * @param entries what is proposed, an entry for each name
   * @param existing every destination that is known
   */
  static List<ProposedEntry> of(List<ProposedEntry> entries, Collection<DestinationName> existing) {
    Map<Shape, List<ProposedEntry>> shapes = new HashMap<>();
    for (ProposedEntry entry : entries) {
      if (isSingle(entry.destination())) {
        Map<Operation, Set<String>> rights = rights(entry);
        for (DestinationName pattern : patterns(entry.destination())) {
          if (isOfActiveMq(pattern)) {
            continue;
          }
          shapes.computeIfAbsent(new Shape(pattern, rights), same -> new ArrayList<>()).add(entry);
        }
      }
    }
    shapes.values().removeIf(members -> members.size() < FEWEST);
    Map<DestinationName, Set<DestinationName>> present = present(shapes.keySet(), existing);
    Set<ProposedEntry> gathered = new HashSet<>();
    List<ProposedEntry> result = new ArrayList<>();
    shapes.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<Shape, List<ProposedEntry>>>comparingInt(
                    shape -> -shape.getValue().size())
                .thenComparing(shape -> shape.getKey().pattern().toString()))
        .forEach(
            shape -> {
              List<ProposedEntry> members = shape.getValue();
              Set<DestinationName> there = present.getOrDefault(shape.getKey().pattern(), Set.of());
              if (members.stream().noneMatch(gathered::contains)
                  && there.size() == members.size()) {
                gathered.addAll(members);
                members.stream()
                    .map(member -> member.under(shape.getKey().pattern()))
                    .reduce(ProposedEntry::and)
                    .ifPresent(result::add);
              }
            });
    entries.stream().filter(entry -> !gathered.contains(entry)).forEach(result::add);
    return result;
  }

  /** Tells whether a pattern matches names of ActiveMQ's own, such as those of advisory topics. */
  private static boolean isOfActiveMq(DestinationName pattern) {
    return pattern.name().startsWith(OWN) || pattern.name().startsWith("*.");
  }

  private static boolean isSingle(DestinationName destination) {
    return destination.parts().equals(List.of(destination)) && !destination.isPattern();
  }

  private static Map<Operation, Set<String>> rights(ProposedEntry entry) {
    Map<Operation, Set<String>> rights = new EnumMap<>(Operation.class);
    entry.grants().forEach((operation, grant) -> rights.put(operation, grant.groups()));
    return rights;
  }

  /** Which names each wildcard of a shape matches. */
  private static Map<DestinationName, Set<DestinationName>> present(
      Set<Shape> shapes, Collection<DestinationName> existing) {
    Map<DestinationName, Set<DestinationName>> present = new HashMap<>();
    shapes.forEach(shape -> present.put(shape.pattern(), new HashSet<>()));
    for (DestinationName destination : existing) {
      for (DestinationName part : destination.parts()) {
        DestinationName single = new DestinationName(part.kind(), part.name());
        if (!single.isPattern()) {
          for (DestinationName pattern : patterns(single)) {
            present.computeIfPresent(
                pattern,
                (same, names) -> {
                  names.add(single);
                  return names;
                });
          }
        }
      }
    }
    return present;
  }

  /** The patterns with one wildcard that match a name. Another level stays as it is. */
  private static List<DestinationName> patterns(DestinationName destination) {
    String[] levels = destination.name().split("\\.", -1);
    if (destination.kind().isTemporary() || levels.length < 2 || levels.length > MOST_LEVELS) {
      return List.of();
    }
    List<DestinationName> patterns = new ArrayList<>();
    for (int i = 0; i < levels.length; i++) {
      String[] changed = Arrays.copyOf(levels, levels.length);
      changed[i] = "*";
      patterns.add(new DestinationName(destination.kind(), String.join(".", changed)));
    }
    return patterns;
  }
}
