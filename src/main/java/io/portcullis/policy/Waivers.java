package io.portcullis.policy;

import io.portcullis.policy.Resource.Kind;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/**
 * The operator's waivers. Immutable.
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
   *
   * @param about what the violation is about
   * @param plain the kind that a waiver of the rule means by a name alone
   */
  public Set<Waiver> holding(
      String rule, Resource about, Function<String, Kind> plain, Instant now) {
    List<Waiver> ofRule =
        all.stream().filter(waiver -> waiver.rule().equals(rule) && !waiver.hasEnded(now)).toList();
    if (ofRule.isEmpty()) {
      return Set.of();
    }
    Set<Waiver> holding = new LinkedHashSet<>();
    for (String id : about.ids()) {
      List<Waiver> ofPart =
          ofRule.stream().filter(waiver -> waiver.covers(about.kind(), id, plain)).toList();
      if (ofPart.isEmpty()) {
        return Set.of();
      }
      holding.addAll(ofPart);
    }
    return holding;
  }
}
