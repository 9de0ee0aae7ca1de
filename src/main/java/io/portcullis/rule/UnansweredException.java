package io.portcullis.rule;

/**
 * Says that a rule's question got no answer. The rule has not judged, and that is a violation of
 * it.
 */
public final class UnansweredException extends RuntimeException {

  private final Violation violation;

  /**
   * @param judged the thing that was asked
   * @param fault the reason
   * @param arguments the arguments of the fault's texts
   */
  public UnansweredException(Judged judged, Fault fault, Object... arguments) {
    this(Violation.of("", judged, fault, arguments));
  }

  private UnansweredException(Violation violation) {
    super(violation.found());
    this.violation = violation;
  }

  /** Returns the violation of a rule. */
  public Violation violationOf(String rule) {
    return new Violation(
        rule, violation.about(), violation.where(), violation.fault(), violation.arguments());
  }
}
