package io.portcullis.broker.start;

import io.portcullis.rule.DestinationLimit;
import io.portcullis.rule.DestinationLimit.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.activemq.advisory.AdvisorySupport;
import org.apache.activemq.broker.region.policy.PolicyEntry;
import org.apache.activemq.broker.region.policy.PolicyMap;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ActiveMQTempQueue;
import org.apache.activemq.command.ActiveMQTempTopic;
import org.apache.activemq.command.ActiveMQTopic;

/**
 * The limits that a broker's policy entries set on the number of destinations. For each destination
 * one entry counts: the most specific match, or else the default entry, as in {@code
 * PolicyMap.getEntryFor}. A value of 0 or more is a bound. ActiveMQ does not count advisory topics.
 */
final class DestinationLimits {

  private static final String EVERYTHING = ">";

  private DestinationLimits() {}

  /** Returns the limits of the patterns in a map, and of destinations that match none. */
  static List<DestinationLimit> of(PolicyMap mapOrNull) {
    PolicyMap map = mapOrNull == null ? new PolicyMap() : mapOrNull;
    List<DestinationLimit> limits = new ArrayList<>();
    add(map, new ActiveMQQueue(EVERYTHING), "queue=\">\"", limits);
    add(map, new ActiveMQTopic(EVERYTHING), "topic=\">\"", limits);
    add(map, new ActiveMQTempQueue(EVERYTHING), "tempQueue=\"true\"", limits);
    add(map, new ActiveMQTempTopic(EVERYTHING), "tempTopic=\"true\"", limits);
    return limits;
  }

  private static void add(
      PolicyMap map, ActiveMQDestination all, String attribute, List<DestinationLimit> limits) {
    List<PolicyEntry> entries = entries(map, all);
    Optional<PolicyEntry> written =
        entries.stream().filter(entry -> parts(entry).contains(all)).findFirst();
    Optional<PolicyEntry> forAll = written.or(() -> Optional.ofNullable(map.getDefaultEntry()));
    limits.add(
        new DestinationLimit(
            all.getQualifiedName(),
            written
                .map(DestinationLimits::tag)
                .orElseGet(() -> "<policyEntry %s>".formatted(attribute)),
            forAll.isPresent() && isBounded(forAll.get()),
            place(map, written)));
    for (PolicyEntry entry : entries) {
      for (ActiveMQDestination part : parts(entry)) {
        if (part.isPattern() && !all.equals(part) && !AdvisorySupport.isAdvisoryTopic(part)) {
          limits.add(
              new DestinationLimit(
                  part.getQualifiedName(), tag(entry), isBounded(entry), Place.ENTRY));
        }
      }
    }
  }

  /** Returns the start tag of an entry, by which the operator finds it. */
  static String tag(PolicyEntry entry) {
    ActiveMQDestination destination = entry.getDestination();
    String name = destination.getPhysicalName();
    return switch (destination.getDestinationType()) {
      case ActiveMQDestination.TEMP_QUEUE_TYPE -> "<policyEntry tempQueue=\"true\">";
      case ActiveMQDestination.TEMP_TOPIC_TYPE -> "<policyEntry tempTopic=\"true\">";
      case ActiveMQDestination.TOPIC_TYPE -> "<policyEntry topic=\"%s\">".formatted(name);
      default -> "<policyEntry queue=\"%s\">".formatted(name);
    };
  }

  /** Returns where the bound for all destinations of a kind is written, or has to be. */
  private static Place place(PolicyMap map, Optional<PolicyEntry> written) {
    if (written.isPresent()) {
      return Place.ENTRY;
    }
    if (map.getDefaultEntry() != null) {
      return Place.DEFAULT_ENTRY;
    }
    boolean empty =
        Stream.of(
                new ActiveMQQueue(EVERYTHING),
                new ActiveMQTopic(EVERYTHING),
                new ActiveMQTempQueue(EVERYTHING),
                new ActiveMQTempTopic(EVERYTHING))
            .allMatch(all -> entries(map, all).isEmpty());
    return empty ? Place.NOTHING : Place.ENTRIES;
  }

  private static List<PolicyEntry> entries(PolicyMap map, ActiveMQDestination all) {
    Set<?> found = map.get(all);
    return found.stream()
        .filter(PolicyEntry.class::isInstance)
        .map(PolicyEntry.class::cast)
        .filter(entry -> entry.getDestination() != null)
        .sorted(Comparator.comparing(entry -> entry.getDestination().getQualifiedName()))
        .toList();
  }

  /** Returns the parts of an entry. The map splits an entry for several destinations. */
  private static List<ActiveMQDestination> parts(PolicyEntry entry) {
    ActiveMQDestination destination = entry.getDestination();
    return destination.isComposite()
        ? List.of(destination.getCompositeDestinations())
        : List.of(destination);
  }

  private static boolean isBounded(PolicyEntry entry) {
    return entry.getMaxDestinations() >= 0;
  }
}
