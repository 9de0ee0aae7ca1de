package io.portcullis.rule;

import io.portcullis.policy.BodyDemand;

/**
 * A message that somebody sends.
 *
 * @param destination where the message says it goes, qualified
 * @param demand what that destination demands of a body
 * @param registered where the producer said that it sends, if that is elsewhere; else empty
 * @param body the body
 */
public record SendFacts(String destination, BodyDemand demand, String registered, BodyFacts body) {

  /** How a violation names the message. */
  public String where() {
    return "message to " + destination;
  }
}
