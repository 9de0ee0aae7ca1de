package io.portcullis.enforce;

import io.portcullis.policy.Waiver;
import io.portcullis.policy.Waivers;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Counts the violations that each waiver covered since the start. */
public final class WaiverUse {

  /**
   * The use of one waiver.
   *
   * @param waiver the waiver
   * @param state its state
   * @param matched the number of violations that it covered
   * @param lastMatched the time of the last one
   */
  public record Used(
      Waiver waiver, WaiverState state, long matched, Optional<Instant> lastMatched) {}

  /** The matches of one waiver so far. */
  private record Matches(Instant since, long count, Optional<Instant> last) {}

  private final Clock clock;
  private final Map<Waiver, Matches> matches = new LinkedHashMap<>();

  /** Starts without waivers. */
  public WaiverUse(Clock clock) {
    this.clock = clock;
  }

  /** Replaces the waivers. Those that stay keep their counts. */
  public synchronized void follow(Waivers waivers) {
    Map<Waiver, Matches> before = new HashMap<>(matches);
    matches.clear();
    for (Waiver waiver : waivers.all()) {
      Matches none = new Matches(clock.instant(), 0, Optional.empty());
      matches.put(waiver, before.getOrDefault(waiver, none));
    }
  }

  /** Counts a violation that these waivers cover. Without waivers it takes no lock. */
  public void count(Set<Waiver> waivers) {
    if (!waivers.isEmpty()) {
      countEach(waivers);
    }
  }

  private synchronized void countEach(Set<Waiver> waivers) {
    Optional<Instant> now = Optional.of(clock.instant());
    waivers.forEach(
        waiver ->
            matches.computeIfPresent(
                waiver, (same, before) -> new Matches(before.since, before.count + 1, now)));
  }

  /** Returns the time since which a waiver exists; now, if it is unknown. */
  synchronized Instant since(Waiver waiver) {
    return matches.containsKey(waiver) ? matches.get(waiver).since : clock.instant();
  }

  /** Returns the waivers that covered a violation. */
  public synchronized Set<Waiver> matched() {
    return matches.entrySet().stream()
        .filter(entry -> entry.getValue().count > 0)
        .map(Map.Entry::getKey)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns all waivers, in the operator's order. */
  public synchronized List<Used> all() {
    Instant now = clock.instant();
    return matches.entrySet().stream()
        .map(
            entry ->
                new Used(
                    entry.getKey(),
                    WaiverState.of(entry.getKey(), now),
                    entry.getValue().count,
                    entry.getValue().last))
        .toList();
  }
}
