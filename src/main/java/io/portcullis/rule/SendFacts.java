package io.portcullis.rule;

import io.portcullis.esdk.EncryptedMessage;
import io.portcullis.esdk.MessageReader;
import io.portcullis.esdk.ReusePool;
import io.portcullis.policy.Resource;
import java.util.Optional;

/**
 * A message that a client sends, with the readers of its body. It is not a record: the same facts
 * are reused for one message after the other, because a send must not pay for an allocation. Not
 * thread-safe.
 *
 * <p>Asked by {@code gate.SendGate}.
 */
public final class SendFacts implements Judged {

  private static final ReusePool<SendFacts> POOL = new ReusePool<>(SendFacts::new);

  private final BodyReaders readers = new BodyReaders();
  private final BodyFacts.Window window = new BodyFacts.Window();
  private DestinationFacts destination;
  private String registered;
  private BodyFacts body;
  private boolean claimsWanted;
  private EncryptedMessage claimsOrNull;

  /** How many messages these facts have shown. */
  private int shown;

  /**
   * Returns facts that nobody else has. Every rule refuses them until they {@link #show} a message.
   * The caller calls {@link #release} when the message is judged.
   */
  public static SendFacts take() {
    return POOL.take();
  }

  /** Creates facts that every rule refuses, until they {@link #show} a message. */
  SendFacts() {
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

  /** Tells, once for every {@code interval} messages that these facts show, that it is time. */
  public boolean isEvery(int interval) {
    shown++;
    return shown % interval == 0;
  }

  /** Asks for a copy of what the body says of itself, if it is accepted. */
  public void wantClaims() {
    claimsWanted = true;
  }

  /** Returns what an accepted body says of itself; empty if nobody asked, or it is none. */
  public Optional<EncryptedMessage> claims() {
    return Optional.ofNullable(claimsOrNull);
  }

  /** Copies what the body says of itself, if somebody asked. */
  void accepted(MessageReader reader) {
    if (claimsWanted) {
      claimsOrNull = EncryptedMessage.of(reader);
    }
  }

  /**
   * Shows no message, so that its body can be garbage collected, and lets others take these facts.
   */
  public void release() {
    show(DestinationFacts.NOWHERE, "", BodyFacts.EMPTY);
    window.clear();
    claimsWanted = false;
    claimsOrNull = null;
    POOL.giveBack(this);
  }

  /** Returns the view through which these facts show a body. */
  public BodyFacts.Window window() {
    return window;
  }

  /** Returns what reads the body. */
  BodyReaders readers() {
    return readers;
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
