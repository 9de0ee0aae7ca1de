package io.portcullis.usage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What was observed on one broker up to one moment. It holds no content of messages.
 *
 * @param broker the broker's name
 * @param version its ActiveMQ version, such as {@code 6.1.8}
 * @param since when the observation began, over all restarts
 * @param until when this was taken
 * @param minutes for how many minutes the broker ran and was observed without a gap, up to {@code
 *     until}. A gap is a day without the broker, or a time in which {@code observe} was false; at
 *     most 1,000,000,000
 * @param dropped how many rows were dropped because a table was full
 * @param rights the authorization map at that moment
 * @param uses who used which right
 * @param keys which keys encrypted messages for which destination
 * @param bodies whose bodies were encrypted, and whose were not
 * @param clients how users connected
 */
public record Observation(
    String broker,
    String version,
    Instant since,
    Instant until,
    long minutes,
    Dropped dropped,
    CurrentRights rights,
    List<Use> uses,
    List<KeyUse> keys,
    List<BodyUse> bodies,
    List<ClientUse> clients) {

  /**
   * How many rows each table has dropped since the observation began.
   *
   * @param uses of uses that went through
   * @param refused of uses that were refused
   * @param keys of keys
   * @param bodies of bodies
   * @param clients of clients
   */
  public record Dropped(long uses, long refused, long keys, long bodies, long clients) {

    /** Nothing. */
    public static final Dropped NOTHING = new Dropped(0, 0, 0, 0, 0);

    Dropped and(Dropped other) {
      return new Dropped(
          uses + other.uses,
          refused + other.refused,
          keys + other.keys,
          bodies + other.bodies,
          clients + other.clients);
    }
  }

  private static final long MOST_MINUTES = 1_000_000_000;

  /**
   * Copies the lists.
   *
   * @throws IllegalArgumentException if there are too many minutes, or negative ones
   */
  public Observation {
    if (minutes < 0 || minutes > MOST_MINUTES) {
      throw new IllegalArgumentException("minutes: %d is no such number".formatted(minutes));
    }
    uses = List.copyOf(uses);
    keys = List.copyOf(keys);
    bodies = List.copyOf(bodies);
    clients = List.copyOf(clients);
  }

  /** How long the broker was observed. */
  public Duration observed() {
    return Duration.ofMinutes(minutes);
  }
}
