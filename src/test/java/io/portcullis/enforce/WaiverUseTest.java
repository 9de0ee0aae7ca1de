package io.portcullis.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.enforce.WaiverUse.Used;
import io.portcullis.policy.Waiver;
import io.portcullis.policy.Waivers;
import io.portcullis.testing.SetClock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaiverUseTest {

  private static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
  private static final Waiver STAYS = waiver("stays");
  private static final Waiver GOES = waiver("goes");
  private static final Waiver COMES = waiver("comes");

  private final SetClock clock = new SetClock(START);
  private final WaiverUse use = new WaiverUse(clock);

  @Test
  void whatStaysIsKnownSinceItsFirstDayAndWhatGoesIsForgotten() {
    use.follow(new Waivers(List.of(STAYS, GOES)));
    clock.pass(Duration.ofHours(1));
    use.count(Set.of(STAYS, GOES));
    use.count(Set.of(STAYS));
    clock.pass(Duration.ofHours(1));

    use.follow(new Waivers(List.of(COMES, STAYS)));
    use.count(Set.of(GOES));

    assertThat(use.all())
        .containsExactly(
            new Used(COMES, WaiverState.ACTIVE, 0, Optional.empty()),
            new Used(STAYS, WaiverState.ACTIVE, 2, Optional.of(START.plusSeconds(3_600))));
    assertThat(use.matched()).containsExactly(STAYS);
    assertThat(use.since(STAYS)).isEqualTo(START);
    assertThat(use.since(COMES)).isEqualTo(START.plusSeconds(7_200));
    clock.pass(Duration.ofHours(1));
    assertThat(use.since(GOES)).as("now, as it is not known").isEqualTo(clock.instant());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({
    "2027-11-01T23:59:59.999Z, active",
    "2027-11-02T00:00:00Z,     ending",
    "2027-12-01T23:59:59.999Z, ending",
    "2027-12-02T00:00:00Z,     ended"
  })
  void aWaiverIsEndingForThirtyDays(Instant now, String word) {
    use.follow(new Waivers(List.of(STAYS)));
    clock.set(now);

    assertThat(use.all().get(0).state().word()).isEqualTo(word);
  }

  private static Waiver waiver(String subject) {
    return new Waiver("require-tls", subject, "why", LocalDate.of(2027, 12, 2));
  }
}
