package io.portcullis.broker.jmx;

import io.portcullis.usage.KeyUse;
import io.portcullis.usage.Observation;
import io.portcullis.usage.Use;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import javax.management.openmbean.TabularData;

/** The tables in JMX of what was observed. */
final class UsageTables {

  private static final Table<Use> USES =
      Table.<Use>named("Uses", "Use")
          .key("user", Use::user)
          .text("groups", use -> String.join(",", new TreeSet<>(use.groups())))
          .key("operation", use -> use.operation().right())
          .key("destination", use -> use.destination().spelledOut())
          .keyFlag("passed", Use::passed)
          .flag("permitted", Use::permitted)
          .text("firstSeen", use -> use.seen().first().toString())
          .text("lastSeen", use -> use.seen().last().toString())
          .number("minutes", use -> use.seen().minutes());

  private static final Table<KeyUse> KEYS =
      Table.<KeyUse>named("Keys", "Key")
          .key("destination", use -> use.destination().spelledOut())
          .key("provider", KeyUse::provider)
          .key("key", KeyUse::key)
          .key("suite", KeyUse::suite)
          .number("messages", KeyUse::messages)
          .text("firstSeen", use -> use.seen().first().toString())
          .text("lastSeen", use -> use.seen().last().toString());

  private UsageTables() {}

  static TabularData uses(Observation observed) {
    return USES.of(observed.uses());
  }

  /** Puts the rows of all users together. */
  static TabularData keys(Observation observed) {
    Map<List<Object>, KeyUse> rows = new LinkedHashMap<>();
    for (KeyUse use : observed.keys()) {
      rows.merge(
          List.of(use.destination(), use.provider(), use.key(), use.suite()), use, KeyUse::and);
    }
    return KEYS.of(List.copyOf(rows.values()));
  }
}
