package io.portcullis.throughput;

/** What stands before the broker. */
enum Variant {
  /** A login, and ActiveMQ's AuthorizationPlugin: what the others are compared with. */
  WITHOUT("without Portcullis"),
  /** The same once more: what two equal brokers differ by. */
  AGAIN("the same again"),
  /** The same, and the gate with its default policy. */
  GATE("with Portcullis"),
  /** The same, but it observes no uses of rights and keys. */
  UNOBSERVED("with Portcullis, observing nothing"),
  /** ActiveMQ's Shiro plugin alone, which logs in and asks for rights. */
  SHIRO("Shiro");

  private final String label;

  Variant(String label) {
    this.label = label;
  }

  /** As the table calls it. */
  String label() {
    return label;
  }
}
