package io.portcullis.policy;

/**
 * One entry of {@code waivers}, as text that is not yet validated. What was not said is empty.
 *
 * @param rule a rule's id
 * @param subject what it is for
 * @param reason why
 * @param until a date
 */
public record WaiverEntry(String rule, String subject, String reason, String until) {

  /** Takes what surrounds the words off. */
  public WaiverEntry {
    rule = rule.strip();
    subject = subject.strip();
    reason = reason.strip();
    until = until.strip();
  }
}
