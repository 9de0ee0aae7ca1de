package io.portcullis.rule;

import java.util.List;
import java.util.function.BiPredicate;

/**
 * A login whose users are known to the broker, from files or memory.
 *
 * @param where the login, in words
 * @param users the names of its users
 * @param hashed whether each question costs a hash, so that few may be asked
 * @param accepts whether a user (the first argument) has a password (the second)
 */
public record KnownLogin(
    String where, List<String> users, boolean hashed, BiPredicate<String, String> accepts) {

  /** Copies the list. */
  public KnownLogin {
    users = List.copyOf(users);
  }
}
