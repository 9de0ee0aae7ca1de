package io.portcullis.testing;

import io.portcullis.policy.DestinationName;
import io.portcullis.rule.Advisories;
import io.portcullis.rule.AuthorizationFacts;
import io.portcullis.rule.Operation;
import io.portcullis.rule.RightHolder;
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
  public RightHolder grant(Operation operation, DestinationName destination) {
    return RightHolder.to(Set.of());
  }

  @Override
  public RightHolder temporaryGrant(Operation operation) {
    return RightHolder.to(Set.of());
  }
}
