package io.portcullis.rule;

/**
 * Whoever was to answer a rule's question cannot: the rule has not judged, and that is a violation
 * of it.
 */
public final class UnansweredException extends RuntimeException {

  private final String subject;
  private final String where;
  private final String remedy;

  /**
   * @param judged who was asked
   * @param found why there is no answer
   * @param remedy what to do
   */
  public UnansweredException(Judged judged, String found, String remedy) {
    super(found);
    this.subject = judged.subject();
    this.where = judged.where();
    this.remedy = remedy;
  }

  /** As a violation of a rule. */
  public Violation violationOf(String rule) {
    return new Violation(rule, subject, where, getMessage(), remedy);
  }
}
