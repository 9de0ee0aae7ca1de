package io.portcullis.testing;

import io.portcullis.rule.Advisories;
import io.portcullis.rule.AuthorizationFacts;

/** An operator's authorization map, on a broker that creates advisory topics itself. */
public interface OperatorsRights extends AuthorizationFacts {

  @Override
  default Source source() {
    return Source.OPERATOR;
  }

  @Override
  default Advisories advisories() {
    return new Advisories(false);
  }
}
