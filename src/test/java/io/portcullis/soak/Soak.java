package io.portcullis.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.broker.jmx.PortcullisViewMBean;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.FreePorts;
import io.portcullis.testing.ProtocolClient.Way;
import io.portcullis.testing.WatchedBroker;
import io.portcullis.testing.Workers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything at once, for ten minutes or as many seconds as {@code soak.seconds} says: all
 * protocols, what is accepted and what is refused, a changed configuration every second, connectors
 * that come and go, clients that are killed. Afterwards the sums are right and nothing has grown.
 * Its name keeps it out of {@code mvn test}.
 */
class Soak {

  private static final Duration ALL =
      Duration.ofSeconds(Math.max(10, Integer.getInteger("soak.seconds", 600)));
  private static final Duration EARLY = ALL.dividedBy(4);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String[] KEYS = {
    Ciphertexts.NAMESPACE + "/" + Ciphertexts.AES_KEY_NAME, Ciphertexts.NAMESPACE + "/another"
  };

  @TempDir private Path folder;
  private final List<Ledger> ledgers = new ArrayList<>();
  private final List<Clients> clients = new ArrayList<>();
  private WatchedBroker broker;
  private PortcullisViewMBean gate;
  private Connectors connectors;
  private Clients changing;
  private int sparePort;
  private int reloads;

  @Test
  void theSumsAreRightAndNothingGrows() throws Exception {
    sparePort = FreePorts.next();
    SoakedBroker.write(folder, KEYS[0], sparePort);
    try (WatchedBroker started =
        WatchedBroker.start(SoakedBroker.class, folder, List.of("-Xmx256m"))) {
      broker = started;
      gate = Connectors.gate(broker);
      connectors = new Connectors(broker, sparePort);
      long refusalsOfAnAddition = connectors.refusalsOfAnAddition();
      connect();
      try (Workers receivers = receiving()) {
        work(EARLY);
        Checkpoint early = settled();
        System.out.println("early: " + early);
        work(ALL.minus(EARLY));
        Checkpoint end = settledSince(early);
        receivers.letWork(Duration.ZERO);
        System.out.println("end: " + end);
        assertThat(faults(refusalsOfAnAddition, early, end)).isEmpty();
      } finally {
        for (Clients some : clients) {
          some.close();
        }
        ledgers.forEach(System.out::println);
        System.out.printf("%d reloads, %d additions%n", reloads, connectors.additions());
      }
    }
  }

  private void connect() throws Exception {
    for (Way way : Way.values()) {
      clients.add(clients(way, "SOAK-" + way));
    }
    changing = clients(Way.OPENWIRE, "CHANGING.SOAK");
    clients.add(changing);
  }

  private Clients clients(Way way, String topic) throws Exception {
    Ledger ledger = new Ledger(topic);
    ledgers.add(ledger);
    return new Clients(way, broker.port(SoakedBroker.CONNECTORS.indexOf(way.scheme())), ledger);
  }

  private Workers receiving() {
    Workers receivers = new Workers();
    clients.forEach(some -> receivers.repeat(some::receive));
    return receivers;
  }

  private void work(Duration time) throws Exception {
    try (Workers workers = new Workers()) {
      for (Clients some : clients) {
        if (some != changing) {
          workers.repeat(() -> some.send(workers));
          workers.repeat(some::sendUntilKilled);
        }
      }
      workers.repeat(() -> changing.sendWhatMayBeRefused(workers));
      workers.repeatEvery(Duration.ofSeconds(1), this::reload);
      workers.repeatEvery(Duration.ofSeconds(3), connectors::add);
      workers.repeatEvery(Duration.ofSeconds(5), connectors::restart);
      workers.repeatEvery(ALL.dividedBy(4), connectors::remove);
      workers.letWork(time);
    }
  }

  private void reload() throws Exception {
    reloads++;
    SoakedBroker.write(folder, KEYS[reloads % KEYS.length], sparePort);
    assertThat(gate.reload()).isEmpty();
  }

  /** When all that was accepted has arrived, and nobody but the receivers is connected. */
  private Checkpoint settled() throws Exception {
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(unsettled()).isEmpty());
    return Checkpoint.of(broker);
  }

  private List<String> unsettled() {
    List<String> unsettled = new ArrayList<>();
    ledgers.stream()
        .filter(ledger -> !ledger.isDelivered())
        .forEach(ledger -> unsettled.addAll(ledger.faults()));
    if (connectors.connections() > ledgers.size()) {
      unsettled.add(
          "%d connections, though %d receivers are all that is left"
              .formatted(connectors.connections(), ledgers.size()));
    }
    return unsettled;
  }

  /** The same, once pools have given back what they keep for a while. */
  private Checkpoint settledSince(Checkpoint early) throws Exception {
    AtomicReference<Checkpoint> last = new AtomicReference<>(settled());
    try {
      await()
          .atMost(PATIENCE)
          .until(
              () -> {
                last.set(Checkpoint.of(broker));
                return last.get().growthSince(early).isEmpty();
              });
    } catch (ConditionTimeoutException e) {
      // What has grown is among the faults.
      return last.get();
    }
    return last.get();
  }

  private List<String> faults(long refusalsOfAnAddition, Checkpoint early, Checkpoint end) {
    List<String> faults = new ArrayList<>(end.growthSince(early));
    ledgers.forEach(ledger -> faults.addAll(ledger.faults()));
    long delivered = ledgers.stream().mapToLong(Ledger::countDelivered).sum();
    if (gate.getAcceptedBodyCount() != delivered) {
      faults.add(
          "Portcullis accepted %d bodies, but %d were delivered"
              .formatted(gate.getAcceptedBodyCount(), delivered));
    }
    long refused = ledgers.stream().mapToLong(Ledger::countRefused).sum();
    long perhaps = ledgers.stream().mapToLong(Ledger::countUnknown).sum();
    long counted = gate.getRefusedCount() - refusalsOfAnAddition * connectors.additions();
    if (counted < refused || counted > refused + perhaps) {
      faults.add(
          "Portcullis refused %d messages, but senders were told of %d, and %d were cut off"
              .formatted(counted, refused, perhaps));
    }
    return faults;
  }
}
