package io.portcullis.harden;

import io.portcullis.rule.Violation;
import java.io.IOException;

/** Applies the remedy of a fault to the draft, as far as it needs no decision. */
interface Fix {

  /**
   * Applies the remedy.
   *
   * @param work the draft, and what is known of the broker
   * @param violation the violation to end
   * @return whether the draft changed
   * @throws IOException if a file of the draft cannot be read
   */
  boolean apply(Work work, Violation violation) throws IOException;
}
