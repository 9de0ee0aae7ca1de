package io.portcullis.policy;

import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The exceptions that the operator made. Immutable.
 *
 * @param all each, in the order in which they were said
 */
public record Waivers(List<Waiver> all) {

  /** No exceptions. */
  public static final Waivers NONE = new Waivers(List.of());

  /** Copies the list. */
  public Waivers {
    all = List.copyOf(all);
  }

  /** Whether there is one for a rule, whatever its subject, ended or not. */
  public boolean existFor(String rule) {
    for (Waiver waiver : all) {
      if (waiver.rule().equals(rule)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Those by which a violation of a rule is waived, several where several are for it; none if it is
   * not waived. Of several destinations in one, each has to be waived.
   */
  public Set<Waiver> holding(String rule, String subject, Instant now) {
    List<Waiver> ofRule =
        all.stream().filter(waiver -> waiver.rule().equals(rule) && !waiver.hasEnded(now)).toList();
    if (ofRule.isEmpty()) {
      return Set.of();
    }
    Set<Waiver> holding = new LinkedHashSet<>();
    for (String part : parts(subject)) {
      List<Waiver> ofPart = ofRule.stream().filter(waiver -> waiver.covers(part)).toList();
      if (ofPart.isEmpty()) {
        return Set.of();
      }
      holding.addAll(ofPart);
    }
    return holding;
  }

  /** Something else than destinations may have a comma in its name, such as a file. */
  private static List<String> parts(String subject) {
    List<String> parts = Arrays.asList(subject.split(",", -1));
    return parts.stream().allMatch(part -> DestinationName.qualified(part).isPresent())
        ? parts
        : List.of(subject);
  }
}
