package io.portcullis;

import io.portcullis.policy.BodyEntry;
import java.util.HashMap;
import java.util.Map;

/**
 * The body policy of one destination: an entry of {@link PortcullisPlugin#setBodyPolicies}. It
 * names exactly one of {@code queue}, {@code topic} and {@code temporary}. Setters take any text.
 * The start of the broker reports every error in it.
 */
public final class BodyPolicy {

  private final Map<String, String> said = new HashMap<>();

  /** A queue's name, or a pattern with ActiveMQ's wildcards. */
  public void setQueue(String queue) {
    say("queue", queue);
  }

  /** A topic's name, or a pattern with ActiveMQ's wildcards. */
  public void setTopic(String topic) {
    say("topic", topic);
  }

  /** {@code true}: the entry applies to all temporary queues and topics. */
  public void setTemporary(String temporary) {
    say("temporary", temporary);
  }

  /**
   * {@code ENCRYPTED}, the default: a body must be an AWS Encryption SDK message. {@code ANY}: the
   * rule does not apply to the destination.
   */
  public void setBody(String body) {
    say("body", body);
  }

  /**
   * The depth of the check: {@code HEADER}, {@code STRUCTURE} (the default) or {@code SIGNATURE}.
   * Each depth includes the ones before it.
   */
  public void setVerify(String verify) {
    say("verify", verify);
  }

  /**
   * {@code REQUIRED}, the default: only key-committing algorithm suites pass. {@code OPTIONAL}:
   * all.
   */
  public void setCommitment(String commitment) {
    say("commitment", commitment);
  }

  /**
   * Comma-separated patterns. Every encrypted data key must match one of them. A pattern is a KMS
   * key ARN whose parts may be {@code *}, or {@code provider/name}. Default: any key.
   */
  public void setKeys(String keys) {
    say("keys", keys);
  }

  /** The number of encrypted data keys that a message may have, 1 to 65,535. Default: 8. */
  public void setMaxEncryptedDataKeys(String number) {
    say("maxEncryptedDataKeys", number);
  }

  /** Comma-separated pairs {@code key=value} that the encryption context must contain. */
  public void setContext(String pairs) {
    say("context", pairs);
  }

  /**
   * A key of the encryption context whose value must be the destination's qualified name, such as
   * {@code queue://ORDERS}. So a message that is copied to another queue is refused. If this is
   * set, a composite destination is refused.
   */
  public void setDestinationKey(String key) {
    say("destinationKey", key);
  }

  /**
   * {@code BASE64}, the default: a text may contain the message in base64. {@code REFUSE}: it may
   * not.
   */
  public void setText(String text) {
    say("text", text);
  }

  /** {@code REFUSE}, the default, or {@code ALLOW}: whether a message may have no body. */
  public void setEmpty(String empty) {
    say("empty", empty);
  }

  /**
   * {@code REJECT}, the default: the sender gets an error. {@code QUARANTINE}: a refused message is
   * kept on {@code Portcullis.Quarantine.<destination>}, and the sender gets the same response as
   * if it had been accepted.
   */
  public void setOnRefusal(String onRefusal) {
    say("onRefusal", onRefusal);
  }

  private void say(String property, String textOrNull) {
    said.put(property, textOrNull == null ? "" : textOrNull);
  }

  BodyEntry entry() {
    return new BodyEntry(said);
  }
}
