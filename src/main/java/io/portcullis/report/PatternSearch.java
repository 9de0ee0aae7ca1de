package io.portcullis.report;

import io.portcullis.policy.DestinationName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the patterns that the use of a destination belongs to. */
final class PatternSearch {

  private final Map<String, DestinationName> all = new HashMap<>();

  /** Those with wildcards, the narrowest first. */
  private final List<DestinationName> wildcards = new ArrayList<>();

  private final Map<DestinationName, Optional<String>> narrowest = new HashMap<>();
  private final Map<DestinationName, Set<String>> within = new HashMap<>();

  /** Searches these qualified names. Texts that are none stand for nothing. */
  PatternSearch(Set<String> patterns) {
    for (String pattern : patterns) {
      DestinationName.qualified(pattern).ifPresent(name -> all.put(pattern, name));
    }
    all.values().stream().filter(DestinationName::isPattern).forEach(wildcards::add);
    wildcards.sort(Comparator.comparing(PatternSearch::narrowness).reversed());
  }

  /** Returns the narrowest that covers a destination. */
  Optional<String> narrowest(DestinationName destination) {
    return narrowest.computeIfAbsent(destination, this::search);
  }

  private Optional<String> search(DestinationName destination) {
    return all.containsKey(destination.toString())
        ? Optional.of(destination.toString())
        : wildcards.stream()
            .filter(destination::isWithin)
            .findFirst()
            .map(DestinationName::toString);
  }

  /** Returns those that a pattern covers; of any other name, none. */
  Set<String> within(DestinationName destination) {
    return destination.isPattern()
        ? within.computeIfAbsent(destination, this::searchWithin)
        : Set.of();
  }

  private Set<String> searchWithin(DestinationName destination) {
    Set<String> names = new HashSet<>();
    all.forEach(
        (name, pattern) -> {
          if (pattern.isWithin(destination)) {
            names.add(name);
          }
        });
    return names;
  }

  /**
   * A text for each pattern. Of two patterns that cover the same name, the narrower one's is
   * greater. At the first level where they differ, a name is narrower than {@code *}, and the end
   * is narrower than {@code >}.
   */
  private static String narrowness(DestinationName pattern) {
    StringBuilder text = new StringBuilder();
    for (String level : pattern.name().split("\\.", -1)) {
      text.append(level.equals(">") ? '0' : level.equals("*") ? '1' : '2');
    }
    return text.append('3').toString();
  }
}
