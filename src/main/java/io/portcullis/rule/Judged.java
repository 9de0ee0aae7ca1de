package io.portcullis.rule;

import io.portcullis.policy.Resource;

/** Something that rules judge. It has an identity, and a text by which violations name it. */
public interface Judged {

  /**
   * Its kind and its id: a connector, a destination, a file or the like, as the operator wrote it
   * and nothing that a client chooses. A waiver has to name it.
   */
  Resource about();

  /** The id alone. */
  default String subject() {
    return about().id();
  }

  /** How a violation names it, in words. */
  String where();
}
