package io.portcullis.suggest;

import io.portcullis.rule.Advisories;
import io.portcullis.rule.Operation;
import io.portcullis.usage.BodyUse;
import io.portcullis.usage.Observation;
import io.portcullis.usage.Observation.Dropped;
import io.portcullis.usage.Seen;
import io.portcullis.usage.Use;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** What is said of an observation, in words. */
final class Phrases {

  private static final int MOST_USERS = 5;

  private Phrases() {}

  /** What a proposal was made from, a line each. */
  static List<String> source(Observation observation) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "Broker %s, ActiveMQ %s. Observed from %s to %s, for %s of that time."
            .formatted(
                observation.broker(),
                observation.version(),
                seconds(observation.since()),
                seconds(observation.until()),
                count(observation.minutes(), "minute")));
    Dropped dropped = observation.dropped();
    boolean nothing = dropped.equals(Dropped.NOTHING);
    lines.add(
        nothing
            ? "No rows were dropped."
            : ("Rows were dropped because a table was full: %d of uses, %d of refused uses, %d of"
                    + " keys, %d of bodies, %d of clients. What is proposed may lack something.")
                .formatted(
                    dropped.uses(),
                    dropped.refused(),
                    dropped.keys(),
                    dropped.bodies(),
                    dropped.clients()));
    return lines;
  }

  /** Counts things in English. */
  static String count(long count, String noun) {
    return String.format(Locale.ENGLISH, "%,d %s%s", count, noun, count == 1 ? "" : "s");
  }

  private static String seconds(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** When something was seen. */
  static String when(Seen seen) {
    LocalDate first = day(seen.first());
    LocalDate last = day(seen.last());
    return "%s in %s"
        .formatted(
            first.equals(last) ? first.toString() : "%s to %s".formatted(first, last),
            count(seen.minutes(), "minute"));
  }

  private static LocalDate day(Instant time) {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }

  /** Who somebody is. */
  static String user(String user) {
    return user.isEmpty() ? "nobody logged in" : "user " + user;
  }

  /** Who used a right, and when: the most recent users, and how many others. */
  static String users(List<Use> uses) {
    Map<String, Seen> users = new LinkedHashMap<>();
    uses.stream()
        .sorted(Comparator.comparing((Use use) -> use.seen().last()).reversed())
        .forEach(use -> users.merge(use.user(), use.seen(), Seen::and));
    List<String> phrases =
        users.entrySet().stream()
            .limit(MOST_USERS)
            .map(user -> "%s, %s".formatted(user(user.getKey()), when(user.getValue())))
            .collect(Collectors.toCollection(ArrayList::new));
    if (users.size() > MOST_USERS) {
      phrases.add("and %s more".formatted(count(users.size() - MOST_USERS, "user")));
    }
    return String.join(", ", phrases);
  }

  /**
   * Where the rights of an entry come from.
   *
   * @param createdByClients whether clients create advisory topics
   */
  static List<String> reasons(ProposedEntry entry, boolean createdByClients) {
    List<String> reasons = new ArrayList<>();
    for (Operation operation : Operation.values()) {
      ProposedGrant grantOrNull = entry.grants().get(operation);
      if (grantOrNull != null && !grantOrNull.uses().isEmpty()) {
        reasons.add("%s: %s".formatted(operation.right(), users(grantOrNull.uses())));
      }
    }
    if (createdByClients
        && entry.destination().name().equals(Advisories.PREFIX + ">")
        && entry.grants().containsKey(Operation.ADMIN)) {
      reasons.add("this ActiveMQ creates advisory topics in the name of the client");
    }
    if (reasons.isEmpty()) {
      reasons.add("every map needs it");
    }
    if (!entry.standsFor().isEmpty()) {
      reasons.add(
          "stands for %s, and also covers names that were not seen"
              .formatted(
                  entry.standsFor().stream()
                      .map(name -> name.name())
                      .sorted()
                      .collect(Collectors.joining(", "))));
    }
    return reasons;
  }

  /** A use in one line. */
  static String use(Use use) {
    return "%s %s: %s (groups: %s), %s"
        .formatted(
            use.operation().right(),
            use.destination().shown(),
            user(use.user()),
            use.groups().isEmpty() ? "none" : String.join(", ", sorted(use.groups())),
            when(use.seen()));
  }

  private static List<String> sorted(Iterable<String> names) {
    List<String> sorted = new ArrayList<>();
    names.forEach(sorted::add);
    sorted.sort(Comparator.naturalOrder());
    return sorted;
  }

  /** Who sends plaintext. */
  static String sender(BodyUse use) {
    return "%s, %s, the last at %s"
        .formatted(user(use.user()), count(use.messages(), "message"), seconds(use.seen().last()));
  }
}
