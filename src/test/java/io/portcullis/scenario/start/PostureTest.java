package io.portcullis.scenario.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.Portcullis;
import io.portcullis.rule.ProcessFacts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.LoggedLines;
import io.portcullis.testing.OneRule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.apache.activemq.ActiveMQConnectionMetaData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What surrounds a real broker: reported by default, refused where the operator wants it. */
class PostureTest {

  private static final String PACKAGES = "org.apache.activemq.SERIALIZABLE_PACKAGES";

  @AfterEach
  void clear() {
    System.clearProperty(PACKAGES);
  }

  @Test
  void aWildcardForSerializationIsReported() {
    System.setProperty(PACKAGES, "*");

    try (AuditLines audit = AuditLines.capture();
        GatedBroker broker = GatedBroker.create().started()) {
      assertThat(broker.getBrokerService().isStarted()).isTrue();
      assertThat(found(audit, "narrow-serialization"))
          .containsExactly(
              PACKAGES
                  + ": * trusts every class, so an object message may run code where it is read");
    }
  }

  @Test
  void aWildcardForSerializationIsRefusedWhereTheRuleEnforces() {
    System.setProperty(PACKAGES, "*");

    assertThat(
            GatedBroker.create().with(gate -> gate.setEnforce("narrow-serialization")).problems())
        .singleElement()
        .asString()
        .startsWith("[narrow-serialization] " + PACKAGES + ": * trusts every class");
  }

  @Test
  void theVersionOfTheBrokerItselfIsJudged() {
    ProcessFacts process =
        new ProcessFacts(OptionalInt.of(1), ActiveMQConnectionMetaData.PROVIDER_VERSION, List.of());
    List<String> expected =
        OneRule.named("require-supported-broker").judge(process).stream()
            .map(v -> v.where() + ": " + v.found())
            .toList();

    try (AuditLines audit = AuditLines.capture();
        GatedBroker broker = GatedBroker.create().started()) {
      assertThat(broker.getBrokerService().isStarted()).isTrue();
      assertThat(found(audit, "require-supported-broker"))
          .as("whatever the age of what is known")
          .filteredOn(found -> !found.startsWith("known releases: "))
          .isEqualTo(expected);
    }
  }

  /** The owner of what stands for this process is who it runs as. */
  @Test
  void rootIsReportedAndNobodyElse() throws Exception {
    boolean root = Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);

    try (AuditLines audit = AuditLines.capture();
        GatedBroker broker = GatedBroker.create().started()) {
      assertThat(broker.getBrokerService().isStarted()).isTrue();
      assertThat(found(audit, "refuse-root")).hasSize(root ? 1 : 0);
    }
  }

  @Test
  void aBrokerWithoutLimitsIsReportedForEachOfThem() throws Exception {
    try (AuditLines audit = AuditLines.capture();
        GatedBroker broker = GatedBroker.listening("ssl", "wss")) {
      broker.getBrokerService().getSystemUsage().getMemoryUsage().setLimit(0);
      broker.start();

      assertThat(found(audit, "bound-resources"))
          .contains(
              "connector \"ssl\" (ssl://127.0.0.1:0): maximumConnections is not set, so connections"
                  + " may be opened until the broker has no threads, files or memory left",
              "memoryUsage: it has no limit, so messages may fill the heap")
          .anyMatch(found -> found.startsWith("queue://>: no maxDestinations holds"))
          .noneMatch(found -> found.contains("wss"));
    }
  }

  @Test
  void whatHasNoLimitInActiveMqIsSaidAtTheStart() throws Exception {
    try (LoggedLines log = LoggedLines.of(Portcullis.class.getName());
        GatedBroker broker = GatedBroker.listening("wss").started()) {
      assertThat(broker.getBrokerService().isStarted()).isTrue();
      assertThat(log.lines().stream().filter(line -> line.contains("[bound-resources] connector")))
          .containsExactly(
              "io.portcullis.Portcullis: Not checked: [bound-resources] connector \"wss\""
                  + " (wss://127.0.0.1:0): how many connect; ActiveMQ has no bound for it, something"
                  + " before it may");
    }
  }

  private static List<String> found(AuditLines audit, String rule) {
    return audit.lines().stream()
        .filter(line -> AuditLines.field(line, "rule").equals(rule))
        .map(line -> AuditLines.field(line, "found"))
        .toList();
  }
}
