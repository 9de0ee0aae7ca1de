package io.portcullis.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.enforce.ActivePolicy;
import io.portcullis.enforce.AuditLog;
import io.portcullis.enforce.Counters;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Senders;
import io.portcullis.enforce.WaiverUse;
import io.portcullis.policy.Policy;
import io.portcullis.rule.Rules;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.SetClock;
import io.portcullis.testing.TestCertificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Certificates as time passes, with a clock that is set by hand. */
class CertificateWatchTest {

  private static final Instant END = Instant.parse("2027-06-30T12:00:00Z");
  private static final String WHERE =
      "connector \"ssl\" (ssl://127.0.0.1:0): its certificate CN=test ";

  private final SetClock clock = new SetClock(END);
  private final Counters tally = new Counters();
  private final GatedBroker broker = GatedBroker.create();
  private AuditLines audit;
  private CertificateWatch watch;

  @BeforeEach
  void watch() throws Exception {
    audit = AuditLines.capture();
    TestCertificate certificate =
        TestCertificate.ec(256).valid(Instant.parse("2026-01-01T00:00:00Z"), END);
    broker
        .listen("ssl")
        .withService(service -> service.setSslContext(TestCertificate.context(certificate)));
    Policy policy = Policy.builder().build(Rules.ids());
    watch =
        new CertificateWatch(
            broker.getBrokerService(),
            new Enforcer(
                ActivePolicy.of(policy, clock),
                new WaiverUse(clock),
                new AuditLog(clock),
                tally,
                new Senders(clock)),
            clock);
  }

  @AfterEach
  void close() {
    audit.close();
    broker.close();
  }

  @Test
  void theEndIsReportedOnceADayFromThirtyDaysBefore() {
    clock.set(END.minus(Duration.ofDays(30)).minusSeconds(1));
    watch.begin();
    watch.look();
    assertThat(audit.lines()).isEmpty();

    clock.set(END.minus(Duration.ofDays(30)).plusSeconds(1));
    for (int hour = 0; hour < 24; hour++) {
      watch.look();
      clock.set(clock.instant().plus(Duration.ofHours(1)));
    }
    assertThat(audit.found()).containsExactly(WHERE + "ends on 2027-06-30T12:00:00Z, in 29 days");

    watch.look();
    assertThat(audit.found())
        .hasSize(2)
        .endsWith(WHERE + "ends on 2027-06-30T12:00:00Z, in 28 days");
    assertThat(audit.lines())
        .allSatisfy(line -> assertThat(line).contains("\"disposition\":\"reported\""));
  }

  @Test
  void theEndItselfIsReportedOnceAndRefusesNothing() {
    clock.set(END.minus(Duration.ofDays(40)));
    watch.begin();
    clock.set(END);
    watch.look();
    clock.set(END.plusSeconds(1));
    watch.look();
    clock.set(END.plus(Duration.ofDays(9)));
    watch.look();

    assertThat(audit.found())
        .containsExactly(
            WHERE + "ends on 2027-06-30T12:00:00Z, in 0 days",
            WHERE + "ended on 2027-06-30T12:00:00Z");
    assertThat(tally.refused()).isZero();
    assertThat(tally.reported()).isEqualTo(2);
  }

  @Test
  void aClockThatJumpsOverTheEndAndBackIsFollowedBothWays() {
    clock.set(END.minus(Duration.ofDays(40)));
    watch.begin();
    for (int jump = 0; jump < 2; jump++) {
      clock.set(END.plus(Duration.ofDays(1_000L + jump)));
      watch.look();
      watch.look();
      clock.set(END.minus(Duration.ofDays(40)));
      watch.look();
    }

    assertThat(audit.found())
        .containsExactly(
            WHERE + "ended on 2027-06-30T12:00:00Z", WHERE + "ended on 2027-06-30T12:00:00Z");
    assertThat(tally.refused()).isZero();
  }

  @ParameterizedTest
  @ValueSource(longs = {-1, 1})
  void whatWasSaidWhenTheBrokerWasJudgedIsNotSaidAgain(long secondsAfterItsEnd) {
    clock.set(END.plusSeconds(secondsAfterItsEnd));
    watch.begin();
    watch.look();

    assertThat(audit.lines()).isEmpty();
  }

  @Test
  void aCertificateThatIsReplacedIsLookedAt() {
    clock.set(END.minus(Duration.ofDays(100)));
    watch.begin();
    TestCertificate weak =
        TestCertificate.rsa(1024).valid(clock.instant(), clock.instant().plus(Duration.ofDays(1)));
    broker.getBrokerService().setSslContext(TestCertificate.context(weak));
    watch.look();

    assertThat(audit.found())
        .isEqualTo(
            List.of(
                WHERE + "has a key of RSA with 1024 bits",
                WHERE + "ends on 2027-03-23T12:00:00Z, in 1 day"));
  }
}
