package io.portcullis.broker.rights;

import java.util.Optional;

/** A source of users' groups, such as the files of a login module. */
interface AccountSource {

  /** Returns what it knows of a user; empty if it knows nothing. */
  Optional<Membership> of(String user);
}
