package io.portcullis.broker.rights;

import java.security.Principal;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.activemq.jaas.GroupPrincipal;

/** The knowledge of one account source about a user's groups. */
sealed interface Membership {

  /** Describes it in words. */
  String line();

  /**
   * The source knows the user.
   *
   * @param source the source, in words
   * @param principals the principals that the login gives, or gave
   * @param live whether they belong to a connection, which keeps them whatever else changes
   * @param whole whether there can be no others
   */
  record Known(String source, Set<Principal> principals, boolean live, boolean whole)
      implements Membership {

    /** Returns what a login would give. */
    static Known of(String source, Set<Principal> principals) {
      return new Known(source, principals, false, true);
    }

    /** Combines two sources. A connection keeps what it has. */
    Known and(Known other) {
      if (live) {
        return this;
      }
      Set<Principal> both = new HashSet<>(principals);
      both.addAll(other.principals);
      return new Known(source, both, false, whole && other.whole);
    }

    /** Returns the same, if another source may know more. */
    Known partly() {
      return new Known(source, principals, live, false);
    }

    /** Copies the set. */
    public Known {
      principals = Set.copyOf(principals);
    }

    @Override
    public String line() {
      Set<String> groups =
          principals.stream()
              .filter(GroupPrincipal.class::isInstance)
              .map(Principal::getName)
              .collect(Collectors.toCollection(TreeSet::new));
      return "groups: %s, from %s"
          .formatted(groups.isEmpty() ? "none" : String.join(",", groups), source);
    }
  }

  /**
   * The source knows all its users, and this user is not one of them.
   *
   * @param source the source, in words
   */
  record NoSuchUser(String source) implements Membership {
    @Override
    public String line() {
      return "no such user: " + source;
    }
  }

  /**
   * The source cannot tell.
   *
   * @param source the source, in words
   * @param why the reason, in words, such as {@code cannot be read}
   */
  record Untold(String source, String why) implements Membership {
    @Override
    public String line() {
      return "groups: %s %s".formatted(source, why);
    }
  }
}
