package io.portcullis.broker.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.rule.DestinationLimit;
import io.portcullis.rule.DestinationLimit.Place;
import java.util.List;
import org.apache.activemq.broker.region.policy.PolicyEntry;
import org.apache.activemq.broker.region.policy.PolicyMap;
import org.junit.jupiter.api.Test;

class DestinationLimitsTest {

  private final PolicyMap map = new PolicyMap();

  @Test
  void withoutPoliciesNothingIsBounded() {
    assertThat(DestinationLimits.of(null))
        .containsExactly(
            new DestinationLimit("queue://>", "<policyEntry queue=\">\">", false, Place.NOTHING),
            new DestinationLimit("topic://>", "<policyEntry topic=\">\">", false, Place.NOTHING),
            new DestinationLimit(
                "temp-queue://>", "<policyEntry tempQueue=\"true\">", false, Place.NOTHING),
            new DestinationLimit(
                "temp-topic://>", "<policyEntry tempTopic=\"true\">", false, Place.NOTHING));
  }

  @Test
  void theDefaultEntryIsForWhateverNoEntryIsFor() {
    map.setDefaultEntry(entry("", 0));

    assertThat(DestinationLimits.of(map)).allMatch(DestinationLimit::bounded);
  }

  @Test
  void anEntryForLessWithoutABoundTakesItFromThePattern() {
    map.setPolicyEntries(List.of(entry(">", 10), entry("ORDERS.>", -1), entry("ORDERS.NEW", -1)));

    assertThat(DestinationLimits.of(map))
        .contains(
            new DestinationLimit("queue://>", "<policyEntry queue=\">\">", true),
            new DestinationLimit("queue://ORDERS.>", "<policyEntry queue=\"ORDERS.>\">", false))
        .noneMatch(limit -> limit.destinations().equals("queue://ORDERS.NEW"));
  }

  @Test
  void anEntryForAllIsNotMadeUpForByTheDefaultOne() {
    map.setPolicyEntries(List.of(entry(">", -1)));
    map.setDefaultEntry(entry("", 10));

    assertThat(DestinationLimits.of(map))
        .contains(new DestinationLimit("queue://>", "<policyEntry queue=\">\">", false));
  }

  @Test
  void anEntryForSeveralIsForEach() {
    map.setPolicyEntries(List.of(entry("A.>,>", 10), entry("B.>,C", -1)));

    assertThat(DestinationLimits.of(map))
        .contains(
            new DestinationLimit("queue://>", "<policyEntry queue=\"A.>,>\">", true),
            new DestinationLimit("queue://A.>", "<policyEntry queue=\"A.>,>\">", true),
            new DestinationLimit("queue://B.>", "<policyEntry queue=\"B.>,C\">", false))
        .hasSize(6);
  }

  @Test
  void advisoriesAreNotCountedByActiveMq() {
    PolicyEntry advisories = entry("", -1);
    advisories.setTopic("ActiveMQ.Advisory.>");
    map.setPolicyEntries(List.of(advisories));

    assertThat(DestinationLimits.of(map)).hasSize(4);
  }

  private static PolicyEntry entry(String queue, int maxDestinations) {
    PolicyEntry entry = new PolicyEntry();
    if (!queue.isEmpty()) {
      entry.setQueue(queue);
    }
    entry.setMaxDestinations(maxDestinations);
    return entry;
  }
}
