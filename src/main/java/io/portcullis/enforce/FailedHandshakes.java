package io.portcullis.enforce;

import java.time.Clock;
import java.util.OptionalLong;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts connections that ended before a TLS session existed, and logs them now and then. They come
 * from load balancers' probes, scanners, and clients that do not agree with a connector. They break
 * no rule, since the broker gets nothing from them.
 */
public final class FailedHandshakes {

  private static final Logger LOG = LoggerFactory.getLogger(FailedHandshakes.class);

  /** The lines for networks that failed once each. */
  private static final long NETWORKS_OF_A_CONNECTOR = 100;

  /** The lines for networks that fail again and again, so that they do not hide a new network. */
  private static final long FURTHER_LINES_OF_A_CONNECTOR = 10;

  private final LongAdder count = new LongAdder();
  private final LogThrottle<Peer> alike;
  private final LogThrottle<String> networks;
  private final LogThrottle<String> further;

  /** The connector and network that make failed handshakes similar. */
  private record Peer(String connector, String network) {}

  /** Reads the time from {@code clock}. */
  public FailedHandshakes(Clock clock) {
    this.alike = new LogThrottle<>(clock, 1, Peer::network);
    this.networks = new LogThrottle<>(clock, NETWORKS_OF_A_CONNECTOR);
    this.further = new LogThrottle<>(clock, FURTHER_LINES_OF_A_CONNECTOR);
  }

  /**
   * Counts a failed handshake.
   *
   * @param connector the connector
   * @param remoteAddress the remote address, as the transport names it; empty if it is unknown
   */
  public void count(String connector, String remoteAddress) {
    count.increment();
    String host = Subject.host(remoteAddress);
    OptionalLong alikeLeftOut = alike.add(new Peer(connector, PeerNetwork.of(remoteAddress)));
    if (alikeLeftOut.isEmpty()) {
      return;
    }
    LogThrottle<String> lines = alikeLeftOut.getAsLong() == 0 ? networks : further;
    OptionalLong linesLeftOut = lines.add(connector);
    if (linesLeftOut.isPresent()) {
      LOG.info(
          "Connector {}: a connection{} ended before there was a TLS session; {} more were"
              + " counted since the last line",
          connector,
          host.isEmpty() ? "" : " from " + host,
          alikeLeftOut.getAsLong() + linesLeftOut.getAsLong());
    }
  }

  /** Returns the number since the start. */
  public long count() {
    return count.sum();
  }
}
