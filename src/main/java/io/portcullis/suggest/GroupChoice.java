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
 * Chooses the groups that are to have a right, as they are: few groups that all users who used it
 * are in. The next group is always the one with the most of the users who have no group yet. Of
 * several, it is the one with the fewest members, and then the first by name.
 */
final class GroupChoice {

  private final Map<String, Integer> members = new HashMap<>();

  /** Knows the members of each group from an observation. */
  GroupChoice(Observation observation) {
    Map<String, Set<String>> users = new HashMap<>();
    for (Use use : observation.uses()) {
      add(use.user(), use.groups(), users);
    }
    for (ClientUse client : observation.clients()) {
      add(client.user(), client.groups(), users);
    }
    users.forEach((group, those) -> members.put(group, those.size()));
  }

  private static void add(String user, Set<String> groups, Map<String, Set<String>> users) {
    groups.forEach(group -> users.computeIfAbsent(group, same -> new HashSet<>()).add(user));
  }

  /**
   * Returns the groups for these users.
   *
   * @param candidates for each user the groups that may be chosen, at least one
   */
  SortedSet<String> of(Collection<Set<String>> candidates) {
    List<Set<String>> left = new ArrayList<>(candidates);
    SortedSet<String> chosen = new TreeSet<>();
    while (!left.isEmpty()) {
      Map<String, Integer> covered = new TreeMap<>();
      left.forEach(groups -> groups.forEach(group -> covered.merge(group, 1, Integer::sum)));
      String next =
          covered.keySet().stream()
              .min(
                  Comparator.<String>comparingInt(group -> -covered.get(group))
                      .thenComparingInt(group -> members.getOrDefault(group, 0))
                      .thenComparing(Comparator.naturalOrder()))
              .orElseThrow();
      chosen.add(next);
      left.removeIf(groups -> groups.contains(next));
    }
    return chosen;
  }
}
