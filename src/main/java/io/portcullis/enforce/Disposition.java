package io.portcullis.enforce;

import java.util.Locale;

/** What happens to a violation: it is refused, reported or waived. */
public enum Disposition {
  /** It was refused: the start, the connection or the message failed. */
  REFUSED,
  /** It happened and was logged. */
  REPORTED,
  /** It happened by the operator's exception and was logged. */
  WAIVED;

  /** Returns the word in the audit log and in JMX. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
