package io.portcullis.broker.rights;

import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A source of users' groups, such as the files of a login module. */
interface AccountSource {

  /** Returns what it knows of a user; empty if it knows nothing. */
  Optional<Membership> of(String user);

  /**
   * All users of a source.
   *
   * @param source what lists their groups, in words
   * @param groups the groups of each user
   */
  record Members(String source, Map<String, Set<String>> groups) {}

  /** Returns its users; empty if it cannot list all of them. */
  default Optional<Members> members() {
    return Optional.empty();
  }
}
