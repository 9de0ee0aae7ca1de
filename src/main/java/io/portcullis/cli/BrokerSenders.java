package io.portcullis.cli;

import java.util.List;
import java.util.Locale;

/**
 * Who sends what the rules of one broker do not allow.
 *
 * @param broker the broker's name
 * @param mode {@code ENFORCE} or {@code REPORT_ONLY}
 * @param rows the number of rows that the MBean has
 * @param groups the senders by user and destination, the most recent first
 */
record BrokerSenders(String broker, String mode, int rows, List<SenderGroup> groups) {

  /** The number of rows that the MBean keeps. */
  private static final int MOST_ROWS = 1_000;

  /** Copies the list. */
  BrokerSenders {
    groups = List.copyOf(groups);
  }

  /** Says in a line what was found. */
  String headline() {
    if (groups.isEmpty()) {
      return "Broker %s (%s): since it started, nobody has sent what the rules do not allow."
          .formatted(broker, mode);
    }
    String bound = rows >= MOST_ROWS ? " The broker keeps the last 1,000 senders." : "";
    return "Broker %s (%s): %s what the rules do not allow.%s"
        .formatted(
            broker,
            mode,
            groups.size() == 1 ? "1 sender of" : groups.size() + " senders of",
            bound);
  }

  /** Counts things in English. */
  static String count(long count, String noun) {
    return String.format(Locale.ENGLISH, "%,d %s%s", count, noun, count == 1 ? "" : "s");
  }
}
