package io.portcullis.scenario.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.Distribution;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.InstalledLine;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.ProtocolClient.Way;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The manual's page "Roll out" as one story on a shipped broker: harden, report, suggest, enforce.
 * A client sends all the time, and no message is lost.
 */
class RollOutStoryIT {

  private static final Logger LOG = LoggerFactory.getLogger(RollOutStoryIT.class);
  private static final byte[] ENCRYPTED =
      Ciphertexts.encrypt("account 4711".getBytes(StandardCharsets.UTF_8));
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int MESSAGES = 200;
  private static final String NETWORKS = "<property name=\"allowedNetworks\"";
  private static final String REPORT = "<property name=\"mode\" value=\"REPORT_ONLY\"/>";
  private static final String GATE =
      "<bean xmlns=\"http://www.springframework.org/schema/beans\" id=\"portcullis\"";

  @TempDir private Path folder;

  @AutoClose("shutdownNow")
  private final ExecutorService clients = Executors.newCachedThreadPool();

  /** How often each number arrived. */
  private final Map<Integer, Integer> arrived = new ConcurrentHashMap<>();

  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicBoolean done = new AtomicBoolean();

  /** Tells the consumer that everything has arrived. */
  private final AtomicBoolean all = new AtomicBoolean();

  @Test
  void noMessageIsLostOnTheWayFromTheShippedFilesToEnforcement() throws Exception {
    Instant began = Instant.now();
    try (Distribution activemq = Distribution.toHarden(InstalledLine.chosen().get(0), folder)) {
      harden(activemq);
      activemq.change("activemq.xml", NETWORKS, REPORT + NETWORKS);
      activemq.started();
      String uri = "failover:(ssl://127.0.0.1:%d)".formatted(activemq.port(Way.OPENWIRE));
      Future<?> consumer = clients.submit(() -> consume(uri));
      Future<?> sender = clients.submit(() -> send(uri));
      await().atMost(PATIENCE).until(() -> arrived.size() >= MESSAGES);

      activemq.stop();
      assertThat(activemq.portcullis("suggest")).as(activemq.said()).isZero();
      String map = element(activemq.said());
      assertThat(map).contains("<authorizationEntry queue=\"ORDERS\"");
      activemq.change("activemq.xml", REPORT, "");
      activemq.change("activemq.xml", GATE, map + GATE);
      activemq.started();
      int before = sent.get();
      await().atMost(PATIENCE).until(() -> sent.get() >= before + MESSAGES || sender.isDone());
      done.set(true);
      sender.get();
      await().atMost(PATIENCE).until(() -> arrived.size() == sent.get() || consumer.isDone());
      all.set(true);

      assertThat(arrived.keySet()).hasSize(sent.get());
      assertThat(activemq.home().resolve("data/portcullis-audit.log"))
          .content()
          .doesNotContain("\"disposition\":\"refused\"");
      try (OpenWire user = activemq.openWire("user", "")) {
        assertThatThrownBy(() -> user.consumer("queue://OTHERS")).isInstanceOf(JMSException.class);
      }
      LOG.info(
          "From the shipped files to enforcement in {} s, {} messages, none lost",
          Duration.between(began, Instant.now()).toSeconds(),
          sent.get());
    }
  }

  private void harden(Distribution activemq) throws Exception {
    Path password = Files.writeString(folder.resolve("password"), GatedBroker.PASSWORD + "\n");
    Path copy = folder.resolve("copy");
    int status =
        activemq.portcullis(
            "harden",
            "--to",
            copy.toString(),
            "--networks",
            "127.0.0.0/8",
            "--keystore",
            GatedBroker.keyStore().toString(),
            "--keystore-password-file",
            password.toString());
    assertThat(status).as(activemq.said()).isZero();
    activemq.replaceConf(copy);
  }

  private static String element(String said) {
    String end = "</authorizationPlugin>";
    return said.substring(
        said.indexOf("<authorizationPlugin xmlns"), said.indexOf(end) + end.length());
  }

  /** Sends numbers, each once it is told that the one before has arrived at the broker. */
  private Void send(String uri) throws Exception {
    try (OpenWire client = OpenWire.connect(uri, "user", GatedBroker.PASSWORD)) {
      client.connection().setAlwaysSyncSend(true);
      while (!done.get()) {
        BytesMessage message = client.bytes(ENCRYPTED);
        message.setIntProperty("number", sent.get());
        client.send("queue://ORDERS", message);
        sent.incrementAndGet();
      }
    }
    return null;
  }

  private Void consume(String uri) throws Exception {
    try (OpenWire client = OpenWire.connect(uri, "user", GatedBroker.PASSWORD);
        var consumer = client.consumer("queue://ORDERS")) {
      while (!all.get()) {
        Message message = consumer.receive(500);
        if (message != null) {
          arrived.merge(message.getIntProperty("number"), 1, Integer::sum);
        }
      }
    }
    return null;
  }
}
