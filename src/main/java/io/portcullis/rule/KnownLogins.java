package io.portcullis.rule;

import java.util.List;

/**
 * Logins, as far as they are known where the broker is.
 *
 * @param logins those whose users are known
 * @param notChecked those whose users or passwords cannot be known, in words
 */
public record KnownLogins(List<KnownLogin> logins, List<String> notChecked) {

  /** Where nothing is known to have a login. */
  public static final KnownLogins NONE = new KnownLogins(List.of(), List.of());

  /** Copies the lists. */
  public KnownLogins {
    logins = List.copyOf(logins);
    notChecked = List.copyOf(notChecked);
  }
}
