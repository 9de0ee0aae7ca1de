package io.portcullis.scenario.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.portcullis.Waiver;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.SomeWaivers;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A transport connector and a network connector that have the same name. */
class NamesakesTest {

  private final AuditLines audit = AuditLines.capture();
  private GatedBroker broker;

  @BeforeEach
  void bothPlain() throws Exception {
    broker = GatedBroker.listening("tcp");
    broker.withService(
        service -> {
          try {
            service.addNetworkConnector("static:(tcp://127.0.0.1:1)").setName("tcp");
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @AfterEach
  void stop() {
    broker.close();
    audit.close();
  }

  private String refusal(String... subjects) {
    List<Waiver> waivers =
        Arrays.stream(subjects).map(subject -> SomeWaivers.waiver("require-tls", subject)).toList();
    Throwable thrown = catchThrowable(() -> broker.with(g -> g.setWaivers(waivers)).started());
    String message = "";
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      message = String.valueOf(cause.getMessage());
    }
    return message;
  }

  @Test
  void theWaiverOfOneLeavesTheOtherRefused() {
    assertThat(refusal("tcp"))
        .contains("[require-tls] network connector \"tcp\"")
        .doesNotContain("[require-tls] connector \"tcp\"");
  }

  @Test
  void andTheOtherWayRound() {
    assertThat(refusal("network-connector:tcp"))
        .contains("[require-tls] connector \"tcp\"")
        .doesNotContain("network connector");
  }

  @Test
  void eachByItsKindPasses() {
    assertThat(refusal("connector:tcp", "network-connector:tcp")).isEmpty();

    assertThat(audit.lines())
        .filteredOn(line -> AuditLines.field(line, "rule").equals("require-tls"))
        .extracting(line -> AuditLines.field(line, "kind") + " " + AuditLines.field(line, "code"))
        .containsOnly("connector scheme-without-tls", "network-connector link-without-tls");
  }
}
