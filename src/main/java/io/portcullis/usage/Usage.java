package io.portcullis.usage;

import io.portcullis.enforce.LruMap;
import io.portcullis.policy.BoundedName;
import io.portcullis.policy.DestinationName;
import io.portcullis.rule.Operation;
import io.portcullis.usage.Observation.Dropped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Collects what is observed, in bounded tables. In each, one user has a tenth of the rows at most.
 * Thread-safe.
 */
public final class Usage {

  /** How many rows a table has. Of uses, only those that went through count. */
  private static final int MOST = 10_000;

  /** How many refused uses are kept. They take no room from the others. */
  private static final int MOST_REFUSED = 1_000;

  /** A longer destination name is dropped, because a cut one would be another destination. */
  private static final int LONGEST_NAME = BoundedName.LONGEST;

  /** Of a composite destination. */
  private static final int MOST_PARTS = 16;

  /** How many keys of an encryption context may name the destination. A client chooses them. */
  private static final int MOST_CONTEXT_KEYS = 8;

  private static final int SETS = 1_000;

  /** While a broker is down for longer, another may have its clients. */
  private static final Duration LONGEST_GAP = Duration.ofDays(1);

  private record UseKey(String user, Operation operation, DestinationName destination) {}

  private record KeyKey(
      String user, DestinationName destination, String provider, String key, String suite) {}

  private record BodyKey(String user, DestinationName destination, boolean encrypted) {}

  private record ClientKey(
      String user, String client, String protocol, String connector, String address) {}

  private final Clock clock;
  private final UsageTable<UseKey, Use> passed = new UsageTable<>(MOST, UseKey::user);
  private final UsageTable<UseKey, Use> refused = new UsageTable<>(MOST_REFUSED, UseKey::user);
  private final UsageTable<KeyKey, KeyUse> keys = new UsageTable<>(MOST, KeyKey::user);
  private final UsageTable<BodyKey, BodyUse> bodies = new UsageTable<>(MOST, BodyKey::user);
  private final UsageTable<ClientKey, ClientUse> clients = new UsageTable<>(MOST, ClientKey::user);

  /** Equal sets of groups are one object, since most users have the groups of others. */
  private final Map<Set<String>, Set<String>> groupSets = new LruMap<>(SETS);

  private Instant since;
  private Dropped droppedBefore = Dropped.NOTHING;

  /** How many names were too long, by table. */
  private Dropped tooLong = Dropped.NOTHING;

  /** The last moment up to which time was counted. */
  private Instant countedTo;

  private Duration observed = Duration.ZERO;

  /** Begins to observe now. */
  public Usage(Clock clock) {
    this.clock = clock;
    this.since = clock.instant();
    this.countedTo = since;
  }

  /** Goes on from what was observed before a restart. */
  public synchronized void resume(Observation before) {
    since = before.since().isBefore(since) ? before.since() : since;
    if (Duration.between(before.until(), countedTo).compareTo(LONGEST_GAP) <= 0) {
      observed = observed.plus(before.observed());
    }
    droppedBefore = before.dropped();
    before.uses().forEach(this::resume);
    before.keys().forEach(row -> keys.put(key(row), row, same -> same));
    before.bodies().forEach(row -> bodies.put(key(row), row, same -> same));
    before.clients().forEach(row -> clients.put(key(row), row, same -> same));
  }

  private void resume(Use use) {
    UseKey key = new UseKey(use.user(), use.operation(), use.destination());
    (use.passed() ? passed : refused).put(key, use, same -> same);
  }

  private static KeyKey key(KeyUse row) {
    return new KeyKey(row.user(), row.destination(), row.provider(), row.key(), row.suite());
  }

  private static BodyKey key(BodyUse row) {
    return new BodyKey(row.user(), row.destination(), row.encrypted());
  }

  private static ClientKey key(ClientUse row) {
    return new ClientKey(row.user(), row.client(), row.protocol(), row.connector(), row.address());
  }

  /**
   * Records a use of a right.
   *
   * @param went whether it went through
   * @param permitted whether the authorization map permits it
   */
  public synchronized void use(
      Actor actor,
      Operation operation,
      DestinationName destination,
      boolean went,
      boolean permitted) {
    if (isTooLong(destination)) {
      tooLong = tooLong.and(new Dropped(went ? 1 : 0, went ? 0 : 1, 0, 0, 0));
      return;
    }
    Instant now = clock.instant();
    Set<String> groups = shared(actor.groups());
    Use first =
        new Use(actor.user(), groups, operation, destination, went, permitted, Seen.at(now));
    (went ? passed : refused)
        .put(
            new UseKey(actor.user(), operation, destination),
            first,
            before ->
                new Use(
                    before.user(),
                    groups,
                    operation,
                    before.destination(),
                    went,
                    permitted,
                    before.seen().again(now)));
  }

  private Set<String> shared(Set<String> groups) {
    return groupSets.computeIfAbsent(groups, own -> own);
  }

  private static boolean isTooLong(DestinationName destination) {
    return destination.name().length() > LONGEST_NAME || destination.parts().size() > MOST_PARTS;
  }

  /** Records an encrypted data key of a message that was looked at. */
  public synchronized void key(
      Actor actor, DestinationName destination, String provider, String key, String suite) {
    if (isTooLong(destination)) {
      tooLong = tooLong.and(new Dropped(0, 0, 1, 0, 0));
      return;
    }
    Instant now = clock.instant();
    KeyUse first =
        new KeyUse(
            actor.user(),
            destination,
            BoundedName.of(provider),
            BoundedName.of(key),
            suite,
            1,
            Seen.at(now));
    keys.put(
        key(first),
        first,
        before ->
            new KeyUse(
                before.user(),
                before.destination(),
                before.provider(),
                before.key(),
                before.suite(),
                before.messages() + 1,
                before.seen().again(now)));
  }

  /**
   * Records the body of a message.
   *
   * @param encrypted whether it is encrypted as the body policy demands
   * @param destinationKeys the keys of its encryption context whose value is the destination
   */
  public synchronized void body(
      Actor actor, DestinationName destination, boolean encrypted, Set<String> destinationKeys) {
    if (isTooLong(destination)) {
      tooLong = tooLong.and(new Dropped(0, 0, 0, 1, 0));
      return;
    }
    Instant now = clock.instant();
    Set<String> naming = bounded(destinationKeys);
    BodyUse first = new BodyUse(actor.user(), destination, encrypted, naming, 1, Seen.at(now));
    bodies.put(
        key(first),
        first,
        before ->
            new BodyUse(
                before.user(),
                before.destination(),
                encrypted,
                common(before.destinationKeys(), naming),
                before.messages() + 1,
                before.seen().again(now)));
  }

  private static Set<String> bounded(Set<String> keys) {
    return keys.stream()
        .filter(key -> key.length() <= LONGEST_NAME)
        .sorted()
        .limit(MOST_CONTEXT_KEYS)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static Set<String> common(Set<String> some, Set<String> others) {
    if (some.equals(others)) {
      return some;
    }
    Set<String> common = new HashSet<>(some);
    common.retainAll(others);
    return common;
  }

  /** Records a login. */
  public synchronized void client(
      Actor actor, String client, String protocol, String connector, String address) {
    Instant now = clock.instant();
    Set<String> groups = shared(actor.groups());
    ClientUse first =
        new ClientUse(actor.user(), groups, client, protocol, connector, address, 1, Seen.at(now));
    clients.put(
        key(first),
        first,
        before ->
            new ClientUse(
                before.user(),
                groups,
                before.client(),
                before.protocol(),
                before.connector(),
                before.address(),
                before.logins() + 1,
                before.seen().again(now)));
  }

  /** Nothing was observed up to now, so that what was used is not known. */
  public synchronized void pause() {
    countedTo = clock.instant();
    observed = Duration.ZERO;
  }

  /** Returns all that is known now. */
  public synchronized Observation observation(String broker, String version, CurrentRights rights) {
    Instant now = clock.instant();
    if (now.isAfter(countedTo)) {
      observed = observed.plus(Duration.between(countedTo, now));
    }
    countedTo = now;
    return new Observation(
        broker,
        version,
        since,
        now.isBefore(since) ? since : now,
        observed.toMinutes(),
        droppedBefore.and(tooLong).and(dropped()),
        rights,
        uses(),
        keys.rows(),
        bodies.rows(),
        clients.rows());
  }

  private Dropped dropped() {
    return new Dropped(
        passed.dropped(), refused.dropped(), keys.dropped(), bodies.dropped(), clients.dropped());
  }

  /** Returns the rights that were used or asked for, in no particular order. */
  private List<Use> uses() {
    List<Use> uses = new ArrayList<>(passed.rows());
    uses.addAll(refused.rows());
    return uses;
  }
}
