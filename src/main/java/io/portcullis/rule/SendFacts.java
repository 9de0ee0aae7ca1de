package io.portcullis.rule;

import io.portcullis.policy.Resource;

/**
 * A message that a client sends. It is not a record: a thread reuses the same facts for each
 * message, because a send must not pay for an allocation. Not thread-safe.
 *
 * <p>Asked by {@code gate.SendGate}.
 */
public final class SendFacts implements Judged {

  private DestinationFacts destination;
  private String registered;
  private BodyFacts body;

  /** Creates facts that every rule refuses, until they {@link #show} a message. */
  public SendFacts() {
    this(DestinationFacts.NOWHERE, "", BodyFacts.EMPTY);
  }

  /** Creates the facts of one message. */
  SendFacts(DestinationFacts destination, String registered, BodyFacts body) {
    this.destination = destination;
    this.registered = registered;
    this.body = body;
  }

  /**
   * Shows a message, and returns this object.
   *
   * @param destination the destination in the message
   * @param registered the destination of the producer's registration, if it is another; else empty
   * @param body the body
   */
  public SendFacts show(DestinationFacts destination, String registered, BodyFacts body) {
    this.destination = destination;
    this.registered = registered;
    this.body = body;
    return this;
  }

  /** Shows no message. */
  public void clear() {
    show(DestinationFacts.NOWHERE, "", BodyFacts.EMPTY);
  }

  /** Returns the destination in the message. */
  DestinationFacts destination() {
    return destination;
  }

  /** Returns the destination of the producer's registration, if it is another; else empty. */
  String registered() {
    return registered;
  }

  /** Returns the body. */
  BodyFacts body() {
    return body;
  }

  /** Returns the destination. If the message would be delivered elsewhere, it names both. */
  @Override
  public Resource about() {
    return registered.isEmpty() ? destination.about() : destination.about().and(registered);
  }

  @Override
  public String where() {
    return "message to " + destination.name();
  }
}
