package io.portcullis.rule;

/** Something that rules judge: what a waiver calls it, and what a violation does. */
public interface Judged {

  /**
   * What a waiver has to name: a connector, a destination, a file or the like, as the operator
   * wrote it and nothing that a client chooses. Several destinations in one are {@linkplain
   * io.portcullis.policy.DestinationName#spelledOut() spelled out}.
   */
  String subject();

  /** How a violation names it, in words. */
  String where();
}
