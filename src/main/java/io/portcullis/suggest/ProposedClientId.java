package io.portcullis.suggest;

import io.portcullis.usage.ClientUse;
import java.util.List;

/**
 * Client ids for one user.
 *
 * @param user the user
 * @param pattern the client ids, with {@code *} for what a library generates
 * @param seen the logins that it comes from
 */
record ProposedClientId(String user, String pattern, List<ClientUse> seen) {

  /** Copies the list. */
  ProposedClientId {
    seen = List.copyOf(seen);
  }
}
