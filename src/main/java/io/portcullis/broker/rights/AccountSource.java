package io.portcullis.broker.rights;

import java.util.Optional;

/** Something that knows, or decides when somebody logs in, who is in which groups. */
interface AccountSource {

  /** What it knows of a user; empty if it has nothing to say. */
  Optional<Membership> of(String user);
}
