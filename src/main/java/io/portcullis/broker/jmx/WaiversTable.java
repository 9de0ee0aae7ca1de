package io.portcullis.broker.jmx;

import io.portcullis.enforce.WaiverUse.Used;
import java.time.Instant;
import java.util.List;
import javax.management.openmbean.TabularData;

/** The table of waivers in JMX. */
final class WaiversTable {

  private static final Table<Used> TABLE =
      Table.<Used>named("Waivers", "Waiver")
          .key("rule", used -> used.waiver().rule())
          .key("subject", used -> used.waiver().subject())
          .text("reason", used -> used.waiver().reason())
          .text("until", used -> used.waiver().until().toString())
          .text("state", used -> used.state().word())
          .number("matched", Used::matched)
          .text("lastMatched", used -> used.lastMatched().map(Instant::toString).orElse(""));

  private WaiversTable() {}

  static TabularData of(List<Used> waivers) {
    return TABLE.of(waivers);
  }
}
