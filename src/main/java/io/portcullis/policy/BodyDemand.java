package io.portcullis.policy;

/** What a destination demands of a message's body. */
public enum BodyDemand {
  /** The body is an AWS Encryption SDK message. */
  ENCRYPTED,
  /** The destination is out of the rule. */
  ANY
}
