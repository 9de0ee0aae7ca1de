package io.portcullis.rule;

import java.util.List;

/** A rule that judges messages. It runs for every send, so it must cost next to nothing. */
interface SendRule extends Rule {

  @Override
  default boolean judgesLater() {
    return true;
  }

  /** Judges a message before the broker stores it. */
  List<Violation> judge(SendFacts send);
}
