package io.portcullis.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.Policy;
import io.portcullis.policy.Resource.Kind;
import io.portcullis.rule.Fault;
import io.portcullis.rule.Named;
import io.portcullis.rule.Rules;
import io.portcullis.rule.Violation;
import io.portcullis.testing.AuditLines;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Clients choose names and ids, so that no two violations need be alike. */
class EnforcerFloodTest {

  private static final int TIMES = 10_000;

  private final Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
  private final Counters tally = new Counters();
  private final Senders senders = new Senders(clock);

  @Test
  void linesAndSendersAreBoundedAndCountersAreNot() throws Exception {
    Policy policy = Policy.builder().build(Rules.ids());
    Enforcer enforcer =
        new Enforcer(
            ActivePolicy.of(policy, clock),
            new WaiverUse(clock),
            new AuditLog(clock),
            tally,
            senders);
    Violation violation =
        Violation.of(
            "require-encrypted-body",
            Named.of(Kind.DESTINATION, "queue://Q"),
            new Fault("code", "found", "remedy"));

    try (AuditLines audit = AuditLines.capture()) {
      for (int i = 0; i < TIMES; i++) {
        enforcer.enforce(
            Moment.SEND,
            new Subject("ssl", "tcp://10.0.0.1:1", "user", "client-" + i, "openwire", "queue://Q"),
            List.of(violation));
      }

      assertThat(audit.lines())
          .as("a hundred of a source, and the thousandth, the ten thousandth")
          .hasSize(102)
          .last()
          .asString()
          .contains("\"clientId\":\"client-9999\"")
          .endsWith("\"repeated\":8999}");
    }
    assertThat(tally.refused()).isEqualTo(TIMES);
    assertThat(senders.all()).hasSize(1_000);
  }
}
