package io.portcullis.login;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that goes on when it is told to. */
public final class SetClock {

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());

  /** The clock. */
  public Clock clock() {
    return ((InstantSource) now::get).withZone(ZoneOffset.UTC);
  }

  /** Lets time pass. */
  public void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }
}
