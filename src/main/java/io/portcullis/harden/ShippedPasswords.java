package io.portcullis.harden;

import io.portcullis.rule.KnownLogin;
import io.portcullis.rule.RefuseDefaultCredentials;
import java.util.List;

/** Knows the passwords that ActiveMQ ships with. */
final class ShippedPasswords {

  private static final RefuseDefaultCredentials RULE = new RefuseDefaultCredentials();

  private ShippedPasswords() {}

  /** Tells whether a user has a password that ActiveMQ is shipped with. */
  static boolean has(String user, String password) {
    KnownLogin login =
        new KnownLogin("", List.of(user), false, (name, word) -> word.equals(password));
    return !RULE.judge(login).isEmpty();
  }
}
