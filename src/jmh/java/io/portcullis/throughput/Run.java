package io.portcullis.throughput;

import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.WatchedBroker;
import io.portcullis.testing.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.springframework.util.FileSystemUtils;

/**
 * One broker in a JVM of its own, loaded and measured.
 *
 * @param warmUp how long it works before it is measured
 * @param measured how long it is measured
 */
record Run(Scenario scenario, Variant variant, Duration warmUp, Duration measured) {

  private static final List<String> JVM_OPTIONS = List.of("-Xms1g", "-Xmx1g", "-XX:+UseG1GC");

  Measurement measure() throws Exception {
    Path folder = Files.createTempDirectory("portcullis-throughput");
    try (WatchedBroker broker =
        WatchedBroker.start(
            LoadedBroker.class,
            folder,
            JVM_OPTIONS,
            variant.name(),
            String.valueOf(scenario.persistent()),
            String.valueOf(scenario.entries()))) {
      String uri = "ssl://localhost:" + broker.port(0);
      return switch (scenario.work()) {
        case MESSAGES -> sending(broker, uri);
        case CONNECTIONS -> connecting(broker, uri);
      };
    } finally {
      FileSystemUtils.deleteRecursively(folder);
    }
  }

  private Measurement sending(WatchedBroker broker, String uri) throws Exception {
    long started = broker.heldBytes();
    try (Traffic traffic = new Traffic(scenario, uri)) {
      traffic.openIdle();
      long connected = scenario.idleConnections() == 0 ? started : broker.heldBytes();
      traffic.connectProducers();
      long sent = broker.heldBytes();
      double connections = Math.max(1, scenario.idleConnections());
      double queues = (double) scenario.producers() * scenario.queues();
      return measured(
          broker,
          traffic.start(),
          traffic::delivered,
          new Held(started, (connected - started) / connections, (sent - connected) / queues));
    }
  }

  private Measurement connecting(WatchedBroker broker, String uri) throws Exception {
    LongAdder opened = new LongAdder();
    try (Workers workers = new Workers()) {
      for (int i = 0; i < scenario.producers(); i++) {
        workers.repeat(
            () -> {
              OpenWire.connect(uri, "user", GatedBroker.PASSWORD).close();
              opened.increment();
            });
      }
      return measured(broker, workers, opened::sum, new Held(broker.heldBytes(), 0, 0));
    }
  }

  private record Held(double atStart, double perConnection, double perQueue) {}

  private Measurement measured(WatchedBroker broker, Workers workers, LongSupplier done, Held held)
      throws IOException, InterruptedException {
    workers.letWork(warmUp);
    long cpuBefore = broker.cpuNanos();
    long doneBefore = done.getAsLong();
    long before = System.nanoTime();
    workers.letWork(measured);
    double seconds = (System.nanoTime() - before) / 1e9;
    double number = done.getAsLong() - doneBefore;
    double cpuMicros = (broker.cpuNanos() - cpuBefore) / 1e3;
    if (number == 0) {
      throw new IllegalStateException(
          "nothing was done in %.0f s; --seconds gives it more".formatted(seconds));
    }
    return new Measurement(
        number / seconds,
        cpuMicros / number,
        held.atStart(),
        held.perConnection(),
        held.perQueue());
  }
}
