package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;

/**
 * Something that is judged and has no facts of its own.
 *
 * @param about its identity
 * @param where the text by which a violation names it
 */
public record Named(Resource about, String where) implements Judged {

  /** Creates something whose id is its description. */
  public static Named of(Kind kind, String name) {
    return new Named(Resource.of(kind, name), name);
  }
}
