package io.portcullis;

import io.portcullis.policy.BodyEntry;

/**
 * What one destination demands of a message's body: an entry of {@link
 * PortcullisPlugin#setBodyPolicies}. It names exactly one of {@code queue}, {@code topic} and
 * {@code temporary}. Setters take any text; what is wrong with it is said when the broker starts.
 */
public final class BodyPolicy {

  private String queue = "";
  private String topic = "";
  private String temporary = "";
  private String body = "ENCRYPTED";

  /** A queue's name, or a pattern with ActiveMQ's wildcards. */
  public void setQueue(String queue) {
    this.queue = queue;
  }

  /** A topic's name, or a pattern with ActiveMQ's wildcards. */
  public void setTopic(String topic) {
    this.topic = topic;
  }

  /** {@code true}: the entry is for all temporary queues and topics. */
  public void setTemporary(String temporary) {
    this.temporary = temporary;
  }

  /**
   * {@code ENCRYPTED}, the default: a body is an AWS Encryption SDK message. {@code ANY}: the
   * destination is out of the rule.
   */
  public void setBody(String body) {
    this.body = body;
  }

  BodyEntry entry() {
    return new BodyEntry(queue, topic, temporary, body);
  }
}
