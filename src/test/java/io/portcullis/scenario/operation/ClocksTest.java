package io.portcullis.scenario.operation;

import static io.portcullis.testing.SomeWaivers.waiver;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.SetGateClock;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.SetClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clocks that jump, forwards and back, while a broker runs. */
@Timeout(120)
class ClocksTest {

  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(PLAINTEXT);
  private static final Duration YEARS = Duration.ofDays(20L * 365);

  private final Instant now = Instant.now();
  private final SetClock clock = new SetClock(now);
  private final GatedBroker broker =
      GatedBroker.create().with(gate -> SetGateClock.of(gate, clock));

  @AfterEach
  void stop() {
    broker.close();
  }

  @Test
  void aCertificatesEndThatTheClockJumpsOverIsShownAndRefusesNobody() throws Exception {
    broker.listen("ssl").with(gate -> gate.setCertificateWarningDays("3")).started();
    assertThat(certificateViolations()).isEmpty();
    try (OpenWire before = OpenWire.connect(broker, "admin")) {

      Instant end = end();
      clock.set(end.minus(Duration.ofDays(2)));
      assertThat(certificateViolations())
          .singleElement()
          .asString()
          .endsWith("ends on %s, in 2 days".formatted(end));

      clock.set(end.plus(YEARS));
      assertThat(certificateViolations()).singleElement().asString().endsWith("ended on " + end);
      before.send("Q", ENCRYPTED);
      OpenWire.connect(broker, "admin").close();
      assertThat(broker.view().reload()).isEmpty();
      assertThat(broker.view().getRefusedCount()).isZero();

      clock.set(now);
      assertThat(certificateViolations()).isEmpty();
      before.send("Q", ENCRYPTED);
    }
  }

  private Instant end() throws Exception {
    return rows(broker.view().getCertificates()).stream()
        .filter(row -> row.get("subject").equals("CN=localhost"))
        .map(row -> Instant.parse((String) row.get("until")))
        .findFirst()
        .orElseThrow();
  }

  private List<String> certificateViolations() throws Exception {
    return rows(broker.view().getViolations()).stream()
        .filter(row -> row.get("rule").equals("require-valid-certificate"))
        .map(row -> (String) row.get("found"))
        .filter(found -> found.startsWith("its certificate "))
        .distinct()
        .toList();
  }

  private static List<CompositeData> rows(TabularData table) {
    return table.values().stream().map(CompositeData.class::cast).toList();
  }

  @Test
  void aWaiversEndThatTheClockJumpsOverEndsItAndTheWayBackDoesNot() throws Exception {
    LocalDate until = now.atZone(ZoneOffset.UTC).toLocalDate().plusDays(100);
    broker
        .listen("ssl")
        .with(gate -> gate.setWaivers(List.of(waiver("require-encrypted-body", "LEGACY", until))))
        .started();
    try (OpenWire client = OpenWire.connect(broker, "admin")) {
      client.send("LEGACY", PLAINTEXT);

      clock.set(now.plus(YEARS));
      assertThatThrownBy(() -> client.send("LEGACY", PLAINTEXT))
          .hasMessageStartingWith("[require-encrypted-body]");
      assertThatCode(() -> client.send("LEGACY", ENCRYPTED)).doesNotThrowAnyException();

      clock.set(now);
      assertThatCode(() -> client.send("LEGACY", PLAINTEXT)).doesNotThrowAnyException();
      assertThatThrownBy(() -> client.send("OTHER", PLAINTEXT))
          .hasMessageStartingWith("[require-encrypted-body]");
    }
  }

  @Test
  void whoFailedToLogInDoesNotWaitUntilTheClockIsWhereItWas() throws Exception {
    broker.listen("ssl").started();
    String uri = "ssl://localhost:" + broker.port("ssl");
    clock.set(now.plus(YEARS));
    assertThatThrownBy(() -> OpenWire.connect(uri, "admin", "wrong"))
        .hasMessageContaining("password is invalid");

    clock.set(now);

    assertThatThrownBy(() -> OpenWire.connect(uri, "admin", GatedBroker.PASSWORD))
        .hasMessageContaining("has to wait 250 ms more there");
    clock.pass(Duration.ofMillis(250));
    OpenWire.connect(uri, "admin", GatedBroker.PASSWORD).close();
    assertThat(broker.view().getFailedLogins().size()).isZero();
  }

  @Test
  void whoFailedToLogInWaitsNoLongerAfterAJumpForwards() throws Exception {
    broker.listen("ssl").started();
    String uri = "ssl://localhost:" + broker.port("ssl");
    assertThatThrownBy(() -> OpenWire.connect(uri, "admin", "wrong"))
        .hasMessageContaining("password is invalid");

    clock.set(now.plus(YEARS));

    OpenWire.connect(uri, "admin", GatedBroker.PASSWORD).close();
  }
}
