package io.portcullis.testing;

import io.portcullis.policy.DestinationName;
import io.portcullis.rule.Advisories;
import io.portcullis.rule.AuthorizationFacts;
import io.portcullis.rule.Grant;
import io.portcullis.rule.Operation;
import java.util.Set;

/**
 * An authorization map that gives nobody anything.
 *
 * @param source whose it is
 */
public record NobodysRights(Source source) implements AuthorizationFacts {

  /** The operator's. */
  public NobodysRights() {
    this(Source.OPERATOR);
  }

  @Override
  public Advisories advisories() {
    return new Advisories(false);
  }

  @Override
  public Grant grant(Operation operation, DestinationName destination) {
    return Grant.to(Set.of());
  }

  @Override
  public Grant temporaryGrant(Operation operation) {
    return Grant.to(Set.of());
  }
}
