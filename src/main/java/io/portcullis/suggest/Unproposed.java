package io.portcullis.suggest;

import io.portcullis.usage.Use;

/**
 * A use that went through and that no entry is proposed for.
 *
 * @param use the use
 * @param cause what keeps it from being proposed
 * @param reason the same for people, with what to do
 */
record Unproposed(Use use, Cause cause, String reason) {

  /** What keeps a use from being proposed. */
  enum Cause {
    /** The user has every right already, by a group that is for administrators or the console. */
    ALL_RIGHTS,
    /** An entry gives rights to groups, and the user has none. */
    NO_GROUP,
    /** No name of the user's groups can stand in a configuration. */
    GROUP_NAME,
    /** The name of the destination cannot stand in a configuration as itself. */
    DESTINATION_NAME
  }

  /** Tells whether the proposed map refuses the use, so that somebody has to decide. */
  boolean isOpen() {
    return cause != Cause.ALL_RIGHTS;
  }
}
