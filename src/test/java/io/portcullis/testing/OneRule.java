package io.portcullis.testing;

import io.portcullis.rule.Rule;
import io.portcullis.rule.Rules;

/** One rule of the secure default, for tests of other packages. */
public final class OneRule {

  private OneRule() {}

  /** The rule of this id. */
  public static Rule named(String id) {
    return Rules.ofSecureDefault().all().stream()
        .filter(rule -> rule.id().equals(id))
        .findFirst()
        .orElseThrow();
  }
}
