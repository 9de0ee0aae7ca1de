package io.portcullis.rule;

import io.portcullis.policy.Resource;
import java.util.Optional;

/**
 * A live connection that asks to be let in.
 *
 * <p>Asked by {@code gate.ConnectionGate}.
 *
 * @param peer its other end
 * @param carrier the carrier of its bytes
 * @param vetted whether the gate judged {@code peer} when the connector accepted it
 * @param session its TLS session, if it has a visible one
 * @param certified whether it showed a certificate that the broker trusts, or could not connect
 *     without one
 */
public record ConnectionFacts(
    PeerFacts peer,
    Carrier carrier,
    boolean vetted,
    Optional<SessionFacts> session,
    boolean certified)
    implements Judged {

  /** The carrier of a connection's bytes. */
  public enum Carrier {
    /** An established TLS session. */
    TLS,
    /** Bytes that everybody on the network path can read and change. */
    PLAIN,
    /** Method calls inside this JVM. */
    IN_VM,
    /** HTTP requests, whose sender is hidden from the broker. */
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
