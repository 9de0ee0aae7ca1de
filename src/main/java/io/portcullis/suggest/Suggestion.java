package io.portcullis.suggest;

import io.portcullis.policy.DestinationKind;
import io.portcullis.policy.DestinationName;
import io.portcullis.rule.Advisories;
import io.portcullis.rule.Operation;
import io.portcullis.rule.WrittenEntry;
import io.portcullis.usage.Observation;
import io.portcullis.usage.Use;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is proposed for a broker, and what is said beside it.
 *
 * @param observation what it was made from
 * @param map the authorization map
 * @param unproposed uses that went through and that no entry is for
 * @param newlyRefused other uses that went through and that the map does not permit; there are none
 * @param notPermittedToday uses that went through although today's map does not permit them
 * @param refused uses that were refused, of which nothing is proposed
 * @param unused rights of today's map that nobody used
 * @param rightsToday how many rights today's map has; empty if it cannot list them
 * @param gate what is proposed for the gate's properties
 * @param notices what somebody should look at
 */
public record Suggestion(
    Observation observation,
    ProposedMap map,
    List<Unproposed> unproposed,
    List<Use> newlyRefused,
    List<Use> notPermittedToday,
    List<Use> refused,
    UnusedRights unused,
    Optional<Integer> rightsToday,
    GateProposal gate,
    List<String> notices) {

  private static final Comparator<Use> BY_DESTINATION =
      Comparator.comparing((Use use) -> use.destination().spelledOut())
          .thenComparing(Use::operation)
          .thenComparing(Use::user);

  /** Copies the lists. */
  public Suggestion {
    unproposed = List.copyOf(unproposed);
    newlyRefused = List.copyOf(newlyRefused);
    notPermittedToday = List.copyOf(notPermittedToday);
    refused = List.copyOf(refused);
    notices = List.copyOf(notices);
  }

  /**
   * Makes the proposal.
   *
   * @param unusedDays how long a right must not have been used to be called unused, at least 1
   */
  public static Suggestion of(Observation observation, int unusedDays) {
    MapProposal proposal = new MapProposal(observation);
    ProposedMap map = proposal.map();
    Set<Use> left = new HashSet<>();
    proposal.unproposed().forEach(open -> left.add(open.use()));
    List<String> notices = new ArrayList<>(proposal.notices());
    map.entries().forEach(entry -> notice(entry, observation).ifPresent(notices::add));
    return new Suggestion(
        observation,
        map,
        proposal.unproposed(),
        map.refused(
            observation.uses().stream().filter(u -> u.passed() && !left.contains(u)).toList()),
        sorted(
            observation.uses().stream().filter(use -> use.passed() && !use.permitted()).toList()),
        sorted(observation.uses().stream().filter(use -> !use.passed()).toList()),
        UnusedRights.of(observation, unusedDays),
        observation.rights().entries().map(Suggestion::count),
        GateProposal.of(observation),
        notices);
  }

  private static List<Use> sorted(List<Use> uses) {
    return uses.stream().sorted(BY_DESTINATION).toList();
  }

  private static int count(List<WrittenEntry> entries) {
    return entries.stream()
        .flatMap(entry -> entry.grants().values().stream())
        .mapToInt(Collection::size)
        .sum();
  }

  /** Tells whether each level of a pattern is a wildcard. */
  private static boolean isEverything(DestinationName part) {
    return List.of(part.name().split("\\.", -1)).stream()
        .allMatch(level -> level.equals(">") || level.equals("*"));
  }

  /** Says what is wide in an entry that somebody's use asked for. */
  private static Optional<String> notice(ProposedEntry entry, Observation observation) {
    Optional<ProposedGrant> read =
        Optional.ofNullable(entry.grants().get(Operation.READ))
            .filter(grant -> !grant.uses().isEmpty());
    if (read.isEmpty()) {
      return Optional.empty();
    }
    String users =
        read.get().uses().stream()
            .map(Use::user)
            .distinct()
            .limit(3)
            .collect(Collectors.joining(", "));
    String shown = entry.destination().shown();
    if (entry.destination().parts().stream().anyMatch(Suggestion::isEverything)) {
      return Optional.of("%s reads all of %s; name what it needs".formatted(users, shown));
    }
    boolean ofOthers =
        entry.destination().parts().stream()
            .anyMatch(part -> isForOperators(part, entry, observation));
    return ofOthers
        ? Optional.of(
            "%s reads %s, which tells of other users; guard-advisories reports it"
                .formatted(users, shown))
        : Optional.empty();
  }

  private static boolean isForOperators(
      DestinationName part, ProposedEntry entry, Observation observation) {
    Advisories advisories = new Advisories(observation.rights().createdByClients());
    boolean bridges =
        entry.groups(Operation.READ).equals(Set.of(observation.rights().bridges()))
            && Advisories.isForBridges(part.name());
    return part.kind() == DestinationKind.TOPIC
        && Advisories.isReachedBy(part.name())
        && !advisories.clientsNeed(Operation.READ, part.name())
        && !bridges;
  }
}
