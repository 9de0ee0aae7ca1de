package io.portcullis.policy;

/** A kind of destination, with the prefix of ActiveMQ's qualified names. */
public enum DestinationKind {
  QUEUE("queue://"),
  TOPIC("topic://"),
  TEMPORARY_QUEUE("temp-queue://"),
  TEMPORARY_TOPIC("temp-topic://");

  private final String prefix;

  DestinationKind(String prefix) {
    this.prefix = prefix;
  }

  /** How a qualified name of this kind starts. */
  public String prefix() {
    return prefix;
  }

  /** Whether the destination ends with the connection that made it. */
  public boolean isTemporary() {
    return this == TEMPORARY_QUEUE || this == TEMPORARY_TOPIC;
  }
}
