package io.portcullis.cli.inspect;

import java.util.Optional;

/**
 * The gate's verdict on a file as the body of one kind of message.
 *
 * @param kind the kind
 * @param reason what is wrong and what to do; empty if it passes
 */
record KindVerdict(BodyKind kind, Optional<String> reason) {

  /** Whether the gate accepts it. */
  boolean passes() {
    return reason.isEmpty();
  }
}
