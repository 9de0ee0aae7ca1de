package io.portcullis.cli;

/** Whether only messages pass whose algorithm suite commits to the data key. */
enum Commitment {
  REQUIRED,
  OPTIONAL
}
