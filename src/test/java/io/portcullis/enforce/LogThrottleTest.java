package io.portcullis.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class LogThrottleTest {

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final Clock clock = ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  private final LogThrottle<String> throttle = new LogThrottle<>(clock, 1);

  @Test
  void tenThousandAlikeMakeFiveLinesThatTellHowManyWereLeftOut() {
    List<Long> leftOut = new ArrayList<>();

    for (int i = 0; i < 10_000; i++) {
      throttle.add("alike").ifPresent(leftOut::add);
    }

    assertThat(leftOut).containsExactly(0L, 8L, 89L, 899L, 8999L);
  }

  @Test
  void aKindCanHaveSeveralLinesBeforeItIsFolded() {
    LogThrottle<String> several = new LogThrottle<>(clock, 3);
    List<Long> leftOut = new ArrayList<>();

    for (int i = 0; i < 300; i++) {
      several.add("alike").ifPresent(leftOut::add);
    }

    assertThat(leftOut).containsExactly(0L, 0L, 0L, 26L, 269L);
  }

  @Test
  void differentKindsDoNotHideEachOther() {
    throttle.add("one");

    assertThat(throttle.add("another")).hasValue(0);
  }

  @Test
  void afterAnHourTheFirstIsWorthALineAgain() {
    throttle.add("alike");
    throttle.add("alike");
    now.set(now.get().plus(Duration.ofHours(1)));
    assertThat(throttle.add("alike")).isEmpty();
    now.set(now.get().plusSeconds(1));

    assertThat(throttle.add("alike")).hasValue(2);
  }

  @Test
  void aClockThatIsSetBackSilencesNothing() {
    now.set(Instant.EPOCH.plus(Duration.ofDays(365)));
    throttle.add("alike");
    throttle.add("alike");
    now.set(Instant.EPOCH);

    assertThat(throttle.add("alike")).hasValue(1);
    assertThat(throttle.add("alike")).as("folded again").isEmpty();
  }

  @Test
  void theLeastRecentKindIsForgottenFirst() {
    throttle.add("first");
    for (int i = 0; i < 1023; i++) {
      throttle.add("kind " + i);
    }
    assertThat(throttle.add("first")).as("still known").isEmpty();
    throttle.add("one too many");

    assertThat(throttle.add("kind 0")).as("forgotten").hasValue(0);
    assertThat(throttle.add("first")).as("used since").isEmpty();
  }
}
