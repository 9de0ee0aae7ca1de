package io.portcullis.broker.rights;

import io.portcullis.policy.DestinationName;
import io.portcullis.rule.Advisories;
import io.portcullis.rule.AuthorizationFacts;
import io.portcullis.rule.Operation;
import io.portcullis.rule.RightHolder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Builds the authorization matrix: which groups have which rights on which destinations, whatever
 * the map is made of. It shows all destinations, the map's entries if they can be listed, advisory
 * topics and temporary destinations. A pattern stands for destinations that no narrower pattern
 * covers. If several entries give rights, it shows the sum.
 */
public final class RightsMatrix {

  /** What all temporary destinations are called, of which a map has one entry. */
  public static final String TEMPORARY = "temporary destinations";

  private static final int MOST = 10_000;

  /** The patterns that every broker has, even if its map's entries cannot be listed. */
  private static final List<DestinationName> ALWAYS =
      List.of(
          DestinationName.queue(">"),
          DestinationName.topic(">"),
          DestinationName.topic(Advisories.PREFIX + ">"),
          DestinationName.topic(Advisories.PREFIX + "TempQueue"),
          DestinationName.topic(Advisories.PREFIX + "TempTopic"));

  private RightsMatrix() {}

  /**
   * Returns the rights of groups, sorted by destinations and group. A group without rights on some
   * destinations has no row for them. If no map is installed, everybody has every right. If a map
   * is elsewhere and must not be asked, or cannot be used, there are no rows.
   *
   * @return 10,000 rows at most
   * @throws io.portcullis.rule.UnansweredException if the map cannot be asked
   */
  public static List<GroupRights> of(AuthorizationMapView rights) {
    return switch (rights.source()) {
      case NOT_ASKED, UNUSABLE -> List.of();
      case NOT_INSTALLED ->
          Stream.of("queue://>", TEMPORARY, "topic://>")
              .map(
                  everything ->
                      new GroupRights(everything, RightHolder.ANY_GROUP, true, true, true))
              .toList();
      case OPERATOR, DEFAULT -> asked(rights);
    };
  }

  private static List<GroupRights> asked(AuthorizationMapView rights) {
    AuthorizationFacts facts = new RightsAtStart(rights);
    Set<DestinationName> listed = MapEntries.patterns(rights.map());
    ALWAYS.forEach(listed::remove);
    List<GroupRights> rows = new ArrayList<>(rows(TEMPORARY, facts::temporaryGrant));
    Stream.concat(
            ALWAYS.stream(),
            listed.stream().sorted(Comparator.comparing(DestinationName::toString)))
        .takeWhile(pattern -> rows.size() < MOST)
        .forEach(
            pattern ->
                rows.addAll(
                    rows(pattern.toString(), operation -> grant(facts, operation, pattern))));
    return rows.stream()
        .sorted(Comparator.comparing(GroupRights::destinations).thenComparing(GroupRights::group))
        .limit(MOST)
        .toList();
  }

  private static List<GroupRights> rows(
      String destinations, Function<Operation, RightHolder> asked) {
    RightHolder read = asked.apply(Operation.READ);
    RightHolder write = asked.apply(Operation.WRITE);
    RightHolder admin = asked.apply(Operation.ADMIN);
    return Stream.of(read, write, admin)
        .flatMap(
            grant -> grant.everyone() ? Stream.of(RightHolder.ANY_GROUP) : grant.groups().stream())
        .distinct()
        .map(
            group ->
                new GroupRights(
                    destinations,
                    group,
                    read.includes(group),
                    write.includes(group),
                    admin.includes(group)))
        .toList();
  }

  /**
   * Returns the holders of a right on destinations that only this pattern matches. A map that is
   * asked for the pattern itself answers for a wildcard consumer, with narrower entries included.
   */
  private static RightHolder grant(
      AuthorizationFacts facts, Operation operation, DestinationName pattern) {
    DestinationName near = example(pattern, AuthorizationFacts.NAME_OF_NOTHING);
    DestinationName deep = example(pattern, AuthorizationFacts.LONG_NAME_OF_NOTHING);
    RightHolder grant = facts.grant(operation, near);
    return deep.equals(near) ? grant : grant.and(facts.grant(operation, deep));
  }

  private static DestinationName example(DestinationName pattern, String below) {
    List<String> levels = new ArrayList<>();
    for (String level : pattern.name().split("\\.", -1)) {
      if (level.equals(">")) {
        levels.add(below);
        break;
      }
      levels.add(level.equals("*") ? AuthorizationFacts.NAME_OF_NOTHING : level);
    }
    return new DestinationName(pattern.kind(), String.join(".", levels));
  }
}
