package io.portcullis.scenario.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Line;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.RevokingAuthority;
import jakarta.jms.MessageConsumer;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLSocket;
import org.apache.activemq.spring.SpringSslContext;
import org.fusesource.mqtt.client.BlockingConnection;
import org.fusesource.mqtt.client.MQTT;
import org.fusesource.mqtt.client.Message;
import org.fusesource.mqtt.client.QoS;
import org.fusesource.mqtt.client.Topic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A certificate that is renewed, several times, while clients send, receive and connect again. */
@Timeout(300)
class RenewalUnderLoadIT {

  private static final RevokingAuthority AUTHORITY = new RevokingAuthority();
  private static final Duration SOON = Duration.ofSeconds(60);
  private static final int RENEWALS = 3;
  private static final int SENT_BEFORE_RECONNECT = 5;

  /** How many rounds each sender makes before and after each renewal. */
  private static final int SOME = 10;

  @TempDir private Path folder;
  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicInteger openWireRounds = new AtomicInteger();
  private final AtomicInteger mqttRounds = new AtomicInteger();

  private GatedBroker broker(Path keys) throws Exception {
    SpringSslContext context = new SpringSslContext();
    context.setKeyStore(keys.toUri().toString());
    context.setKeyStoreType("PKCS12");
    context.setKeyStorePassword(RevokingAuthority.PASSWORD);
    context.afterPropertiesSet();
    return GatedBroker.listening("ssl", "mqtt+ssl")
        .withService(service -> service.setSslContext(context))
        .started();
  }

  @Test
  void nobodyNoticesAndNothingIsLost(TestReporter reporter) throws Exception {
    Line.assumeMqttAndStomp();
    Instant now = Instant.now();
    Path keys =
        AUTHORITY
            .issue(
                "ending",
                0x100,
                RevokingAuthority.ecKeys(),
                now.minus(Duration.ofDays(80)),
                now.plus(Duration.ofDays(10)))
            .store(folder.resolve("broker.p12"));
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try (AuditLines audit = AuditLines.capture();
        GatedBroker broker = broker(keys)) {
      assertThat(audit.found())
          .filteredOn(found -> found.contains("its certificate CN=ending ends on "))
          .hasSize(2);
      List<Future<Integer>> senders =
          List.of(threads.submit(openWire(broker)), threads.submit(mqtt(broker)));
      awaitRounds();
      for (int renewal = 1; renewal <= RENEWALS; renewal++) {
        String serial = Integer.toString(0x100 + renewal, 16);
        long begin = System.nanoTime();
        AUTHORITY.issue("renewed-" + renewal, 0x100 + renewal).store(keys);
        await()
            .pollInterval(Duration.ofMillis(20))
            .atMost(SOON)
            .until(() -> serial(broker, "ssl").equals(serial));
        reporter.publishEntry(
            "shown after", TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin) + " ms");
        assertThat(serial(broker, "mqtt+ssl")).isEqualTo(serial);
        awaitRounds();
      }
      over.set(true);

      for (Future<Integer> sender : senders) {
        reporter.publishEntry("messages", String.valueOf(sender.get(60, TimeUnit.SECONDS)));
      }
      assertThat(broker.view().getRefusedCount()).isZero();
    } finally {
      over.set(true);
      threads.shutdownNow();
    }
  }

  private void awaitRounds() {
    List<AtomicInteger> all = List.of(openWireRounds, mqttRounds);
    List<Integer> before = all.stream().map(AtomicInteger::get).toList();
    for (int i = 0; i < all.size(); i++) {
      AtomicInteger rounds = all.get(i);
      int enough = before.get(i) + SOME;
      await().atMost(SOON).until(() -> rounds.get() >= enough);
    }
  }

  private static String serial(GatedBroker broker, String scheme) throws Exception {
    try (SSLSocket socket =
        (SSLSocket)
            AUTHORITY.context().getSocketFactory().createSocket("localhost", broker.port(scheme))) {
      socket.startHandshake();
      return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
          .getSerialNumber()
          .toString(16);
    }
  }

  /** Sends and receives on one connection, and on new ones in turn. */
  private Callable<Integer> openWire(GatedBroker broker) {
    return () -> {
      String uri = "ssl://localhost:" + broker.port("ssl");
      int sent = 0;
      try (OpenWire receiver = OpenWire.certified(uri, AUTHORITY.client(), "admin");
          OpenWire stays = OpenWire.certified(uri, AUTHORITY.client(), "admin")) {
        MessageConsumer consumer = receiver.consumer("queue://LOAD");
        while (!over.get()) {
          List<byte[]> bodies = new ArrayList<>();
          try (OpenWire comes = OpenWire.certified(uri, AUTHORITY.client(), "admin")) {
            for (int i = 0; i < SENT_BEFORE_RECONNECT; i++) {
              byte[] body = Ciphertexts.encrypt(new byte[] {(byte) i});
              (i % 2 == 0 ? stays : comes).send("queue://LOAD", body);
              bodies.add(body);
            }
          }
          for (byte[] body : bodies) {
            assertThat(OpenWire.receive(consumer)).isEqualTo(body);
            sent++;
          }
          openWireRounds.incrementAndGet();
        }
      }
      return sent;
    };
  }

  private Callable<Integer> mqtt(GatedBroker broker) {
    return () -> {
      int sent = 0;
      BlockingConnection receiver = connect(broker, "receiver");
      Topic[] topics = {new Topic("LOAD", QoS.AT_LEAST_ONCE)};
      byte[] unused = receiver.subscribe(topics);
      BlockingConnection stays = connect(broker, "stays");
      while (!over.get()) {
        BlockingConnection comes = connect(broker, "comes");
        for (int i = 0; i < SENT_BEFORE_RECONNECT; i++) {
          byte[] body = Ciphertexts.encrypt(new byte[] {(byte) i});
          (i % 2 == 0 ? stays : comes).publish("LOAD", body, QoS.AT_LEAST_ONCE, false);
          Message message = receiver.receive(SOON.toSeconds(), TimeUnit.SECONDS);
          assertThat(message.getPayload()).isEqualTo(body);
          message.ack();
          sent++;
        }
        comes.disconnect();
        mqttRounds.incrementAndGet();
      }
      stays.disconnect();
      receiver.disconnect();
      return sent;
    };
  }

  private static BlockingConnection connect(GatedBroker broker, String id) throws Exception {
    MQTT client = new MQTT();
    client.setHost("ssl://localhost:" + broker.port("mqtt+ssl"));
    client.setSslContext(AUTHORITY.context());
    client.setVersion("3.1.1");
    client.setClientId(id);
    client.setUserName("admin");
    client.setPassword(GatedBroker.PASSWORD);
    client.setConnectAttemptsMax(0);
    client.setReconnectAttemptsMax(0);
    BlockingConnection connection = client.blockingConnection();
    connection.connect();
    return connection;
  }
}
