package io.portcullis.report;

import io.portcullis.broker.rights.GroupRights;
import io.portcullis.broker.rights.RightsMatrix;
import io.portcullis.policy.DestinationName;
import io.portcullis.rule.Operation;
import io.portcullis.rule.RightHolder;
import io.portcullis.usage.Use;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rights of groups, with what was used of them.
 *
 * <ul>
 *   <li>A use belongs to the narrowest pattern that covers its destination.
 *   <li>The use of a pattern belongs to all narrower patterns, too.
 *   <li>What the map did not permit, and does not grant now, has a row of its own.
 * </ul>
 */
final class UsedRights {

  /** The group of users who have none. */
  static final String NO_GROUP = "";

  private final Map<String, Map<String, Map<Operation, RightMark>>> rows = new TreeMap<>();
  private final Set<String> granted = new HashSet<>();
  private final Set<String> lacking = new HashSet<>();
  private final PatternSearch patterns;
  private final boolean mapDecides;

  /**
   * @param accesses the rights
   * @param uses what was used; if there is none, nothing is known of uses
   * @param mapDecides whether there is a map; without one, everybody has every right
   */
  UsedRights(List<GroupRights> accesses, List<Use> uses, boolean mapDecides) {
    this.mapDecides = mapDecides;
    RightMark first = uses.isEmpty() ? RightMark.HELD : RightMark.UNUSED;
    for (GroupRights access : accesses) {
      granted.add(access.destinations());
      Map<Operation, RightMark> cell = cell(access.destinations(), access.group());
      for (Operation operation : Operation.values()) {
        if (holds(access, operation)) {
          cell.put(operation, first);
        }
      }
    }
    this.patterns = new PatternSearch(granted);
    uses.stream().filter(Use::passed).forEach(this::add);
  }

  private static boolean holds(GroupRights access, Operation operation) {
    return switch (operation) {
      case READ -> access.read();
      case WRITE -> access.write();
      case ADMIN -> access.admin();
    };
  }

  private Map<Operation, RightMark> cell(String destinations, String group) {
    return rows.computeIfAbsent(destinations, name -> new TreeMap<>())
        .computeIfAbsent(group, name -> new EnumMap<>(Operation.class));
  }

  private void add(Use use) {
    boolean held = true;
    for (DestinationName part : use.destination().parts()) {
      held &= narrowest(part).filter(row -> use(row, use)).isPresent();
      patterns.within(part).forEach(row -> use(row, use));
    }
    held |= use(use.destination().toString(), use);
    if (!use.permitted() && !held) {
      String row = rowOfItsOwn(use.destination());
      lacking.add(row);
      for (String group : use.groups().isEmpty() ? Set.of(NO_GROUP) : use.groups()) {
        cell(row, group).put(use.operation(), RightMark.MISSING);
      }
    }
  }

  private Optional<String> narrowest(DestinationName destination) {
    return destination.kind().isTemporary()
        ? Optional.of(RightsMatrix.TEMPORARY)
        : patterns.narrowest(destination);
  }

  private static String rowOfItsOwn(DestinationName destination) {
    return destination.parts().stream().allMatch(part -> part.kind().isTemporary())
        ? RightsMatrix.TEMPORARY
        : destination.shown();
  }

  /** Marks what the user holds in a row as used, and tells whether a map grants it. */
  private boolean use(String destinations, Use use) {
    // A map may name users.
    Set<String> holders = new HashSet<>(use.groups());
    holders.add(use.user());
    holders.add(RightHolder.ANY_GROUP);
    boolean held = false;
    for (String holder : holders) {
      Map<Operation, RightMark> cell =
          rows.getOrDefault(destinations, Map.of()).getOrDefault(holder, Map.of());
      if (cell.get(use.operation()) == RightMark.UNUSED) {
        cell.put(use.operation(), RightMark.HELD);
      }
      held |=
          cell.get(use.operation()) == RightMark.HELD
              && (mapDecides || !holder.equals(RightHolder.ANY_GROUP));
    }
    return held;
  }

  /** Returns the destinations, sorted. */
  List<String> destinations() {
    return List.copyOf(rows.keySet());
  }

  /** Returns the groups, sorted. */
  List<String> groups() {
    Set<String> groups = new TreeSet<>();
    rows.values().forEach(row -> groups.addAll(row.keySet()));
    return List.copyOf(groups);
  }

  /** Tells whether destinations are a pattern of the map. */
  boolean isGranted(String destinations) {
    return granted.contains(destinations);
  }

  /** Tells whether something was used on these destinations that is not granted. */
  boolean isLacking(String destinations) {
    return lacking.contains(destinations);
  }

  /**
   * Returns what is known of each right of a group; nothing of one that it neither has nor used.
   */
  Map<Operation, RightMark> marks(String destinations, String group) {
    return rows.getOrDefault(destinations, Map.of()).getOrDefault(group, Map.of());
  }
}
