package io.portcullis.scenario.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.BrokerXml;
import io.portcullis.testing.ConfiguredBroker;
import io.portcullis.testing.FreePorts;
import io.portcullis.testing.KillableBroker;
import io.portcullis.testing.OpenWire;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two brokers of which one waits for the lock of their common store, each with the gate. */
class FailoverIT {

  private static final String QUEUE = "ORDERS";
  private static final String REFUSED = "[require-encrypted-body] message to queue://ORDERS";
  private static final int MESSAGES = 400;
  private static final int IN_A_TRANSACTION = 5;
  private static final int BEFORE_THE_KILL = 500;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String WAITING = "waiting a lock to be acquired";
  private static final String STARTED = ") started";
  private static final String KEEPING =
      "<property name=\"quarantineMaxMessages\" value=\"5000\"/>"
          + "<property name=\"quarantineUserPercent\" value=\"100\"/>"
          + BrokerXml.bodyPolicy("queue", "KEPT", "onRefusal", "QUARANTINE");
  private static final String LOCKER =
      """
      >
        <locker><shared-file-locker lockAcquireSleepInterval="500"/></locker>
      </kahaDB>""";

  @TempDir private Path folder;

  private final Set<String> confirmed = ConcurrentHashMap.newKeySet();
  private final Set<String> received = ConcurrentHashMap.newKeySet();
  private final Set<String> kept = ConcurrentHashMap.newKeySet();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();

  @Test
  void nothingConfirmedIsLostAndNothingRefusedArrivesWhenTheMasterIsKilled() throws Exception {
    ConfiguredBroker first = broker("first");
    ConfiguredBroker second = broker("second");
    ExecutorService threads = Executors.newCachedThreadPool();
    try (KillableBroker master = KillableBroker.of(first).saying(STARTED);
        KillableBroker standby = KillableBroker.of(second).saying(WAITING)) {
      String uri =
          "failover:(%s,%s)?randomize=false&initialReconnectDelay=50&maxReconnectDelay=200"
              .formatted(first.uri(), second.uri());
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        clients.add(threads.submit(consumer(uri)));
      }
      List<Future<?>> producers = new ArrayList<>();
      for (String name : List.of("a", "b", "c")) {
        producers.add(threads.submit(producer(uri, name)));
      }
      producers.add(threads.submit(transacted(uri, "t")));
      producers.add(threads.submit(kept(uri)));
      producers.add(threads.submit(hostile(uri, producers)));

      await().atMost(PATIENCE).until(() -> confirmed.size() >= BEFORE_THE_KILL);
      int refusedBefore = refused.get();
      master.kill();
      standby.saying(STARTED);
      for (Future<?> producer : producers) {
        producer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }

      await().atMost(PATIENCE).until(() -> received.containsAll(confirmed));
      over.set(true);
      for (Future<?> client : clients) {
        client.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
      assertThat(confirmed).hasSizeGreaterThanOrEqualTo(3 * MESSAGES);
      assertThat(refusedBefore).isPositive();
      assertThat(refused.get()).isGreaterThan(refusedBefore);
      assertThat(left(second)).isZero();
      assertThat(quarantined(second)).containsAll(kept);
    } finally {
      over.set(true);
      threads.shutdownNow();
    }
  }

  @Test
  void aStandbyThatBreaksARuleDoesNotStartWhileTheMasterGoesOn() throws Exception {
    ConfiguredBroker first = broker("first");
    ConfiguredBroker broken =
        broker("broken").with(xml -> xml.replace("uri=\"ssl://", "uri=\"tcp://"));
    try (KillableBroker master = KillableBroker.of(first).saying(STARTED);
        KillableBroker standby = KillableBroker.of(broken)) {

      assertThat(standby.ended()).isEqualTo(1);

      assertThat(standby.said())
          .contains("[require-tls] connector \"openwire\" (tcp://127.0.0.1:")
          .doesNotContain(WAITING);
      try (OpenWire client = first.connect("admin")) {
        client.send(QUEUE, Ciphertexts.encrypt(new byte[] {1}));
      }
      assertThat(master.said()).doesNotContain("ERROR");
    }
  }

  /** A broker of conf/activemq.xml with OpenWire alone, and a store that it shares. */
  private ConfiguredBroker broker(String name) throws Exception {
    int port = FreePorts.next();
    return ConfiguredBroker.in(folder.resolve(name), "activemq.xml", name, port)
        .with(
            xml ->
                xml.replaceAll("(?m)^ *<transportConnector name=\"(?!openwire).*\n", "")
                    .replace("127.0.0.1:61617", "127.0.0.1:" + port)
                    .replace("brokerName=\"portcullis\"", "brokerName=\"%s\"".formatted(name))
                    .replace("${activemq.data}/kahadb", folder.resolve("shared").toString())
                    .replaceFirst(
                        "(<bean [^>]*PortcullisPlugin\"[^>]*)/>", "$1>" + KEEPING + "</bean>")
                    .replaceFirst("(<kahaDB [^>]*)/>", "$1" + LOCKER.strip()));
  }

  private static OpenWire connect(String uri) throws Exception {
    return OpenWire.certified(uri, ConfiguredBroker.clientContext(), "admin");
  }

  private static BytesMessage message(OpenWire client, String id) throws JMSException {
    return client.bytes(
        Ciphertexts.encrypt(
            Ciphertexts.UNSIGNED_SUITE, id.getBytes(StandardCharsets.UTF_8), Map.of()));
  }

  /** Sends one by one; what returns is confirmed. */
  private Callable<Void> producer(String uri, String name) {
    return () -> {
      try (OpenWire client = connect(uri);
          MessageProducer producer = client.session().createProducer(OpenWire.destination(QUEUE))) {
        for (int number = 0; number < MESSAGES; number++) {
          String id = name + number;
          producer.send(message(client, id));
          confirmed.add(id);
        }
      }
      return null;
    };
  }

  /** Sends in transactions; one that fails is rolled back, and may or may not have happened. */
  private Callable<Void> transacted(String uri, String name) {
    return () -> {
      try (OpenWire client = connect(uri)) {
        Session session = client.connection().createSession(true, Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(OpenWire.destination(QUEUE));
        for (int number = 0; number < MESSAGES / IN_A_TRANSACTION; number++) {
          List<String> ids = new ArrayList<>();
          try {
            for (int part = 0; part < IN_A_TRANSACTION; part++) {
              ids.add("%s%d.%d".formatted(name, number, part));
              producer.send(message(client, ids.get(part)));
            }
            session.commit();
            confirmed.addAll(ids);
          } catch (JMSException e) {
            session.rollback();
          }
        }
      }
      return null;
    };
  }

  /** Sends plaintext that is kept, in transactions; once they are committed, it has to be there. */
  private Callable<Void> kept(String uri) {
    return () -> {
      try (OpenWire client = connect(uri)) {
        Session session = client.connection().createSession(true, Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(OpenWire.destination("KEPT"));
        for (int number = 0; number < MESSAGES; number++) {
          String id = "k" + number;
          try {
            producer.send(client.bytes(id.getBytes(StandardCharsets.UTF_8)));
            session.commit();
            kept.add(id);
          } catch (JMSException e) {
            session.rollback();
          }
        }
      }
      return null;
    };
  }

  private static Set<String> quarantined(ConfiguredBroker broker) throws Exception {
    Set<String> ids = new HashSet<>();
    try (OpenWire client = broker.connect("admin");
        MessageConsumer consumer = client.consumer("Portcullis.Quarantine.KEPT")) {
      for (Message message = consumer.receive(5_000);
          message != null;
          message = consumer.receive(5_000)) {
        ids.add(new String(message.getBody(byte[].class), StandardCharsets.UTF_8));
      }
    }
    return ids;
  }

  /** Sends plaintext for as long as others send. */
  private Callable<Void> hostile(String uri, List<Future<?>> others) {
    List<Future<?>> senders = List.copyOf(others);
    return () -> {
      try (OpenWire client = connect(uri);
          MessageProducer producer = client.session().createProducer(OpenWire.destination(QUEUE))) {
        while (!senders.stream().allMatch(Future::isDone)) {
          try {
            producer.send(client.bytes("plaintext".getBytes(StandardCharsets.UTF_8)));
            throw new AssertionError("a plaintext was accepted");
          } catch (JMSException e) {
            assertThat(e).hasMessageStartingWith(REFUSED);
            refused.incrementAndGet();
          }
        }
      }
      return null;
    };
  }

  /** Receives until all is over; every body decrypts, or this fails. */
  private Callable<Void> consumer(String uri) {
    return () -> {
      try (OpenWire client = connect(uri)) {
        MessageConsumer consumer = client.consumer(QUEUE);
        while (!over.get()) {
          if (consumer.receive(200) instanceof BytesMessage message) {
            String id =
                new String(
                    Ciphertexts.decrypt(message.getBody(byte[].class)), StandardCharsets.UTF_8);
            received.add(id);
          }
        }
      }
      return null;
    };
  }

  private static int left(ConfiguredBroker broker) throws Exception {
    try (OpenWire client = broker.connect("admin");
        QueueBrowser browser =
            client.session().createBrowser((Queue) OpenWire.destination(QUEUE))) {
      int messages = 0;
      for (var all = browser.getEnumeration(); all.hasMoreElements(); messages++) {
        all.nextElement();
      }
      return messages;
    }
  }
}
