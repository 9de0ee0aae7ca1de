package io.portcullis.broker.rights;

import java.util.Optional;

/** A source of users' groups, such as the files of a login module. */
interface AccountSource {

  /** What it knows of a user; empty if it has nothing to say. */
  Optional<Membership> of(String user);
}
