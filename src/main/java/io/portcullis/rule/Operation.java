package io.portcullis.rule;

import java.util.Locale;

/** What a right allows: to consume and browse, to send, to create and remove. */
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

  /** As in "may not write to". */
  public String verb() {
    return verb;
  }
}
