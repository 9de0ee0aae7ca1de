package io.portcullis.rule;

/**
 * Something that is judged and has no facts of its own.
 *
 * @param subject what a waiver has to name
 * @param where how a violation names it, in words
 */
public record Named(String subject, String where) implements Judged {

  /** What everybody calls the same. */
  public static Named of(String name) {
    return new Named(name, name);
  }
}
