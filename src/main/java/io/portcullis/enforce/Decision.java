package io.portcullis.enforce;

import io.portcullis.policy.Waiver;
import io.portcullis.rule.Violation;
import java.util.Set;

/**
 * The disposition of a violation and the waivers behind it.
 *
 * @param disposition refused, reported or waived
 * @param waivers the waivers that cover it; empty if there are none
 */
public record Decision(Disposition disposition, Set<Waiver> waivers) {

  /** Copies the set. */
  public Decision {
    waivers = Set.copyOf(waivers);
  }

  /** Returns the finding of a violation with this decision. */
  public Finding finding(Violation violation) {
    return new Finding(violation, disposition, waivers);
  }
}
