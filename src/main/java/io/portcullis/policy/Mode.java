package io.portcullis.policy;

/** Whether the gate refuses what its rules find, or only says so. */
public enum Mode {
  /** Violations of rules that enforce are refused. */
  ENFORCE,
  /** Everything is judged, counted and logged as if it were enforced; nothing is refused. */
  REPORT_ONLY
}
