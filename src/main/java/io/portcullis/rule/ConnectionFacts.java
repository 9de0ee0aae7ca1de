package io.portcullis.rule;

import io.portcullis.policy.Resource;
import java.util.Optional;

/**
 * A live connection that asks to be let in.
 *
 * @param peer who is at the other end
 * @param carrier what carries its bytes
 * @param vetted whether the gate stood at the accept, and judged {@code peer} there
 * @param session its TLS session, if it has one that can be seen
 * @param certified whether it showed a certificate that the broker trusts, or could not be there
 *     without one
 */
public record ConnectionFacts(
    PeerFacts peer,
    Carrier carrier,
    boolean vetted,
    Optional<SessionFacts> session,
    boolean certified)
    implements Judged {

  /** What carries a connection's bytes. */
  public enum Carrier {
    /** A TLS session that is established. */
    TLS,
    /** Bytes that anybody on the way can read and change. */
    PLAIN,
    /** Method calls inside this JVM. */
    IN_VM,
    /** HTTP requests, whose sender the broker does not see. */
    HTTP,
    /** A transport that the gate does not know. */
    UNKNOWN
  }

  @Override
  public Resource about() {
    return peer.about();
  }

  @Override
  public String where() {
    return peer.where();
  }
}
