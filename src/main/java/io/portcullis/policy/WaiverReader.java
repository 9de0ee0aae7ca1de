package io.portcullis.policy;

import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Reads the entries of {@code waivers} and reports every error in them. */
final class WaiverReader {

  private static final String DATE = "\\d{4}-\\d{2}-\\d{2}";

  private final Set<String> ruleIds;
  private final List<String> problems;
  private final List<Waiver> waivers = new ArrayList<>();

  private WaiverReader(Set<String> ruleIds, List<String> problems) {
    this.ruleIds = ruleIds;
    this.problems = problems;
  }

  /** The waivers that the entries make; what is wrong with them goes into {@code problems}. */
  static Waivers read(List<WaiverEntry> entries, Set<String> ruleIds, List<String> problems) {
    WaiverReader reader = new WaiverReader(ruleIds, problems);
    for (int i = 0; i < entries.size(); i++) {
      reader.read("waivers[%d]".formatted(i), entries.get(i));
    }
    return new Waivers(reader.waivers);
  }

  private void read(String place, WaiverEntry entry) {
    judgeRule(place, entry.rule());
    judgeSubject(place, entry.subject());
    if (entry.reason().isEmpty()) {
      problems.add(place + ".reason is missing; say why, for whoever asks before it ends");
    }
    Optional<LocalDate> until = until(place, entry.until());
    if (waivers.stream().anyMatch(waiver -> isAlike(waiver, entry))) {
      problems.add(
          "%s: rule \"%s\" and subject \"%s\" were said already"
              .formatted(place, entry.rule(), entry.subject()));
    }
    waivers.add(
        new Waiver(entry.rule(), entry.subject(), entry.reason(), until.orElse(LocalDate.MIN)));
  }

  private static boolean isAlike(Waiver waiver, WaiverEntry entry) {
    return waiver.rule().equals(entry.rule()) && waiver.subject().equals(entry.subject());
  }

  private void judgeRule(String place, String rule) {
    String ids = String.join(", ", new TreeSet<>(ruleIds));
    if (rule.isEmpty()) {
      problems.add("%s.rule is missing; name one of %s".formatted(place, ids));
    } else if (!ruleIds.contains(rule)) {
      problems.add("%s.rule=\"%s\" is not one of %s".formatted(place, rule, ids));
    }
  }

  private void judgeSubject(String place, String subject) {
    if (subject.isEmpty()) {
      problems.add(
          "%s.subject is missing; name a connector, a destination or a file, or * for everything"
              .formatted(place));
    }
    DestinationName.qualified(subject)
        .flatMap(destination -> DestinationPattern.fault(destination.name()))
        .ifPresent(fault -> problems.add("%s.subject=\"%s\" %s".formatted(place, subject, fault)));
  }

  private Optional<LocalDate> until(String place, String text) {
    if (text.isEmpty()) {
      problems.add(place + ".until is missing; name the day at whose start it ends");
      return Optional.empty();
    }
    try {
      if (text.matches(DATE)) {
        return Optional.of(LocalDate.parse(text));
      }
    } catch (DateTimeParseException e) {
      // Said below, like a text that looks like no date.
    }
    problems.add("%s.until=\"%s\" is not a date such as 2027-03-31".formatted(place, text));
    return Optional.empty();
  }
}
