package io.portcullis.broker.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.rule.BrokerFacts.Stealing;
import java.util.List;
import org.apache.activemq.broker.region.policy.PolicyEntry;
import org.apache.activemq.broker.region.policy.PolicyMap;
import org.junit.jupiter.api.Test;

class StealableDestinationsTest {

  /** An entry as releases have it that brought the option. */
  public static final class NewerEntry extends PolicyEntry {

    private final boolean steals;

    NewerEntry(boolean steals) {
      this.steals = steals;
    }

    public boolean isAllowTempDestinationStealing() {
      return steals;
    }
  }

  @Test
  void theEntriesThatAllowItAreNamed() {
    PolicyEntry stealing = new NewerEntry(true);
    stealing.setTempQueue(true);
    PolicyEntry others = new NewerEntry(false);
    others.setQueue(">");
    PolicyEntry older = new PolicyEntry();
    older.setTopic(">");
    PolicyMap map = new PolicyMap();
    map.setPolicyEntries(List.of(stealing, others, older));

    assertThat(StealableDestinations.of(map))
        .containsExactly(new Stealing("temp-queue://>", "<policyEntry tempQueue=\"true\">"));
  }

  @Test
  void theDefaultEntryIsForAll() {
    PolicyMap map = new PolicyMap();
    map.setDefaultEntry(new NewerEntry(true));

    assertThat(StealableDestinations.of(map))
        .containsExactly(new Stealing("temp-queue://>", "the <policyEntry> in <defaultEntry>"));
  }

  @Test
  void withoutAMapNobodySteals() {
    assertThat(StealableDestinations.of(null)).isEmpty();
    assertThat(StealableDestinations.of(new PolicyMap())).isEmpty();
  }
}
