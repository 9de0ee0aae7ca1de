package io.portcullis.rule;

import io.portcullis.policy.Resource;

/**
 * The shortest interval between heart-beats that a client asks for.
 *
 * <p>Asked by {@code broker.connector.HeartBeats}.
 *
 * @param connector the name of the connector that it came through
 * @param remoteAddress the client's address
 * @param intervalMillis the interval; 0 or less for none
 */
public record HeartBeatFacts(String connector, String remoteAddress, long intervalMillis)
    implements Judged {

  /**
   * The shortest interval that is allowed. ActiveMQ wakes a thread for each beat of each client.
   * With 1 ms, 20 clients took 40 % of a processor.
   */
  public static final long SHORTEST_MILLIS = 100;

  /** Tells whether the interval is too short. */
  boolean isTooFast() {
    return intervalMillis > 0 && intervalMillis < SHORTEST_MILLIS;
  }

  @Override
  public Resource about() {
    return Resource.connector(connector);
  }

  @Override
  public String where() {
    return "client %s on connector \"%s\"".formatted(remoteAddress, connector);
  }
}
