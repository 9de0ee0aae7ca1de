package io.portcullis.rule;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;

/** A login whose users are known to the broker, from files or memory. */
public final class KnownLogin {

  private final String where;
  private final List<String> users;
  private final boolean hashed;
  private final BiPredicate<String, String> accepts;
  private final Map<String, Set<String>> roles;

  /** Creates a login whose users have no roles of their own. */
  public KnownLogin(
      String where, List<String> users, boolean hashed, BiPredicate<String, String> accepts) {
    this(where, users, hashed, accepts, Map.of());
  }

  /**
   * Copies the list.
   *
   * @param where the login, in words
   * @param users the names of its users
   * @param hashed whether each question costs a hash, so that few may be asked
   * @param accepts whether a user (the first argument) has a password (the second)
   * @param roles the roles of its users, where they stand beside the passwords
   */
  public KnownLogin(
      String where,
      List<String> users,
      boolean hashed,
      BiPredicate<String, String> accepts,
      Map<String, Set<String>> roles) {
    this.where = where;
    this.users = List.copyOf(users);
    this.hashed = hashed;
    this.accepts = accepts;
    this.roles = Map.copyOf(roles);
  }

  /** The login, in words. */
  public String where() {
    return where;
  }

  /** The roles of its users; empty if they do not stand beside the passwords. */
  public Map<String, Set<String>> roles() {
    return roles;
  }

  /** The names of its users. */
  public List<String> users() {
    return users;
  }

  /** Whether a question costs a hash, so that few may be asked. */
  public boolean hashed() {
    return hashed;
  }

  /** Answers whether a user, the first, has a password, the second. */
  public BiPredicate<String, String> accepts() {
    return accepts;
  }
}
