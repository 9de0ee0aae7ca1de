package io.portcullis.enforce;

import io.portcullis.rule.Violation;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts who sends messages that break rules. It answers the question "who still sends plaintext?".
 * It is bounded. When it is full, the user with most rows loses the least recent one.
 */
public final class Senders {

  private static final int REMEMBERED = 1_000;

  /**
   * A sender to one destination.
   *
   * @param rule the rule that was broken
   * @param destination the destination, qualified
   * @param user the user
   * @param clientId the client id
   * @param remoteAddress the address of the last message
   * @param protocol the protocol
   * @param count the number of messages
   * @param lastSeen the time of the last message
   * @param otherProducers the largest number of other producers that a refusal reached
   */
  public record Sender(
      String rule,
      String destination,
      String user,
      String clientId,
      String remoteAddress,
      String protocol,
      long count,
      Instant lastSeen,
      long otherProducers) {}

  /** The properties that identify a row. */
  private record Key(
      String rule,
      String destination,
      String user,
      String clientId,
      String protocol,
      boolean loggedIn) {

    /**
     * Returns the source of a row. All clients without a login are one source, whatever names they
     * claim.
     */
    Object source() {
      return loggedIn ? user : false;
    }

    Key shown() {
      return new Key(rule, destination, user, clientId, protocol, true);
    }
  }

  private final Clock clock;
  private final FairLruMap<Key, Sender> senders = new FairLruMap<>(REMEMBERED, Key::source);

  /** Reads the time from {@code clock}. */
  public Senders(Clock clock) {
    this.clock = clock;
  }

  synchronized void count(Subject sender, Violation violation) {
    Key key =
        new Key(
            violation.rule(),
            sender.destination(),
            sender.user(),
            sender.clientId(),
            sender.protocol(),
            sender.loggedIn());
    senders.compute(
        key,
        (same, before) ->
            new Sender(
                key.rule,
                key.destination,
                key.user,
                key.clientId,
                sender.remoteAddress(),
                key.protocol,
                before == null ? 1 : before.count() + 1,
                clock.instant(),
                Math.max(sender.otherProducers(), before == null ? 0 : before.otherProducers())));
  }

  /**
   * Returns all rows, the most recent last. A logged-in user and a client that only claims the name
   * share a row.
   */
  public synchronized List<Sender> all() {
    Map<Key, Sender> rows = new LinkedHashMap<>();
    senders
        .entries()
        .forEach(entry -> rows.merge(entry.getKey().shown(), entry.getValue(), Senders::together));
    return rows.values().stream().sorted(Comparator.comparing(Sender::lastSeen)).toList();
  }

  private static Sender together(Sender one, Sender other) {
    Sender last = one.lastSeen.isAfter(other.lastSeen) ? one : other;
    return new Sender(
        last.rule,
        last.destination,
        last.user,
        last.clientId,
        last.remoteAddress,
        last.protocol,
        one.count + other.count,
        last.lastSeen,
        Math.max(one.otherProducers, other.otherProducers));
  }
}
