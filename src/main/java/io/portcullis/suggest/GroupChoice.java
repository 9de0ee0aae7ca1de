package io.portcullis.suggest;

import io.portcullis.usage.ClientUse;
import io.portcullis.usage.Observation;
import io.portcullis.usage.Use;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Chooses the groups that are to have a right, as they are, so that all users who used it are in
 * one of them. The next group is always the one that gives the right to the fewest others for each
 * of the users who have no group yet. Of several, it is the one with the most of these users, then
 * the one with the fewest members, then the first by name.
 */
final class GroupChoice {

  private final Map<String, Set<String>> members = new HashMap<>();

  /** Knows the members of each group from an observation. */
  GroupChoice(Observation observation) {
    for (Use use : observation.uses()) {
      add(use.user(), use.groups());
    }
    for (ClientUse client : observation.clients()) {
      add(client.user(), client.groups());
    }
  }

  private void add(String user, Set<String> groups) {
    groups.forEach(group -> members.computeIfAbsent(group, same -> new HashSet<>()).add(user));
  }

  /** How many members of a group were seen, and how many of them are not among these users. */
  private int others(String group, Set<String> users) {
    Set<String> others = new HashSet<>(members.getOrDefault(group, Set.of()));
    others.removeAll(users);
    return others.size();
  }

  /**
   * Returns the groups for these users.
   *
   * @param users the users
   * @param candidates for each use the groups that may be chosen, at least one
   */
  SortedSet<String> of(Set<String> users, Collection<Set<String>> candidates) {
    List<Set<String>> left = new ArrayList<>(candidates);
    SortedSet<String> chosen = new TreeSet<>();
    while (!left.isEmpty()) {
      Map<String, Integer> covered = new TreeMap<>();
      left.forEach(groups -> groups.forEach(group -> covered.merge(group, 1, Integer::sum)));
      String next =
          covered.keySet().stream()
              .min(
                  Comparator.<String>comparingDouble(
                          group -> (double) others(group, users) / covered.get(group))
                      .thenComparingInt(group -> -covered.get(group))
                      .thenComparingInt(group -> members.getOrDefault(group, Set.of()).size())
                      .thenComparing(Comparator.naturalOrder()))
              .orElseThrow();
      chosen.add(next);
      left.removeIf(groups -> groups.contains(next));
    }
    return chosen;
  }
}
