package io.portcullis.broker;

import io.portcullis.enforce.TaskPool;
import io.portcullis.rule.Violation;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.Future;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.network.NetworkBridge;
import org.apache.activemq.network.NetworkConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The network connectors that were refused while the broker runs: taken off, stopped, and asked
 * ever after whether they have, since stopping may fail and whoever holds one can start it again.
 */
final class RefusedLinks {

  private static final Logger LOG = LoggerFactory.getLogger(RefusedLinks.class);

  private static final TaskPool STOPPING = new TaskPool("stops a network connector", 16);

  private final BrokerService service;
  private final Map<NetworkConnector, Violation> refused = new WeakHashMap<>();
  private final Set<NetworkConnector> stopping = new HashSet<>();
  private final Set<NetworkConnector> told = Collections.newSetFromMap(new WeakHashMap<>());

  RefusedLinks(BrokerService service) {
    this.service = service;
  }

  /** Takes a connector off and stops it. */
  synchronized void add(NetworkConnector connector, Violation why) {
    refused.put(connector, why);
    stop(connector);
  }

  /** Why one was refused that has not stopped; it is stopped once more. */
  synchronized Optional<Violation> unstopped() {
    Optional<Violation> why = Optional.empty();
    for (NetworkConnector connector : List.copyOf(refused.keySet())) {
      if (!hasStopped(connector)) {
        stop(connector);
        why = Optional.of(refused.get(connector));
      }
    }
    return why;
  }

  private boolean hasStopped(NetworkConnector connector) {
    return !stopping.contains(connector)
        && connector.isStopped()
        && !connector.isStopping()
        && connector.activeBridges().isEmpty();
  }

  /** Stops it elsewhere, since whoever logs in now may be a part of it, and once at a time. */
  private void stop(NetworkConnector connector) {
    service.removeNetworkConnector(connector);
    if (stopping.add(connector)) {
      Future<?> unused = STOPPING.run(() -> stopNow(connector));
    }
  }

  private void stopNow(NetworkConnector connector) {
    try {
      connector.stop();
      stopBridges(connector);
    } catch (Throwable e) {
      tell(connector, e);
    } finally {
      stopped(connector);
    }
  }

  /** A bridge that was being made while its connector stopped is forgotten by ActiveMQ. */
  private static void stopBridges(NetworkConnector connector) throws Exception {
    for (NetworkBridge bridge : List.copyOf(connector.activeBridges())) {
      try {
        bridge.stop();
      } finally {
        connector.activeBridges().remove(bridge);
      }
    }
  }

  private synchronized void stopped(NetworkConnector connector) {
    stopping.remove(connector);
  }

  private synchronized void tell(NetworkConnector connector, Throwable why) {
    if (told.add(connector)) {
      LOG.error(
          "Network connector {} was refused and taken off, but stopping it failed: {}. Until it has"
              + " stopped, nobody can log in over vm://, and each such login tries to stop it"
              + " again; if none succeeds, restart the broker",
          connector.getName(),
          why.toString());
    }
  }
}
