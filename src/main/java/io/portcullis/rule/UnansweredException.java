package io.portcullis.rule;

/**
 * Says that a rule's question got no answer. The rule has not judged, and that is a violation of
 * it.
 */
public final class UnansweredException extends RuntimeException {

  private final Violation violation;

  /**
   * @param judged who was asked
   * @param fault why there is no answer
   * @param arguments what the texts of the fault name
   */
  public UnansweredException(Judged judged, Fault fault, Object... arguments) {
    this(Violation.of("", judged, fault, arguments));
  }

  private UnansweredException(Violation violation) {
    super(violation.found());
    this.violation = violation;
  }

  /** As a violation of a rule. */
  public Violation violationOf(String rule) {
    return new Violation(
        rule, violation.about(), violation.where(), violation.fault(), violation.arguments());
  }
}
