package io.portcullis.suggest;

import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Groups;
import io.portcullis.rule.Advisories;
import io.portcullis.rule.Operation;
import io.portcullis.suggest.Unproposed.Cause;
import io.portcullis.usage.CurrentRights;
import io.portcullis.usage.Observation;
import io.portcullis.usage.Use;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Makes the map of an observation. Users who are administrators or of the system group have every
 * right already, so nobody else gets a right because they used it.
 */
final class MapProposal {

  private static final DestinationName EVERY_QUEUE = DestinationName.queue(">");
  private static final DestinationName EVERY_TOPIC = DestinationName.topic(">");
  private static final DestinationName EVERY_ADVISORY =
      DestinationName.topic(Advisories.PREFIX + ">");

  private static final Comparator<ProposedEntry> BROADEST_FIRST =
      Comparator.<ProposedEntry, Boolean>comparing(
              entry -> !Set.of(EVERY_QUEUE, EVERY_TOPIC).contains(entry.destination()))
          .thenComparing(entry -> entry.destination().kind())
          .thenComparing(entry -> entry.destination().name());

  /** A right on a destination, as an entry gives it. */
  private record Right(DestinationName destination, Operation operation) {}

  private final Observation observation;
  private final CurrentRights rights;
  private final Set<String> unlimited = new LinkedHashSet<>();
  private final Map<Right, List<Use>> needs = new LinkedHashMap<>();
  private final List<Unproposed> unproposed = new ArrayList<>();
  private final List<String> notices = new ArrayList<>();

  /** Proposes a map for this observation. */
  MapProposal(Observation observation) {
    this.observation = observation;
    this.rights = observation.rights();
    Groups groups = rights.groups();
    for (String group : List.of(groups.administrators(), groups.system())) {
      Optional<String> fault = ConfigurableName.faultOfGroup(group);
      fault.ifPresentOrElse(
          why -> notices.add("group \"%s\" is left out: %s; rename it".formatted(group, why)),
          () -> unlimited.add(group));
    }
    observation.uses().stream()
        .filter(Use::passed)
        .sorted(
            Comparator.comparing((Use use) -> use.destination().spelledOut())
                .thenComparing(Use::operation)
                .thenComparing(Use::user))
        .forEach(this::add);
  }

  private void add(Use use) {
    Set<String> all = new TreeSet<>(use.groups());
    all.retainAll(unlimited);
    if (!all.isEmpty()) {
      leave(use, Cause.ALL_RIGHTS, "group %s has every right".formatted(String.join(",", all)));
      return;
    }
    if (use.groups().isEmpty()) {
      leave(
          use,
          Cause.NO_GROUP,
          use.user().isEmpty()
              ? "nobody was logged in, and an entry gives rights to groups; let the client log in"
              : "the user is in no group, and an entry gives rights to groups; put it into one");
      return;
    }
    DestinationName named = asGiven(use);
    Optional<String> fault = ConfigurableName.faultFor(use.operation(), named);
    if (!isOneForMany(use.operation(), named) && fault.isPresent()) {
      leave(use, Cause.DESTINATION_NAME, fault.get());
      return;
    }
    if (candidates(use).isEmpty()) {
      String group = new TreeSet<>(use.groups()).first();
      leave(
          use,
          Cause.GROUP_NAME,
          "group \"%s\" cannot be written: %s; put the user into another"
              .formatted(group, ConfigurableName.faultOfGroup(group).orElseThrow()));
      return;
    }
    needs.computeIfAbsent(new Right(named, use.operation()), right -> new ArrayList<>()).add(use);
  }

  private void leave(Use use, Cause cause, String reason) {
    unproposed.add(new Unproposed(use, cause, reason));
  }

  /** Where clients create advisory topics, they create all of them. */
  private DestinationName asGiven(Use use) {
    DestinationName named = ProposedMap.named(use.destination());
    return rights.createdByClients()
            && use.operation() == Operation.ADMIN
            && named.parts().stream().allMatch(part -> part.isWithin(EVERY_ADVISORY))
        ? EVERY_ADVISORY
        : named;
  }

  /** What was created is one row for all temporary destinations, and one for all advisories. */
  private static boolean isOneForMany(Operation operation, DestinationName named) {
    return named.equals(ProposedMap.TEMPORARY)
        || (operation == Operation.ADMIN && named.equals(EVERY_ADVISORY));
  }

  private static Set<String> users(List<Use> uses) {
    return uses.stream().map(Use::user).collect(Collectors.toUnmodifiableSet());
  }

  private static Set<String> candidates(Use use) {
    return use.groups().stream()
        .filter(group -> ConfigurableName.faultOfGroup(group).isEmpty())
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns the map. */
  ProposedMap map() {
    Map<DestinationName, ProposedEntry> entries = new HashMap<>();
    GroupChoice choice = new GroupChoice(observation);
    needs.forEach(
        (right, uses) ->
            add(
                ProposedEntry.of(
                    right.destination(),
                    right.operation(),
                    new ProposedGrant(
                        choice.of(users(uses), uses.stream().map(MapProposal::candidates).toList()),
                        uses)),
                entries));
    Set<String> clients = new TreeSet<>();
    entries
        .values()
        .forEach(entry -> entry.grants().values().forEach(g -> clients.addAll(g.groups())));
    add(ProposedEntry.needed(EVERY_QUEUE, unlimited), entries);
    add(ProposedEntry.needed(EVERY_TOPIC, unlimited), entries);
    add(ProposedEntry.needed(ProposedMap.TEMPORARY, unlimited), entries);
    if (rights.createdByClients() && !clients.isEmpty()) {
      add(
          ProposedEntry.of(EVERY_ADVISORY, Operation.ADMIN, ProposedGrant.needed(clients)),
          entries);
    }
    ProposedEntry temporary = entries.remove(ProposedMap.TEMPORARY);
    Map<DestinationName, ProposedEntry> all = new HashMap<>();
    gathered(List.copyOf(entries.values())).forEach(entry -> add(entry, all));
    return new ProposedMap(all.values().stream().sorted(BROADEST_FIRST).toList(), temporary);
  }

  private static void add(ProposedEntry entry, Map<DestinationName, ProposedEntry> entries) {
    entries.merge(entry.destination(), entry, ProposedEntry::and);
  }

  private List<ProposedEntry> gathered(List<ProposedEntry> entries) {
    if (observation.dropped().uses() > 0 || observation.dropped().refused() > 0) {
      notices.add(
          "no names are gathered under wildcards: rows were dropped, so not all names are known");
      return entries;
    }
    Set<DestinationName> existing = new LinkedHashSet<>();
    observation.uses().forEach(use -> existing.add(use.destination()));
    observation.keys().forEach(use -> existing.add(use.destination()));
    observation.bodies().forEach(use -> existing.add(use.destination()));
    rights
        .entries()
        .orElse(List.of())
        .forEach(
            entry ->
                List.of(entry.destinations().name().split(",", -1))
                    .forEach(
                        name ->
                            existing.add(new DestinationName(entry.destinations().kind(), name))));
    return NameGathering.of(entries, existing);
  }

  /** Returns the uses that went through and that the map is not for. */
  List<Unproposed> unproposed() {
    return unproposed;
  }

  /** Returns what somebody should look at. */
  List<String> notices() {
    return notices;
  }
}
