package io.portcullis.demo;

/**
 * What became of a message.
 *
 * @param accepted whether the broker took it
 * @param what what was sent
 * @param words what happened to it
 */
record Verdict(boolean accepted, String what, String words) {

  /** For the person who watches. */
  String line() {
    return "  %s  %s: %s".formatted(accepted ? "accepted" : "refused ", what, words);
  }
}
