package io.portcullis.rule;

import java.util.Locale;

/**
 * The operation that a right permits: read (consume and browse), write (send), or admin (create and
 * remove).
 */
public enum Operation {
  READ("read from"),
  WRITE("write to"),
  ADMIN("create or remove");

  private final String verb;

  Operation(String verb) {
    this.verb = verb;
  }

  /** The right's name in ActiveMQ's configuration: {@code read}, {@code write}, {@code admin}. */
  public String right() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns the verb, as in "may not write to". */
  public String verb() {
    return verb;
  }
}
