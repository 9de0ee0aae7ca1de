package io.portcullis.rule;

/** Surroundings of which one thing is what a test is about, and the rest is nothing. */
final class Postures {

  private Postures() {}

  static PostureFacts of(ProcessFacts process) {
    return new PostureFacts(process, ManagementFacts.NONE);
  }
}
