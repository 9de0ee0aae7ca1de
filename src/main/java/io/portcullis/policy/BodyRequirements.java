package io.portcullis.policy;

import io.portcullis.esdk.Depth;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the demand on a destination's bodies. It is that of the most specific entry that matches,
 * or {@link BodyRequirement#ENCRYPTED} if none does.
 *
 * <p>Entries are names with ActiveMQ's wildcards: {@code *} stands for one level, {@code >} at the
 * end for any number of levels, none included. Two entries are compared level by level from the
 * left; at the first level where they differ, a name is more specific than {@code *}, and {@code *}
 * than {@code >}. So {@code A.*} decides over {@code *.B} for {@code A.B}.
 *
 * <p>A pattern is a name for consumers and for policies. {@code require-authorization} refuses a
 * client's message to one. Where that rule only reports, or is waived, {@link
 * BodyRequirement#ENCRYPTED} holds for such a message. It may be less than what a destination
 * demands that it reaches.
 */
public final class BodyRequirements {

  /** No entries: everything must be encrypted. */
  public static final BodyRequirements ALL_ENCRYPTED = new BodyRequirements();

  private final Map<DestinationKind, Level> roots = new EnumMap<>(DestinationKind.class);
  private Optional<BodyRequirement> temporary = Optional.empty();
  private boolean exemptSome;
  private boolean verifySignatures;

  private BodyRequirements() {}

  /** What the bodies that are sent to {@code destination} have to meet. */
  public BodyRequirement of(DestinationName destination) {
    if (destination.kind().isTemporary()) {
      return temporary.orElse(BodyRequirement.ENCRYPTED);
    }
    Level root = roots.get(destination.kind());
    if (root == null || destination.isPattern()) {
      return BodyRequirement.ENCRYPTED;
    }
    return find(root, destination);
  }

  /**
   * What a message has to meet that a service of the broker takes, and no destination: the name is
   * a query, and its wildcards are levels like any other.
   */
  public BodyRequirement ofQuery(DestinationName query) {
    Level root = roots.get(query.kind());
    return root == null ? BodyRequirement.ENCRYPTED : find(root, query);
  }

  private static BodyRequirement find(Level root, DestinationName destination) {
    return root.find(DestinationPattern.levels(destination.name()), 0)
        .orElse(BodyRequirement.ENCRYPTED);
  }

  /** Whether an entry takes destinations out of the rule. */
  public boolean exemptSome() {
    return exemptSome;
  }

  /** Whether an entry demands that signatures are verified. */
  public boolean verifySignatures() {
    return verifySignatures;
  }

  /** Collects entries; the policy's builder owns it. */
  static final class Builder {

    private final BodyRequirements demands = new BodyRequirements();

    /** Says what temporary destinations demand; false if that was said already. */
    boolean addTemporary(BodyRequirement demand) {
      boolean first = demands.temporary.isEmpty();
      note(demand);
      demands.temporary = Optional.of(demand);
      return first;
    }

    /** Adds an entry; false if the same pattern was added already. */
    boolean add(DestinationKind kind, String pattern, BodyRequirement demand) {
      Level level = demands.roots.computeIfAbsent(kind, k -> new Level());
      for (String name : DestinationPattern.levels(pattern)) {
        level = level.below.computeIfAbsent(name, n -> new Level());
      }
      boolean first = level.demand.isEmpty();
      note(demand);
      level.demand = Optional.of(demand);
      return first;
    }

    private void note(BodyRequirement demand) {
      demands.exemptSome |= !demand.encrypted();
      demands.verifySignatures |= demand.encrypted() && demand.verify() == Depth.SIGNATURE;
    }

    BodyRequirements build() {
      return demands;
    }
  }

  /**
   * One level of the names of patterns: the demand of the pattern that ends here, and the levels
   * below.
   */
  private static final class Level {

    private final Map<String, Level> below = new HashMap<>();
    private Optional<BodyRequirement> demand = Optional.empty();

    /** Most specific first: the name, then {@code *}, then {@code >}. */
    private Optional<BodyRequirement> find(List<String> levels, int depth) {
      if (depth == levels.size()) {
        return demand.or(this::descendants);
      }
      return below(levels.get(depth))
          .flatMap(level -> level.find(levels, depth + 1))
          .or(() -> below("*").flatMap(level -> level.find(levels, depth + 1)))
          .or(this::descendants);
    }

    private Optional<BodyRequirement> descendants() {
      return below(">").flatMap(level -> level.demand);
    }

    private Optional<Level> below(String name) {
      return Optional.ofNullable(below.get(name));
    }
  }
}
