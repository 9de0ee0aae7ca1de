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

  /** {@code true}: the entry is for all temporary queues and topics. */
  public void setTemporary(String temporary) {
    say("temporary", temporary);
  }

  /**
   * {@code ENCRYPTED}, the default: a body is an AWS Encryption SDK message. {@code ANY}: the
   * destination is out of the rule.
   */
  public void setBody(String body) {
    say("body", body);
  }

  /**
   * How deep a body is read: {@code HEADER}, {@code STRUCTURE}, the default, or {@code SIGNATURE};
   * each depth includes the ones before it.
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
   * Patterns, comma-separated, one of which every encrypted data key must match: a KMS key ARN
   * whose parts may be {@code *}, or {@code provider/name}. Default: any key.
   */
  public void setKeys(String keys) {
    say("keys", keys);
  }

  /** How many encrypted data keys a message may have, 1 to 65,535; 8 by default. */
  public void setMaxEncryptedDataKeys(String number) {
    say("maxEncryptedDataKeys", number);
  }

  /** Pairs {@code key=value}, comma-separated, that the encryption context must hold. */
  public void setContext(String pairs) {
    say("context", pairs);
  }

  /**
   * A key of the encryption context whose value must be the destination's qualified name, such as
   * {@code queue://ORDERS}, so that a message that is copied to another queue is refused. A
   * composite destination is refused where this is set.
   */
  public void setDestinationKey(String key) {
    say("destinationKey", key);
  }

  /**
   * {@code BASE64}, the default: a text may hold the message in base64. {@code REFUSE}: it may not.
   */
  public void setText(String text) {
    say("text", text);
  }

  /** {@code REFUSE}, the default, or {@code ALLOW}: what becomes of a message without a body. */
  public void setEmpty(String empty) {
    say("empty", empty);
  }

  /**
   * {@code REJECT}, the default: the sender is told. {@code QUARANTINE}: a refused message is kept
   * on {@code Portcullis.Quarantine.<destination>}, and the sender answered as if it had been
   * accepted.
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
