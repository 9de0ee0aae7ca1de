package io.portcullis.rule;

/** What a user may do with a file, or with the files in a folder. */
public enum FileAccess {
  READ,
  WRITE
}
