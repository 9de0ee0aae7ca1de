package io.portcullis.broker.start;

import io.portcullis.rule.BrokerFacts.Stealing;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.activemq.broker.region.policy.PolicyEntry;
import org.apache.activemq.broker.region.policy.PolicyMap;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ActiveMQTempQueue;
import org.apache.activemq.command.ActiveMQTempTopic;
import org.apache.activemq.command.ActiveMQTopic;

/**
 * The policy entries by which others than its connection may read a temporary destination. ActiveMQ
 * 5.19.8, 6.2.7 and 6.3.0 brought the option, so it is asked by reflection.
 */
final class StealableDestinations {

  private static final String OPTION = "isAllowTempDestinationStealing";
  private static final String EVERYTHING = ">";

  private StealableDestinations() {}

  /** Returns the entries of a map that allow it. */
  static List<Stealing> of(PolicyMap mapOrNull) {
    if (mapOrNull == null) {
      return List.of();
    }
    List<Stealing> stealing = new ArrayList<>();
    Set<PolicyEntry> entries = new LinkedHashSet<>();
    Stream.of(
            new ActiveMQQueue(EVERYTHING),
            new ActiveMQTopic(EVERYTHING),
            new ActiveMQTempQueue(EVERYTHING),
            new ActiveMQTempTopic(EVERYTHING))
        .flatMap(all -> entries(mapOrNull, all))
        .filter(entries::add)
        .filter(StealableDestinations::allows)
        .map(
            entry ->
                new Stealing(
                    entry.getDestination().getQualifiedName(), DestinationLimits.tag(entry)))
        .forEach(stealing::add);
    if (mapOrNull.getDefaultEntry() != null && allows(mapOrNull.getDefaultEntry())) {
      stealing.add(new Stealing("temp-queue://>", "the <policyEntry> in <defaultEntry>"));
    }
    return stealing;
  }

  private static Stream<PolicyEntry> entries(PolicyMap map, ActiveMQDestination all) {
    Set<?> found = map.get(all);
    return found.stream()
        .filter(PolicyEntry.class::isInstance)
        .map(PolicyEntry.class::cast)
        .filter(entry -> entry.getDestination() != null);
  }

  private static boolean allows(PolicyEntry entry) {
    try {
      return Boolean.TRUE.equals(entry.getClass().getMethod(OPTION).invoke(entry));
    } catch (NoSuchMethodException e) {
      // A release without the option lets nobody steal, or everybody; its holes are reported.
      return false;
    } catch (ReflectiveOperationException e) {
      return true;
    }
  }
}
