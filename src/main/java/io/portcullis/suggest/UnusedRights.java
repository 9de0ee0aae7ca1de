package io.portcullis.suggest;

import io.portcullis.policy.DestinationKind;
import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Groups;
import io.portcullis.rule.AuthorizationFacts.Source;
import io.portcullis.rule.Operation;
import io.portcullis.rule.RightHolder;
import io.portcullis.rule.WrittenEntry;
import io.portcullis.usage.Observation;
import io.portcullis.usage.Use;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The rights of today's map that nobody used. Administrators and the system group are left out,
 * because every map needs theirs.
 *
 * @param days for how long nobody used them
 * @param unknown why it is not known; empty if it is
 * @param rights the rights; empty if it is not known
 */
record UnusedRights(int days, Optional<String> unknown, List<Right> rights) {

  private static final long MINUTES_A_DAY = Duration.ofDays(1).toMinutes();

  /**
   * A right of today's map.
   *
   * @param destination the destination of its entry
   * @param group who has it
   */
  record Right(DestinationName destination, Operation operation, String group) {}

  private record Holder(Operation operation, String group) {}

  /** Copies the list. */
  UnusedRights {
    rights = List.copyOf(rights);
  }

  /** Looks at today's map. */
  static UnusedRights of(Observation observation, int days) {
    Optional<String> unknown = unknown(observation, days);
    return new UnusedRights(
        days, unknown, unknown.isPresent() ? List.of() : unused(observation, days));
  }

  private static Optional<String> unknown(Observation observation, int days) {
    if (observation.rights().entries().isEmpty()) {
      return Optional.of(withoutEntries(observation.rights().source()));
    }
    if (observation.dropped().uses() > 0) {
      return Optional.of(
          "%d rows of uses were dropped because the table was full"
              .formatted(observation.dropped().uses()));
    }
    if (observation.minutes() < days * MINUTES_A_DAY) {
      return Optional.of(
          "the broker was observed for %d minutes, which is less than %d days"
              .formatted(observation.minutes(), days));
    }
    return Optional.empty();
  }

  private static String withoutEntries(Source source) {
    return switch (source) {
      case OPERATOR, DEFAULT, NOT_ASKED -> "today's map cannot list its entries";
      case UNUSABLE, NOT_INSTALLED -> "no map is installed today";
    };
  }

  private static List<Right> unused(Observation observation, int days) {
    Map<Holder, Set<DestinationName>> used = used(observation, days);
    Groups groups = observation.rights().groups();
    Set<String> needed = Set.copyOf(Arrays.asList(groups.administrators(), groups.system()));
    List<Right> rights = new ArrayList<>();
    for (WrittenEntry entry : observation.rights().entries().orElse(List.of())) {
      for (Operation operation : Operation.values()) {
        for (String group : new TreeSet<>(entry.grants().getOrDefault(operation, Set.of()))) {
          if (!needed.contains(group)
              && !isUsed(entry, used.getOrDefault(new Holder(operation, group), Set.of()))) {
            rights.add(new Right(entry.destinations(), operation, group));
          }
        }
      }
    }
    rights.sort(
        Comparator.comparing((Right right) -> right.destination().toString())
            .thenComparing(Right::operation)
            .thenComparing(Right::group));
    return rights;
  }

  private static Map<Holder, Set<DestinationName>> used(Observation observation, int days) {
    Instant from = observation.until().minus(Duration.ofDays(days));
    Map<Holder, Set<DestinationName>> used = new HashMap<>();
    for (Use use : observation.uses()) {
      if (use.passed() && !use.seen().last().isBefore(from)) {
        Set<String> holders = new HashSet<>(use.groups());
        holders.add(RightHolder.ANY_GROUP);
        for (String group : holders) {
          Set<DestinationName> names =
              used.computeIfAbsent(new Holder(use.operation(), group), holder -> new HashSet<>());
          for (DestinationName part : use.destination().parts()) {
            names.add(new DestinationName(alike(part.kind()), part.name()));
          }
        }
      }
    }
    return used;
  }

  /** Today's map has one entry for temporary destinations of both kinds. */
  private static DestinationKind alike(DestinationKind kind) {
    return kind.isTemporary() ? DestinationKind.TEMPORARY_QUEUE : kind;
  }

  private static boolean isUsed(WrittenEntry entry, Set<DestinationName> used) {
    for (String name : entry.destinations().name().split(",", -1)) {
      DestinationName pattern = new DestinationName(alike(entry.destinations().kind()), name);
      if (used.contains(pattern)
          || used.stream()
              .anyMatch(
                  destination ->
                      (pattern.isPattern() || destination.isPattern())
                          && destination.meets(pattern))) {
        return true;
      }
    }
    return false;
  }
}
