package io.portcullis.enforce;

import io.portcullis.policy.Waiver;
import io.portcullis.rule.Violation;
import io.portcullis.rule.ViolationKey;
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

  /** What makes it the same as another: what was found and what follows, whatever the words. */
  public record Key(ViolationKey violation, Disposition disposition, Set<Waiver> waivers) {}

  /** The identity. */
  public Key key() {
    return new Key(violation.key(), disposition, waivers);
  }

  /** One that is not waived. */
  public Finding(Violation violation, Disposition disposition) {
    this(violation, disposition, Set.of());
  }
}
