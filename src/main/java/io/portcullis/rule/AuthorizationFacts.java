package io.portcullis.rule;

import io.portcullis.policy.DestinationName;

/**
 * Who may do what: a question, so that every kind of authorization map can answer it. Only what is
 * asked is looked up.
 */
public interface AuthorizationFacts {

  /** Where the answers come from. */
  enum Source {
    /** The operator's map. */
    OPERATOR,
    /** The gate's default map, which is installed. */
    DEFAULT,
    /** The gate's default map, which would be installed if the gate enforced. */
    NOT_INSTALLED
  }

  /** Where the answers come from. */
  Source source();

  /** Who may do this to {@code destination}. */
  Grant grant(Operation operation, DestinationName destination);

  /** Who may do this to temporary destinations. */
  Grant temporaryGrant(Operation operation);
}
