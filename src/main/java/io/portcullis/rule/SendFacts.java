package io.portcullis.rule;

import io.portcullis.policy.Resource;

/**
 * A message that a client sends. It is not a record: a thread reuses the same facts for each
 * message, because a send must not pay for an allocation. Not thread-safe.
 */
public final class SendFacts implements Judged {

  private DestinationFacts destination;
  private String registered;
  private BodyFacts body;

  /** Facts that no rule would let pass, until they {@link #show} a message. */
  public SendFacts() {
    this(DestinationFacts.NOWHERE, "", BodyFacts.EMPTY);
  }

  /** The facts of one message. */
  SendFacts(DestinationFacts destination, String registered, BodyFacts body) {
    this.destination = destination;
    this.registered = registered;
    this.body = body;
  }

  /**
   * Shows a message; returns this.
   *
   * @param destination where the message says that it goes
   * @param registered where the producer said that it sends, if that is elsewhere; else empty
   * @param body the body
   */
  public SendFacts show(DestinationFacts destination, String registered, BodyFacts body) {
    this.destination = destination;
    this.registered = registered;
    this.body = body;
    return this;
  }

  /** Shows no message any more. */
  public void clear() {
    show(DestinationFacts.NOWHERE, "", BodyFacts.EMPTY);
  }

  /** Where the message says that it goes. */
  DestinationFacts destination() {
    return destination;
  }

  /** Where the producer said that it sends, if that is elsewhere; else empty. */
  String registered() {
    return registered;
  }

  /** The body. */
  BodyFacts body() {
    return body;
  }

  /** Where it goes; if it would be delivered elsewhere, both. */
  @Override
  public Resource about() {
    return registered.isEmpty() ? destination.about() : destination.about().and(registered);
  }

  @Override
  public String where() {
    return "message to " + destination.name();
  }
}
