package io.portcullis.rule;

/**
 * A message that somebody sends.
 *
 * @param destination where the message says that it goes
 * @param registered where the producer said that it sends, if that is elsewhere; else empty
 * @param body the body
 */
public record SendFacts(DestinationFacts destination, String registered, BodyFacts body) {

  /** How a violation names the message. */
  public String where() {
    return "message to " + destination.name();
  }
}
