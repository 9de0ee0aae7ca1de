package io.portcullis.rule;

/** What somebody may do with a file or with what is in a folder. */
public enum FileAccess {
  READ,
  WRITE
}
