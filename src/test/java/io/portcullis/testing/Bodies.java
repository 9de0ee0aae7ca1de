package io.portcullis.testing;

import io.portcullis.BodyPolicy;

/** Entries of a body policy that tests need again and again. */
public final class Bodies {

  private Bodies() {}

  /** Queues whose bodies nobody looks at. */
  public static BodyPolicy anyOnQueue(String pattern) {
    BodyPolicy policy = queue(pattern);
    policy.setBody("ANY");
    return policy;
  }

  /** Topics whose bodies nobody looks at. */
  public static BodyPolicy anyOnTopic(String pattern) {
    BodyPolicy policy = topic(pattern);
    policy.setBody("ANY");
    return policy;
  }

  /** Queues whose messages need no body. */
  public static BodyPolicy emptyOnQueue(String pattern) {
    BodyPolicy policy = queue(pattern);
    policy.setEmpty("ALLOW");
    return policy;
  }

  /** Topics whose messages need no body. */
  public static BodyPolicy emptyOnTopic(String pattern) {
    BodyPolicy policy = topic(pattern);
    policy.setEmpty("ALLOW");
    return policy;
  }

  /** Queues whose refused messages are kept. */
  public static BodyPolicy keptOnQueue(String pattern) {
    BodyPolicy policy = queue(pattern);
    policy.setOnRefusal("QUARANTINE");
    return policy;
  }

  /** Topics whose refused messages are kept. */
  public static BodyPolicy keptOnTopic(String pattern) {
    BodyPolicy policy = topic(pattern);
    policy.setOnRefusal("QUARANTINE");
    return policy;
  }

  /** Queues whose messages are bound to them by the context key {@code destination}. */
  public static BodyPolicy boundToQueue(String pattern) {
    BodyPolicy policy = queue(pattern);
    policy.setDestinationKey("destination");
    return policy;
  }

  private static BodyPolicy queue(String pattern) {
    BodyPolicy policy = new BodyPolicy();
    policy.setQueue(pattern);
    return policy;
  }

  private static BodyPolicy topic(String pattern) {
    BodyPolicy policy = new BodyPolicy();
    policy.setTopic(pattern);
    return policy;
  }
}
