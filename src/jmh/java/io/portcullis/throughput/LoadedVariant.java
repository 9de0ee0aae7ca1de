package io.portcullis.throughput;

import io.portcullis.testing.WatchedBroker;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.util.FileSystemUtils;

/** A broker in a JVM of its own, which is loaded in one way after the other. */
final class LoadedVariant implements AutoCloseable {

  private static final List<String> JVM_OPTIONS = List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC");

  private final Variant variant;
  private final Path folder;
  private final WatchedBroker broker;
  private final IdleConnections idle;
  private final double heldAtStart;
  private final double heldPerConnection;
  private final Map<Scenario, Double> heldPerQueue = new HashMap<>();

  private LoadedVariant(Variant variant, Path folder, WatchedBroker broker, int idleConnections)
      throws Exception {
    this.variant = variant;
    this.folder = folder;
    this.broker = broker;
    this.heldAtStart = broker.heldBytes();
    this.idle = IdleConnections.open(uri(broker), idleConnections);
    this.heldPerConnection =
        idleConnections == 0 ? 0 : (broker.heldBytes() - heldAtStart) / idleConnections;
  }

  private static String uri(WatchedBroker broker) {
    return "ssl://localhost:" + broker.port(0);
  }

  /** Starts it. */
  static LoadedVariant start(Scenario.Kind kind, Variant variant) throws Exception {
    Path folder = Files.createTempDirectory("portcullis-throughput");
    return new LoadedVariant(
        variant,
        folder,
        WatchedBroker.start(
            LoadedBroker.class,
            folder,
            JVM_OPTIONS,
            variant.name(),
            String.valueOf(kind.persistent()),
            String.valueOf(kind.entries())),
        kind.idleConnections());
  }

  /** Connects the clients of a scenario, which wait for their first turn. */
  Load load(Scenario scenario) throws Exception {
    double before = broker.heldBytes();
    Load load = new Load(broker, new Traffic(scenario, uri(broker)));
    double queues = scenario.queuesInAll();
    // Another time the queues are there already.
    heldPerQueue.putIfAbsent(scenario, queues == 0 ? 0 : (broker.heldBytes() - before) / queues);
    return load;
  }

  /** What was done in a load of a scenario since it began to count. */
  Measurement measured(Scenario scenario, Load load) {
    return new Measurement(
        load.perSecond(),
        load.cpuMicros(),
        heldAtStart,
        heldPerConnection,
        heldPerQueue.get(scenario));
  }

  /** Which one it is. */
  Variant variant() {
    return variant;
  }

  @Override
  public void close() throws IOException, JMSException {
    idle.close();
    try {
      broker.close();
    } finally {
      FileSystemUtils.deleteRecursively(folder);
    }
  }
}
