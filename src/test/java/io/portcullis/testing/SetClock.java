package io.portcullis.testing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** A clock that goes on when it is told to. */
public final class SetClock extends Clock {

  private final AtomicReference<Instant> now;

  /** Stands at the present. */
  public SetClock() {
    this(Instant.now());
  }

  /** Stands at this instant. */
  public SetClock(Instant now) {
    this.now = new AtomicReference<>(now);
  }

  /** Sets it. */
  public void set(Instant instant) {
    now.set(instant);
  }

  /** Lets time pass. */
  public void pass(Duration time) {
    now.updateAndGet(before -> before.plus(time));
  }

  @Override
  public Instant instant() {
    return now.get();
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
