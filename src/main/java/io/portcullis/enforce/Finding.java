package io.portcullis.enforce;

import io.portcullis.policy.Waiver;
import io.portcullis.rule.Violation;
import java.util.Set;

/**
 * A violation and what is to become of it.
 *
 * @param violation what was found
 * @param disposition what follows
 * @param waivers by which it is waived, if it is
 */
public record Finding(Violation violation, Disposition disposition, Set<Waiver> waivers) {

  /** Copies the set. */
  public Finding {
    waivers = Set.copyOf(waivers);
  }

  /** One that is not waived. */
  public Finding(Violation violation, Disposition disposition) {
    this(violation, disposition, Set.of());
  }
}
