package io.portcullis.enforce;

import java.util.Locale;

/** When the gate looks. */
public enum Moment {
  START,
  CONNECTION,
  SEND;

  /** The word in the audit log. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
