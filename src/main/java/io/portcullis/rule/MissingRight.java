package io.portcullis.rule;

import io.portcullis.policy.DestinationName;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A right that an authorization map withholds from a user, and what gives it.
 *
 * @param right the right, which the user does not hold
 */
record MissingRight(RightFacts right) {

  /** What stands for a group that the operator has to choose. */
  private static final String SOME_GROUP = "GROUP";

  /** Says what to do: it names the holders, the user's groups, and the entry to paste. */
  String remedy() {
    Set<String> holders = right.grant().groups();
    return "if the user is to have the right, "
        + (holders.isEmpty()
            ? change()
            : "put it into one of %s, or %s".formatted(right.grant(), change()));
  }

  private String change() {
    if (!isPasted()) {
      return "give %s the right to %s %s"
          .formatted(whom(), right.operation().verb(), right.destination().shown());
    }
    String group = groups().isEmpty() ? SOME_GROUP : groups().first();
    return "add %s for %s".formatted(element(group), whom());
  }

  private SortedSet<String> groups() {
    return new TreeSet<>(right.groups());
  }

  private String whom() {
    String named = String.join(",", groups());
    return switch (groups().size()) {
      case 0 -> "a new group of it";
      case 1 -> "its group " + named;
      default -> "one of its groups " + named;
    };
  }

  /** Tells whether an entry can be pasted. The name of the destination may be cut. */
  private boolean isPasted() {
    DestinationName destination = right.destination();
    return right.pasted() && destination.shown().equals(destination.toString());
  }

  private String element(String group) {
    return right.destination().kind().isTemporary()
        ? "%s=\"%s\" to the <tempDestinationAuthorizationEntry>"
            .formatted(right.operation().right(), XmlText.of(group))
        : WrittenEntry.element(right.destination(), group, right.operation());
  }
}
