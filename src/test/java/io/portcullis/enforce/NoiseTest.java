package io.portcullis.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.Resource;
import io.portcullis.rule.Fault;
import io.portcullis.rule.Named;
import io.portcullis.rule.Violation;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.LoggedLines;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Somebody who makes noise, under any names, hides nothing of what others do. */
class NoiseTest {

  private static final Clock CLOCK = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
  private static final String NOISY = "tcp://10.0.0.1:";
  private static final Subject QUIET =
      new Subject("ssl", "tcp://10.0.0.2:5", "bob", "c", "openwire", "queue://Q");

  /** What varies from one of its violations to the next. */
  record Noise(boolean user, boolean clientId, boolean destination, boolean port) {
    Subject subject(int number) {
      return new Subject(
          "ssl",
          NOISY + (port ? 1 + number % 60_000 : 5),
          user ? "user " + number : "alice",
          clientId ? "client " + number : "c",
          "openwire",
          destination ? "queue://" + number : "queue://Q");
    }
  }

  @Provide
  Arbitrary<Noise> noise() {
    Arbitrary<Boolean> any = Arbitraries.of(true, false);
    return Combinators.combine(any, any, any, any).as(Noise::new);
  }

  @Property(tries = 30)
  void theFirstLineOfSomebodyElseIsInTheAuditLog(
      @ForAll @From("noise") Noise noise, @ForAll @IntRange(max = 12_000) int times) {
    try (AuditLines audit = AuditLines.capture()) {
      AuditLog log = new AuditLog(CLOCK);
      for (int i = 0; i < times; i++) {
        log.write(
            Moment.CONNECTION, Disposition.REFUSED, noise.subject(i), violation("where " + i));
      }
      int before = audit.lines().size();

      log.write(Moment.CONNECTION, Disposition.REFUSED, QUIET, violation("where"));

      assertThat(audit.lines()).hasSize(before + 1).last().asString().contains("\"bob\"");
      assertThat(before).as("lines of the noise").isLessThanOrEqualTo(103);
    }
  }

  /** Users behind one address, such as a load balancer's. */
  @Property(tries = 30)
  void norTheFirstLineOfAnotherUserOfTheSameHost(
      @ForAll @From("noise") Noise noise, @ForAll @IntRange(max = 12_000) int times) {
    try (AuditLines audit = AuditLines.capture()) {
      AuditLog log = new AuditLog(CLOCK);
      for (int i = 0; i < times; i++) {
        log.write(Moment.SEND, Disposition.REFUSED, noise.subject(i), violation("where " + i));
      }
      int before = audit.lines().size();

      log.write(
          Moment.SEND,
          Disposition.REFUSED,
          new Subject("ssl", NOISY + 7, "alice", "c", "openwire", "queue://Q", true),
          violation("where"));

      assertThat(audit.lines()).hasSize(before + 1);
    }
  }

  @Property(tries = 30)
  void theRowOfSomebodyElseStays(
      @ForAll @From("noise") Noise noise,
      @ForAll @IntRange(max = 300) int quiet,
      @ForAll @IntRange(max = 3_000) int times) {
    Senders senders = new Senders(CLOCK);
    for (int i = 0; i < quiet; i++) {
      senders.count(
          new Subject("ssl", QUIET.remoteAddress(), "bob", "c " + i, "openwire", "queue://Q", true),
          violation("where"));
    }
    for (int i = 0; i < times; i++) {
      Subject claimed = noise.subject(i);
      Subject noisy =
          new Subject(
              claimed.connector(),
              claimed.remoteAddress(),
              noise.user ? claimed.user() : "alice",
              claimed.clientId(),
              claimed.protocol(),
              claimed.destination(),
              !noise.user);
      senders.count(noisy, violation("where"));
    }

    assertThat(senders.all()).hasSizeLessThanOrEqualTo(1_000);
    assertThat(senders.all().stream().filter(sender -> sender.user().equals("bob"))).hasSize(quiet);
  }

  @Property(tries = 10)
  void theHandshakeOfSomebodyElseIsToldOf(@ForAll @IntRange(max = 2_000) int times) {
    try (LoggedLines log = LoggedLines.of(FailedHandshakes.class.getName())) {
      FailedHandshakes handshakes = new FailedHandshakes(CLOCK);
      for (int i = 0; i < times; i++) {
        handshakes.count("ssl", "tcp://[2001:db8::%x]:%d".formatted(i, 1 + i % 60_000));
        handshakes.count("ssl", "tcp://10.0.%d.1:5".formatted(i % 90));
      }

      handshakes.count("ssl", QUIET.remoteAddress());

      assertThat(log.lines()).last().asString().contains("10.0.0.2");
    }
  }

  private static Violation violation(String where) {
    return Violation.of(
        "rule", new Named(Resource.connector(where), where), new Fault("code", "found", "remedy"));
  }
}
