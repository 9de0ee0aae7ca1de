package io.portcullis.suggest;

import io.portcullis.policy.DestinationName;
import io.portcullis.rule.Operation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An entry of the proposed map.
 *
 * @param destination what it is for; all temporary destinations are {@code temp-queue://>}
 * @param grants who gets which right
 * @param standsFor the names that were gathered under its wildcard; empty for any other entry
 */
record ProposedEntry(
    DestinationName destination,
    Map<Operation, ProposedGrant> grants,
    List<DestinationName> standsFor) {

  /** Copies map and list. */
  ProposedEntry {
    grants = Map.copyOf(grants);
    standsFor = List.copyOf(standsFor);
  }

  /** An entry that gives one right. */
  static ProposedEntry of(DestinationName destination, Operation operation, ProposedGrant grant) {
    return new ProposedEntry(destination, Map.of(operation, grant), List.of());
  }

  /** An entry that gives every right, as every map needs it. */
  static ProposedEntry needed(DestinationName destination, Set<String> groups) {
    Map<Operation, ProposedGrant> grants = new EnumMap<>(Operation.class);
    for (Operation operation : Operation.values()) {
      grants.put(operation, ProposedGrant.needed(groups));
    }
    return new ProposedEntry(destination, grants, List.of());
  }

  /** Both entries in one. */
  ProposedEntry and(ProposedEntry other) {
    Map<Operation, ProposedGrant> both = new EnumMap<>(Operation.class);
    both.putAll(grants);
    other.grants.forEach((operation, grant) -> both.merge(operation, grant, ProposedGrant::and));
    List<DestinationName> names = new ArrayList<>(standsFor);
    names.addAll(other.standsFor);
    return new ProposedEntry(destination, both, names);
  }

  /** The same rights on a pattern that stands for more names. */
  ProposedEntry under(DestinationName pattern) {
    return new ProposedEntry(pattern, grants, List.of(destination));
  }

  /** The groups that it gives a right. */
  Set<String> groups(Operation operation) {
    ProposedGrant grantOrNull = grants.get(operation);
    return grantOrNull == null ? Set.of() : grantOrNull.groups();
  }

  /** How many rights it has: one for each operation and group. */
  int rights() {
    return grants.values().stream().mapToInt(grant -> grant.groups().size()).sum();
  }
}
