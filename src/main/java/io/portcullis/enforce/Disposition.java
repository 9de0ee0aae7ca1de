package io.portcullis.enforce;

import java.util.Locale;

/** What happens to a violation: it is refused, reported or waived. */
public enum Disposition {
  /** It did not happen: the start, the connection or the message was refused. */
  REFUSED,
  /** It happened, and was written down. */
  REPORTED,
  /** It happened by an exception that the operator made, and was written down. */
  WAIVED;

  /** The word in the audit log and in JMX. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
