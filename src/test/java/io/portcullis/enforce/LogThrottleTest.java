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
  private final LogThrottle<String> fold = new LogThrottle<>(clock, 1);

  @Test
  void tenThousandAlikeMakeFiveLinesThatTellHowManyWereLeftOut() {
    List<Long> leftOut = new ArrayList<>();

    for (int i = 0; i < 10_000; i++) {
      fold.add("alike").ifPresent(leftOut::add);
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
    fold.add("one");

    assertThat(fold.add("another")).hasValue(0);
  }

  @Test
  void afterAnHourTheFirstIsWorthALineAgain() {
    fold.add("alike");
    fold.add("alike");
    now.set(now.get().plus(Duration.ofHours(1)));
    assertThat(fold.add("alike")).isEmpty();
    now.set(now.get().plusSeconds(1));

    assertThat(fold.add("alike")).hasValue(2);
  }

  @Test
  void aClockThatIsSetBackSilencesNothing() {
    now.set(Instant.EPOCH.plus(Duration.ofDays(365)));
    fold.add("alike");
    fold.add("alike");
    now.set(Instant.EPOCH);

    assertThat(fold.add("alike")).hasValue(1);
    assertThat(fold.add("alike")).as("folded again").isEmpty();
  }

  @Test
  void theLeastRecentKindIsForgottenFirst() {
    fold.add("first");
    for (int i = 0; i < 1023; i++) {
      fold.add("kind " + i);
    }
    assertThat(fold.add("first")).as("still known").isEmpty();
    fold.add("one too many");

    assertThat(fold.add("kind 0")).as("forgotten").hasValue(0);
    assertThat(fold.add("first")).as("used since").isEmpty();
  }
}
