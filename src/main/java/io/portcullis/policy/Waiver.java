package io.portcullis.policy;

import io.portcullis.policy.Resource.Kind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.function.Function;

/**
 * An exception for one rule and one subject, with a reason and an end.
 *
 * @param rule the rule's id
 * @param subject a connector's name, a destination with wildcards, a file, a rule's other subject,
 *     its kind before it where the name alone means another, or {@code *} for all of them
 * @param reason why
 * @param until the day at whose start, UTC, it ends
 */
public record Waiver(String rule, String subject, String reason, LocalDate until) {

  private static final String EVERYTHING = "*";

  /** The first instant at which it does not hold any more. */
  public Instant end() {
    return until.atStartOfDay(ZoneOffset.UTC).toInstant();
  }

  /** Whether it does not hold any more. */
  public boolean hasEnded(Instant now) {
    return !now.isBefore(end());
  }

  /**
   * Whether it is for something of this kind and id. A destination's name without prefix is for
   * queues and topics of that name, and for no temporary ones.
   *
   * @param plain the kind that a name without a kind is of
   */
  boolean covers(Kind kind, String id, Function<String, Kind> plain) {
    if (subject.equals(EVERYTHING)) {
      return true;
    }
    Resource own = Resource.named(subject, plain.apply(subject));
    return own.kind() == kind
        && (own.id().equals(id)
            || (kind == Kind.DESTINATION
                && DestinationName.qualified(id)
                    .filter(asked -> covers(own.id(), asked))
                    .isPresent()));
  }

  private static boolean covers(String subject, DestinationName asked) {
    return DestinationName.qualified(subject)
        .map(own -> own.kind() == asked.kind() && matches(own.name(), asked))
        .orElseGet(() -> !asked.kind().isTemporary() && matches(subject, asked));
  }

  private static boolean matches(String pattern, DestinationName asked) {
    return DestinationPattern.of(pattern).covers(asked.name());
  }
}
