package io.portcullis;

import io.portcullis.policy.WaiverEntry;

/**
 * An exception for one rule and one subject, with an end: an entry of {@link
 * PortcullisPlugin#setWaivers}. All four properties are required. Setters take any text. The start
 * of the broker reports every error in it.
 */
public final class Waiver {

  private String rule = "";
  private String subject = "";
  private String reason = "";
  private String until = "";

  /** The rule's id. */
  public void setRule(String ruleId) {
    rule = text(ruleId);
  }

  /**
   * A connector's name, a destination with ActiveMQ's wildcards, a file, a rule's other subject, or
   * {@code *} for all of them.
   */
  public void setSubject(String subject) {
    this.subject = text(subject);
  }

  /** The reason for the exception. */
  public void setReason(String reason) {
    this.reason = text(reason);
  }

  /** The day at whose start, in UTC, it ends: {@code 2027-03-31}. */
  public void setUntil(String date) {
    until = text(date);
  }

  private static String text(String textOrNull) {
    return textOrNull == null ? "" : textOrNull;
  }

  WaiverEntry entry() {
    return new WaiverEntry(rule, subject, reason, until);
  }
}
