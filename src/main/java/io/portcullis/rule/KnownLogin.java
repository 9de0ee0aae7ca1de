package io.portcullis.rule;

import java.util.List;
import java.util.function.BiPredicate;

/** A login whose users are known to the broker, from files or memory. */
public final class KnownLogin {

  private final String where;
  private final List<String> users;
  private final boolean hashed;
  private final BiPredicate<String, String> accepts;

  /**
   * Copies the list.
   *
   * @param where the login, in words
   * @param users the names of its users
   * @param hashed whether each question costs a hash, so that few may be asked
   * @param accepts whether a user (the first argument) has a password (the second)
   */
  public KnownLogin(
      String where, List<String> users, boolean hashed, BiPredicate<String, String> accepts) {
    this.where = where;
    this.users = List.copyOf(users);
    this.hashed = hashed;
    this.accepts = accepts;
  }

  /** The login, in words. */
  public String where() {
    return where;
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
