package io.portcullis.enforce;

import io.portcullis.policy.Waiver;
import io.portcullis.rule.Violation;
import java.util.Set;

/**
 * What is to become of a violation.
 *
 * @param disposition refused, reported or waived
 * @param waivers by which it is waived, if it is
 */
public record Decision(Disposition disposition, Set<Waiver> waivers) {

  /** Copies the set. */
  public Decision {
    waivers = Set.copyOf(waivers);
  }

  /** Of a violation. */
  public Finding finding(Violation violation) {
    return new Finding(violation, disposition, waivers);
  }
}
