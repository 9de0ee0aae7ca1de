package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;

/**
 * Something that is judged and has no facts of its own.
 *
 * @param about what it is
 * @param where how a violation names it, in words
 */
public record Named(Resource about, String where) implements Judged {

  /** What everybody calls the same. */
  public static Named of(Kind kind, String name) {
    return new Named(Resource.of(kind, name), name);
  }
}
