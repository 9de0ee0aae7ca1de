package io.portcullis.report;

import io.portcullis.rule.Judgement.State;

/** Shows a state by a sign, a word and a colour. The colour repeats what the word says. */
final class StateMark {

  private static final String TICK = "<path d=\"M2 9l4 4 8-10\"/>";
  private static final String CROSS = "<path d=\"M3 3l10 10M13 3L3 13\"/>";
  private static final String WARNING = "<path d=\"M8 2v8M8 14v.01\"/>";
  private static final String DASH = "<path d=\"M3 8h10\"/>";

  private StateMark() {}

  /** Returns the sign of a state. */
  static String sign(State state) {
    return "<svg viewBox=\"0 0 16 16\" aria-hidden=\"true\">%s</svg>"
        .formatted(
            switch (state) {
              case REFUSED -> CROSS;
              case REPORTED -> WARNING;
              case WAIVED, NOT_CHECKED, NOT_REQUIRED, NOTHING_TO_JUDGE -> DASH;
              case PASSED -> TICK;
            });
  }

  /** Returns its name in the style sheet. */
  static String style(State state) {
    return switch (state) {
      case REFUSED -> "refused";
      case REPORTED -> "reported";
      case WAIVED -> "waived";
      case NOT_CHECKED -> "unchecked";
      case NOT_REQUIRED, NOTHING_TO_JUDGE -> "unjudged";
      case PASSED -> "passed";
    };
  }
}
