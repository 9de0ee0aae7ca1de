package io.portcullis.enforce;

import io.portcullis.policy.Waiver;
import io.portcullis.rule.Violation;
import io.portcullis.rule.ViolationKey;
import java.util.Set;

/**
 * A violation and its disposition.
 *
 * @param violation the violation
 * @param disposition its disposition
 * @param waivers the waivers that cover it; empty if there are none
 */
public record Finding(Violation violation, Disposition disposition, Set<Waiver> waivers) {

  /** Creates a finding without waivers. */
  public Finding {
    waivers = Set.copyOf(waivers);
  }

  /** The identity of a finding: the violation and its disposition, whatever the words. */
  public record Key(ViolationKey violation, Disposition disposition, Set<Waiver> waivers) {}

  /** Returns the identity. */
  public Key key() {
    return new Key(violation.key(), disposition, waivers);
  }

  /** One that is not waived. */
  public Finding(Violation violation, Disposition disposition) {
    this(violation, disposition, Set.of());
  }
}
