package io.portcullis.cli.inspect;

/** Says whether a message must have an algorithm suite that commits to its data key. */
enum Commitment {
  REQUIRED,
  OPTIONAL
}
