package io.portcullis.rule;

import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The holders of a right, by name. ActiveMQ compares principals, which are a name and a class. If a
 * map names principals of a class that the login does not give, nobody has the right, and the names
 * alone do not show it. For a distinguished name it holds what the map makes of that name.
 *
 * @param everyone whether everybody has it, logged in or not
 * @param groups the groups and users that have it, if not everyone
 */
public record RightHolder(boolean everyone, Set<String> groups) {

  /** The holders of a right that has no entry in ActiveMQ's map. */
  public static final RightHolder EVERYONE = new RightHolder(true, Set.of());

  /** The name that stands for all logged-in users. */
  public static final String ANY_GROUP = "*";

  private static final String EVERYBODY = "everyone";
  private static final String NOBODY = "nobody";
  private static final Set<String> WORDS = Set.of(EVERYBODY, NOBODY);

  /** Copies the set. */
  public RightHolder {
    groups = Set.copyOf(groups);
  }

  /** Creates holders of these groups only. */
  public static RightHolder to(Set<String> groups) {
    return new RightHolder(false, groups);
  }

  /** Tells whether members of {@code group} have the right. */
  public boolean includes(String group) {
    return everyone || groups.contains(ANY_GROUP) || groups.contains(group);
  }

  /** Returns who has both rights. */
  public RightHolder and(RightHolder other) {
    if (everyone && other.everyone) {
      return EVERYONE;
    }
    Set<String> both = new HashSet<>(groups);
    both.addAll(other.groups);
    both.removeIf(group -> !includes(group) || !other.includes(group));
    return to(both);
  }

  /**
   * Returns the groups, comma-separated, for people. A group that has the name of a word which is
   * said of no group stands in quotation marks.
   */
  @Override
  public String toString() {
    if (everyone) {
      return EVERYBODY;
    }
    return groups.isEmpty()
        ? NOBODY
        : new TreeSet<>(groups)
            .stream()
                .map(group -> WORDS.contains(group) ? '"' + group + '"' : group)
                .collect(Collectors.joining(","));
  }
}
