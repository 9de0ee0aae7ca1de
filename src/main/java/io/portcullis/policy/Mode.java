package io.portcullis.policy;

/** Says whether the gate refuses violations or only reports them. */
public enum Mode {
  /** Violations of rules that enforce are refused. */
  ENFORCE,
  /** Everything is judged, counted and logged as if it were enforced; nothing is refused. */
  REPORT_ONLY
}
