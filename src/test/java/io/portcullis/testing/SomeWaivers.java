package io.portcullis.testing;

import io.portcullis.Waiver;
import java.time.LocalDate;

/** Waivers that tests need again and again. */
public final class SomeWaivers {

  private SomeWaivers() {}

  /** One that does not end before the test does. */
  public static Waiver waiver(String rule, String subject) {
    return waiver(rule, subject, LocalDate.of(9999, 12, 31));
  }

  /** One that ends at the start of a day, UTC. */
  public static Waiver waiver(String rule, String subject, LocalDate until) {
    Waiver waiver = new Waiver();
    waiver.setRule(rule);
    waiver.setSubject(subject);
    waiver.setReason("until the test is over");
    waiver.setUntil(until.toString());
    return waiver;
  }
}
