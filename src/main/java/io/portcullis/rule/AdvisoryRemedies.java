package io.portcullis.rule;

import io.portcullis.policy.DestinationName;
import java.util.ArrayList;
import java.util.List;

/**
 * What to change in a map, so that clients may do with advisory topics what they need and no more.
 *
 * <p>In ActiveMQ's own map, the rights of all matching entries add up. So a new entry takes nothing
 * from anybody.
 */
final class AdvisoryRemedies {

  private static final DestinationName FOR_CLIENTS = DestinationName.topic(Advisories.OF_CLIENTS);
  private static final DestinationName ALL = DestinationName.topic(Advisories.PREFIX + ">");

  private final AuthorizationFacts map;

  /** Proposes changes of this map. */
  AdvisoryRemedies(AuthorizationFacts map) {
    this.map = map;
  }

  /** Lets a group read what every OpenWire client subscribes to. */
  String reading(String group) {
    return giving(group, Operation.READ, FOR_CLIENTS);
  }

  /** Lets a group that has rights on other destinations use OpenWire. */
  String letting(String group, boolean temporary) {
    return temporary
        ? "%s, if its members use OpenWire".formatted(reading(group))
        : ("%s, if its members use OpenWire; for replies, add %s to read, write and admin of"
                + " <tempDestinationAuthorizationEntry>")
            .formatted(reading(group), XmlText.of(group));
  }

  /** Lets a group create advisory topics. */
  String creating(String group) {
    return giving(group, Operation.ADMIN, ALL);
  }

  private String giving(String group, Operation operation, DestinationName topics) {
    return map.isWritten(topics)
        ? "add %s to %s of %s"
            .formatted(XmlText.of(group), operation.right(), WrittenEntry.tag(topics))
        : "put %s into <authorizationEntries>"
            .formatted(WrittenEntry.element(topics, group, operation));
  }

  /**
   * Takes a right on advisory topics from a group.
   *
   * @param shown the topics, as they are shown
   */
  String takingOut(Operation operation, String group, List<String> shown) {
    List<WrittenEntry> giving =
        map.entries().orElse(List.of()).stream()
            .filter(entry -> entry.gives(operation, group) && reaches(entry, shown))
            .toList();
    if (giving.isEmpty()) {
      return "take it out of %s of every entry that matches them; where entries add up, topic \">\" does"
          .formatted(operation.right());
    }
    List<String> steps = new ArrayList<>();
    if (operation == Operation.READ && needsEntry(group, giving)) {
      steps.add(reading(group));
    }
    steps.add(
        "take %s out of %s of %s"
            .formatted(
                XmlText.of(group),
                operation.right(),
                String.join(" and ", giving.stream().map(WrittenEntry::tag).toList())));
    if (giving.stream().anyMatch(AdvisoryRemedies::isForMore)) {
      steps.add("it loses the other topics there, so give it an entry for each topic that it uses");
    }
    return String.join("; ", steps);
  }

  /** Tells whether the group reads what clients need by one of these entries only. */
  private boolean needsEntry(String group, List<WrittenEntry> giving) {
    return map.entries().orElse(List.of()).stream()
        .filter(entry -> !giving.contains(entry))
        .noneMatch(
            entry ->
                entry.gives(Operation.READ, group) && entry.destinations().equals(FOR_CLIENTS));
  }

  private static boolean reaches(WrittenEntry entry, List<String> shown) {
    return parts(entry).stream()
        .anyMatch(
            part ->
                shown.stream()
                    .anyMatch(
                        topic -> DestinationName.topic(Advisories.PREFIX + topic).meets(part)));
  }

  /** Tells whether an entry is for topics that are no advisories, too. */
  private static boolean isForMore(WrittenEntry entry) {
    return parts(entry).stream().anyMatch(part -> !part.name().startsWith(Advisories.PREFIX));
  }

  private static List<DestinationName> parts(WrittenEntry entry) {
    return List.of(entry.destinations().name().split(",", -1)).stream()
        .map(name -> new DestinationName(entry.destinations().kind(), name))
        .toList();
  }
}
