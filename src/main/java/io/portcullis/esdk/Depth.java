package io.portcullis.esdk;

/** How deep a message is read; each depth includes the ones before it. */
public enum Depth {
  /**
   * Every field of the header. Does not look at what follows, so a header alone passes, and so does
   * a header with anything behind it.
   */
  HEADER
}
