package io.portcullis.rule;

import io.portcullis.policy.Resource;

/** Something that rules judge. It has an identity, and a text by which violations name it. */
public interface Judged {

  /**
   * Returns its kind and id, for example of a connector, a destination or a file. The id is the
   * operator's text and never a client's. A waiver must name it.
   */
  Resource about();

  /** Returns the id alone. */
  default String subject() {
    return about().id();
  }

  /** Describes it for a violation. */
  String where();
}
