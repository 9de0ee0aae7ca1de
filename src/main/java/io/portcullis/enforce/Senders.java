package io.portcullis.enforce;

import io.portcullis.rule.Violation;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * Who sends what the rules do not allow: answers "who still sends plaintext?". Bounded; the least
 * recent sender is forgotten first.
 */
public final class Senders {

  private static final int REMEMBERED = 1_000;

  /**
   * One sender to one destination.
   *
   * @param rule the rule that was broken
   * @param destination where to, qualified
   * @param user who
   * @param clientId from which client
   * @param remoteAddress from where, the last time
   * @param protocol how
   * @param count how often
   * @param lastSeen when last
   */
  public record Sender(
      String rule,
      String destination,
      String user,
      String clientId,
      String remoteAddress,
      String protocol,
      long count,
      Instant lastSeen) {}

  private record Key(
      String rule, String destination, String user, String clientId, String protocol) {}

  private final Clock clock;
  private final Map<Key, Sender> senders = new Recent<>(REMEMBERED);

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
            sender.protocol());
    long before = senders.containsKey(key) ? senders.get(key).count() : 0;
    senders.put(
        key,
        new Sender(
            key.rule,
            key.destination,
            key.user,
            key.clientId,
            sender.remoteAddress(),
            key.protocol,
            before + 1,
            clock.instant()));
  }

  /** All that are remembered, the most recent last. */
  public synchronized List<Sender> all() {
    return List.copyOf(senders.values());
  }
}
