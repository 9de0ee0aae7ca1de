package io.portcullis.enforce;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import io.portcullis.policy.Waiver;
import io.portcullis.policy.Waivers;
import io.portcullis.rule.Argument;
import io.portcullis.rule.Fault;
import io.portcullis.rule.Named;
import io.portcullis.rule.Rule;
import io.portcullis.rule.Violation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reports waivers that have ended, that are about to end, and that match nothing. These are
 * violations of the waiver's own rule. They are reported and never refused.
 *
 * <p>If a waiver's rule judges only the start, an unmatched waiver is reported at once. If the rule
 * also judges later, it is reported after a day.
 */
final class Reminders {

  private static final Duration UNMATCHED_AFTER = Duration.ofDays(1);

  private static final Fault ENDED =
      new Fault("waiver-ended", "it ended on %s", "remove it, or renew it with a new reason");
  private static final Fault ENDING =
      new Fault(
          "waiver-ending",
          "it ends on %s, in %d %s",
          "fix what it waives before that day, or renew it with a new reason");
  private static final Fault UNMATCHED =
      new Fault(
          "waiver-unmatched",
          "it matches nothing",
          "correct its subject, which may need its kind (KIND:NAME), or remove it");

  private final Waivers waivers;
  private final Set<String> judgeLater;

  /** Reports on these waivers from {@code rules}. */
  public Reminders(Waivers waivers, List<Rule> rules) {
    this.waivers = waivers;
    this.judgeLater =
        rules.stream()
            .filter(Rule::judgesLater)
            .map(Rule::id)
            .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * Returns the reports, after the broker was judged.
   *
   * @param now the time
   * @param known how long a waiver has existed; zero when the broker starts
   * @param matched the waivers that covered a violation since the start
   */
  public List<Violation> due(Instant now, Function<Waiver, Duration> known, Set<Waiver> matched) {
    List<Violation> due = new ArrayList<>();
    for (Waiver waiver : waivers.all()) {
      switch (WaiverState.of(waiver, now)) {
        case ENDED -> due.add(ended(waiver));
        case ENDING -> due.add(ending(waiver, now));
        case ACTIVE -> {}
      }
      boolean judged =
          !judgeLater.contains(waiver.rule())
              || known.apply(waiver).compareTo(UNMATCHED_AFTER) >= 0;
      if (judged && !matched.contains(waiver) && !waiver.hasEnded(now)) {
        due.add(unmatched(waiver));
      }
    }
    return due;
  }

  private static Violation ended(Waiver waiver) {
    return violation(waiver, ENDED, waiver.until());
  }

  private static Violation ending(Waiver waiver, Instant now) {
    long days = Duration.between(now, waiver.end()).toDays();
    return violation(
        waiver,
        ENDING,
        waiver.until(),
        Argument.shown(days),
        Argument.shown(days == 1 ? "day" : "days"));
  }

  private static Violation unmatched(Waiver waiver) {
    return violation(waiver, UNMATCHED);
  }

  private static Violation violation(Waiver waiver, Fault fault, Object... arguments) {
    return Violation.of(
        waiver.rule(),
        new Named(
            Resource.of(Kind.WAIVER, waiver.subject()),
            "waiver for \"%s\"".formatted(waiver.subject())),
        fault,
        arguments);
  }
}
