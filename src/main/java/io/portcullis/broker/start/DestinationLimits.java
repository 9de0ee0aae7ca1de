package io.portcullis.broker.start;

import io.portcullis.rule.DestinationLimit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
    Optional<PolicyEntry> forAll =
        entries.stream()
            .filter(entry -> parts(entry).contains(all))
            .findFirst()
            .or(() -> Optional.ofNullable(map.getDefaultEntry()));
    limits.add(
        new DestinationLimit(
            all.getQualifiedName(),
            "<policyEntry %s>".formatted(attribute),
            forAll.isPresent() && isBounded(forAll.get())));
    for (PolicyEntry entry : entries) {
      for (ActiveMQDestination part : parts(entry)) {
        if (part.isPattern() && !all.equals(part) && !AdvisorySupport.isAdvisoryTopic(part)) {
          limits.add(
              new DestinationLimit(part.getQualifiedName(), "its <policyEntry>", isBounded(entry)));
        }
      }
    }
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
