package io.portcullis.enforce;

import java.util.Locale;

/** The moment at which the gate judges. */
public enum Moment {
  START,
  CONNECTION,
  SEND;

  /** Returns the word in the audit log. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
