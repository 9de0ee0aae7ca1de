package io.portcullis.policy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/**
 * An exception for one rule and one subject, with a reason and an end.
 *
 * @param rule the rule's id
 * @param subject a connector's name, a destination with wildcards, a file, a rule's other subject,
 *     or {@code *} for all of them
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
   * Whether it is for a subject, which is one destination, or no destination. A name without prefix
   * is for queues and topics of that name, and for no temporary ones.
   */
  boolean covers(String asked) {
    return subject.equals(EVERYTHING)
        || subject.equals(asked)
        || DestinationName.qualified(asked).filter(this::covers).isPresent();
  }

  private boolean covers(DestinationName asked) {
    return DestinationName.qualified(subject)
        .map(own -> own.kind() == asked.kind() && covers(own.name(), asked))
        .orElseGet(() -> !asked.kind().isTemporary() && covers(subject, asked));
  }

  private static boolean covers(String pattern, DestinationName asked) {
    return DestinationPattern.of(pattern).covers(asked.name());
  }
}
