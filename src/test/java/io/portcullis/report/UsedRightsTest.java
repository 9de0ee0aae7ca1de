package io.portcullis.report;

import static io.portcullis.policy.DestinationName.queue;
import static io.portcullis.policy.DestinationName.topic;
import static io.portcullis.rule.Operation.READ;
import static io.portcullis.rule.Operation.WRITE;
import static io.portcullis.testing.SomeUses.lacking;
import static io.portcullis.testing.SomeUses.permitted;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.broker.rights.GroupRights;
import io.portcullis.policy.DestinationKind;
import io.portcullis.policy.DestinationName;
import io.portcullis.testing.SomeUses;
import io.portcullis.usage.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Which row of a map a use belongs to. */
class UsedRightsTest {

  private static final List<GroupRights> MAP =
      List.of(
          new GroupRights("queue://>", "staff", true, false, false),
          new GroupRights("queue://ORDERS.*", "staff", true, true, false),
          new GroupRights("queue://ORDERS.>", "staff", true, true, false),
          new GroupRights("queue://ORDERS.EU", "staff", true, true, false),
          new GroupRights("temporary destinations", "staff", true, true, true),
          new GroupRights("topic://NEWS", "*", true, false, false));

  private static List<String> cells(Use... uses) {
    UsedRights rights = new UsedRights(MAP, List.of(uses), true);
    List<String> cells = new ArrayList<>();
    for (String destinations : rights.destinations()) {
      for (String group : rights.groups()) {
        String marks =
            rights.marks(destinations, group).entrySet().stream()
                .map(
                    mark ->
                        mark.getKey().right()
                            + " "
                            + mark.getValue().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        if (!marks.isEmpty()) {
          cells.add("%s %s: %s".formatted(destinations, group, marks));
        }
      }
    }
    return cells;
  }

  @Test
  void theNarrowestPatternThatCoversADestinationIsUsed() {
    assertThat(
            cells(
                permitted("staff", READ, queue("ORDERS.US")),
                permitted("staff", WRITE, queue("ORDERS.US.OLD"))))
        .contains(
            "queue://ORDERS.* staff: read held, write unused",
            "queue://ORDERS.> staff: read unused, write held",
            "queue://ORDERS.EU staff: read unused, write unused",
            "queue://> staff: read unused");
  }

  @Test
  void whoReadsAPatternReadsNarrowerOnesToo() {
    assertThat(cells(permitted("staff", READ, queue("ORDERS.>"))))
        .contains(
            "queue://ORDERS.* staff: read held, write unused",
            "queue://ORDERS.> staff: read held, write unused",
            "queue://ORDERS.EU staff: read held, write unused",
            "queue://> staff: read unused");
  }

  @Test
  void eachPartOfACompositeIsUsed() {
    DestinationName both =
        new DestinationName(
            DestinationKind.QUEUE,
            "ORDERS.EU,topic://NEWS",
            List.of(queue("ORDERS.EU"), topic("NEWS")));

    assertThat(cells(permitted("staff", READ, both)))
        .contains("queue://ORDERS.EU staff: read held, write unused", "topic://NEWS *: read held");
    assertThat(cells(lacking("guests", WRITE, both)))
        .contains("queue://ORDERS.EU,topic://NEWS guests: write missing");
    assertThat(cells(lacking("staff", WRITE, both)))
        .contains("queue://ORDERS.EU,topic://NEWS staff: write missing");
  }

  @Test
  void temporaryDestinationsAreOneRow() {
    assertThat(
            cells(
                permitted("staff", READ, SomeUses.temporary()),
                lacking("guests", WRITE, SomeUses.temporary())))
        .contains(
            "temporary destinations staff: read held, write unused, admin unused",
            "temporary destinations guests: write missing");
  }

  @Test
  void whatTheMapGrantsMeanwhileIsNotMissing() {
    assertThat(cells(lacking("staff", WRITE, queue("ORDERS.EU"))))
        .contains("queue://ORDERS.EU staff: read unused, write held");
  }
}
