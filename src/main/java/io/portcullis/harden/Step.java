package io.portcullis.harden;

import java.io.IOException;

/** Makes a change that no violation asks for, such as a log of its own for the audit. */
interface Step {

  /**
   * Makes the change, if it is not made.
   *
   * @return whether the draft changed
   * @throws IOException if a file of the draft cannot be read
   */
  boolean apply(Work work) throws IOException;
}
