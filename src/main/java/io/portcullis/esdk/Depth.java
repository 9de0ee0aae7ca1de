package io.portcullis.esdk;

/** How deep a message is read; each depth includes the ones before it. */
public enum Depth {
  HEADER
}
