package io.portcullis.suggest;

import io.portcullis.policy.DestinationKind;
import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Groups;
import io.portcullis.rule.AuthorizationFacts.Source;
import io.portcullis.rule.Operation;
import io.portcullis.rule.WrittenEntry;
import io.portcullis.usage.BodyUse;
import io.portcullis.usage.ClientUse;
import io.portcullis.usage.CurrentRights;
import io.portcullis.usage.KeyUse;
import io.portcullis.usage.Observation;
import io.portcullis.usage.Observation.Dropped;
import io.portcullis.usage.Seen;
import io.portcullis.usage.Use;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An observation of a month, row by row. */
final class Observed {

  static final DestinationName TEMPORARY =
      new DestinationName(DestinationKind.TEMPORARY_QUEUE, ">");

  static final DestinationName ADVISORIES =
      both(
          DestinationName.topic("ActiveMQ.Advisory.TempQueue"),
          DestinationName.topic("ActiveMQ.Advisory.TempTopic"));

  static final Seen SEEN =
      new Seen(Instant.parse("2026-11-02T08:00:00Z"), Instant.parse("2026-11-28T09:00:00Z"), 812);

  private static final Instant SINCE = Instant.parse("2026-10-30T00:00:00Z");
  private static final Instant UNTIL = Instant.parse("2026-11-30T00:00:00Z");

  private final List<Use> uses = new ArrayList<>();
  private final List<KeyUse> keys = new ArrayList<>();
  private final List<BodyUse> bodies = new ArrayList<>();
  private final List<ClientUse> clients = new ArrayList<>();
  private Optional<List<WrittenEntry>> today = Optional.empty();
  private Source source = Source.OPERATOR;
  private boolean createdByClients;
  private Dropped dropped = Dropped.NOTHING;
  private long minutes = 44_640;

  static DestinationName both(DestinationName... parts) {
    return new DestinationName(
        parts[0].kind(),
        String.join(",", Arrays.stream(parts).map(DestinationName::name).toList()),
        List.of(parts));
  }

  static DestinationName queue(String name) {
    return DestinationName.queue(name);
  }

  static DestinationName topic(String name) {
    return DestinationName.topic(name);
  }

  Observed map(Source whose) {
    source = whose;
    return this;
  }

  Observed went(String user, Set<String> groups, Operation operation, DestinationName to) {
    uses.add(new Use(user, groups, operation, to, true, true, SEEN));
    return this;
  }

  Observed refused(String user, Set<String> groups, Operation operation, DestinationName to) {
    uses.add(new Use(user, groups, operation, to, false, false, SEEN));
    return this;
  }

  Observed reported(String user, Set<String> groups, Operation operation, DestinationName to) {
    uses.add(new Use(user, groups, operation, to, true, false, SEEN));
    return this;
  }

  Observed key(String user, DestinationName to, String provider, String key, String suite) {
    keys.add(new KeyUse(user, to, provider, key, suite, 9, SEEN));
    return this;
  }

  Observed encrypted(String user, DestinationName to, String... destinationKeys) {
    bodies.add(new BodyUse(user, to, true, Set.of(destinationKeys), 9, SEEN));
    return this;
  }

  Observed plain(String user, DestinationName to) {
    bodies.add(new BodyUse(user, to, false, Set.of(), 3, SEEN));
    return this;
  }

  Observed client(String user, String client, String protocol, String address) {
    clients.add(new ClientUse(user, Set.of(), client, protocol, "c", address, 4, SEEN));
    return this;
  }

  Observed today(DestinationName to, Operation operation, String... groups) {
    List<WrittenEntry> entries = new ArrayList<>(today.orElse(List.of()));
    entries.add(new WrittenEntry(to, Map.of(operation, Set.of(groups))));
    today = Optional.of(entries);
    return this;
  }

  Observed createdByClients() {
    createdByClients = true;
    return this;
  }

  Observed dropped(Dropped rows) {
    dropped = rows;
    return this;
  }

  Observed minutes(long observed) {
    minutes = observed;
    return this;
  }

  Suggestion suggestion() {
    return Suggestion.of(observation(), 30);
  }

  Observation observation() {
    return new Observation(
        "main",
        "6.1.8",
        SINCE,
        UNTIL,
        minutes,
        dropped,
        new CurrentRights(
            source,
            today,
            new Groups("admins", "users", "activemq-webconsole"),
            "bridges",
            createdByClients),
        uses,
        keys,
        bodies,
        clients);
  }

  /** The entries of the proposed map, as they are written, without the comments. */
  static List<String> entries(Suggestion suggestion) {
    return XmlSuggestion.lines(suggestion).stream()
        .filter(line -> line.contains("<authorizationEntry ") && !line.contains("=\"&gt;\""))
        .map(line -> line.replaceFirst(" <!--.*", "").strip())
        .toList();
  }
}
