package io.portcullis.suggest;

import io.portcullis.usage.Use;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Who is to have a right by an entry.
 *
 * @param groups the groups, sorted
 * @param uses the uses that went through and that it is for; empty if every map needs it
 */
record ProposedGrant(SortedSet<String> groups, List<Use> uses) {

  /** Copies both. */
  ProposedGrant {
    groups = new TreeSet<>(groups);
    uses = List.copyOf(uses);
  }

  /** A right that every map needs. */
  static ProposedGrant needed(Collection<String> groups) {
    return new ProposedGrant(new TreeSet<>(groups), List.of());
  }

  ProposedGrant and(ProposedGrant other) {
    SortedSet<String> both = new TreeSet<>(groups);
    both.addAll(other.groups);
    List<Use> all = new ArrayList<>(uses);
    all.addAll(other.uses);
    return new ProposedGrant(both, all);
  }
}
