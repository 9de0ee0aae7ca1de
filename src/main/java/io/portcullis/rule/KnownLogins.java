package io.portcullis.rule;

import java.util.List;

/**
 * The broker's logins, as far as their users are known.
 *
 * @param logins the logins whose users are known
 * @param notChecked the logins whose users or passwords are unknown, in words
 */
public record KnownLogins(List<KnownLogin> logins, List<String> notChecked) {

  /** No login is known. */
  public static final KnownLogins NONE = new KnownLogins(List.of(), List.of());

  /** Copies the lists. */
  public KnownLogins {
    logins = List.copyOf(logins);
    notChecked = List.copyOf(notChecked);
  }
}
