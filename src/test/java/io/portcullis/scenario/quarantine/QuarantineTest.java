package io.portcullis.scenario.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.GatedBroker;
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
import java.time.Instant;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import org.apache.activemq.RedeliveryPolicy;
import org.apache.activemq.ScheduledMessage;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.region.policy.PolicyEntry;
import org.apache.activemq.broker.region.policy.PolicyMap;
import org.apache.activemq.broker.util.TimeStampingBrokerPlugin;
import org.apache.activemq.security.AuthorizationEntry;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.security.DefaultAuthorizationMap;
import org.apache.activemq.security.TempDestinationAuthorizationEntry;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that were refused and kept, on a broker whose map gives everything to everybody. */
class QuarantineTest {

  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(PLAINTEXT);
  private static final String KEPT = "Portcullis.Quarantine.KEPT";

  private GatedBroker broker = GatedBroker.create();

  @AfterEach
  void stop() {
    broker.close();
  }

  /** A broker that keeps what it refuses on the queues KEPT.>. */
  private static GatedBroker keeping(BrokerPlugin... more) throws Exception {
    BrokerPlugin[] plugins = Arrays.copyOf(more, more.length + 2);
    plugins[more.length] = GatedBroker.users();
    plugins[more.length + 1] = everythingForEverybody();
    return GatedBroker.listening("ssl")
        .withOnly(plugins)
        .with(gate -> gate.setQuarantineUserPercent("100"))
        .with(gate -> gate.setBodyPolicies(List.of(Bodies.keptOnQueue("KEPT.>"))));
  }

  private static AuthorizationPlugin everythingForEverybody() throws Exception {
    String everybody = "admins,users,activemq-webconsole";
    AuthorizationEntry queues = new AuthorizationEntry();
    queues.setQueue(">");
    AuthorizationEntry topics = new AuthorizationEntry();
    topics.setTopic(">");
    TempDestinationAuthorizationEntry temporary = new TempDestinationAuthorizationEntry();
    for (AuthorizationEntry entry : List.of(queues, topics, temporary)) {
      entry.setRead(everybody);
      entry.setWrite(everybody);
      entry.setAdmin(everybody);
    }
    DefaultAuthorizationMap map = new DefaultAuthorizationMap(List.of(queues, topics));
    map.setTempDestinationAuthorizationEntry(temporary);
    return new AuthorizationPlugin(map);
  }

  @Test
  void itsSenderIsAnsweredAndWhatIsKnownOfItIsKept() throws Exception {
    broker = keeping().started();
    Instant before = Instant.now();
    try (OpenWire sender = OpenWire.connect(broker, "user");
        OpenWire admin = OpenWire.connect(broker, "admin")) {
      MessageConsumer consumer = sender.consumer("KEPT");
      BytesMessage refused = sender.bytes(PLAINTEXT);
      refused.setStringProperty("PortcullisUser", "somebody else");
      refused.setStringProperty("own", "property");
      refused.setJMSCorrelationID("correlated");

      sender.send("KEPT", refused);
      sender.send("KEPT", ENCRYPTED);

      assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
      Message kept = OpenWire.next(admin.consumer(KEPT));
      assertThat(kept.getBody(byte[].class)).isEqualTo(PLAINTEXT);
      assertThat(kept.getJMSCorrelationID()).isEqualTo("correlated");
      assertThat(kept.getStringProperty("own")).isEqualTo("property");
      assertThat(kept.getStringProperty("PortcullisRule")).isEqualTo("require-encrypted-body");
      assertThat(kept.getStringProperty("PortcullisReason"))
          .isEqualTo("its body is not an AWS Encryption SDK message, it looks like plain text");
      assertThat(kept.getStringProperty("PortcullisDestination")).isEqualTo("queue://KEPT");
      assertThat(kept.getStringProperty("PortcullisUser")).isEqualTo("user");
      assertThat(kept.getStringProperty("PortcullisClientId"))
          .isEqualTo(sender.connection().getConnectionInfo().getClientId());
      assertThat(kept.getStringProperty("PortcullisRemoteAddress")).startsWith("tcp://127.0.0.1:");
      assertThat(kept.getStringProperty("PortcullisProtocol")).isEqualTo("openwire");
      assertThat(Instant.parse(kept.getStringProperty("PortcullisTime")))
          .isBetween(before.minusMillis(1), Instant.now());
      assertThat(OpenWire.isSilent(consumer)).isTrue();
    }
  }

  @Test
  void inATransactionItIsKeptAndTheRestIsCommitted() throws Exception {
    broker = keeping().started();
    try (OpenWire client = OpenWire.connect(broker, "admin")) {
      MessageConsumer consumer = client.consumer("KEPT");
      Session session = client.connection().createSession(true, Session.SESSION_TRANSACTED);
      MessageProducer producer = session.createProducer(OpenWire.destination("KEPT"));

      producer.send(client.bytes(PLAINTEXT));
      producer.send(client.bytes(ENCRYPTED));
      session.commit();

      assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
      assertThat(OpenWire.receive(client.consumer(KEPT))).isEqualTo(PLAINTEXT);
    }
  }

  @Test
  void itIsForAdministratorsWhateverTheMapSays() throws Exception {
    broker = keeping().started();
    try (OpenWire user = OpenWire.connect(broker, "user");
        OpenWire admin = OpenWire.connect(broker, "admin")) {
      MessageConsumer before = user.consumer("queue://>");
      user.send("KEPT", PLAINTEXT);
      MessageConsumer after = user.consumer("queue://Portcullis.>");

      for (String name : List.of(KEPT, "queue://OTHER," + KEPT)) {
        assertThatThrownBy(() -> user.consumer(name))
            .isInstanceOf(JMSException.class)
            .hasMessageContaining("is not authorized to read from: queue://" + KEPT);
      }
      assertThatThrownBy(() -> browse(user, KEPT))
          .isInstanceOf(JMSException.class)
          .hasMessageContaining("is not authorized to read from");
      assertThat(browse(user, ">")).isZero();
      assertThat(OpenWire.isSilent(after)).isTrue();
      user.send("OTHER", ENCRYPTED);
      assertThat(OpenWire.receive(before)).isEqualTo(ENCRYPTED);
      assertThat(OpenWire.isSilent(before)).isTrue();

      assertThat(browse(admin, KEPT)).isEqualTo(1);
      assertThat(OpenWire.receive(admin.consumer("queue://Portcullis.>"))).isEqualTo(PLAINTEXT);
    }
  }

  private static int browse(OpenWire client, String queue) throws JMSException {
    try (QueueBrowser browser =
        client.session().createBrowser((Queue) OpenWire.destination(queue))) {
      int messages = 0;
      for (Enumeration<?> all = browser.getEnumeration(); all.hasMoreElements(); messages++) {
        all.nextElement();
      }
      return messages;
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        KEPT,
        "Portcullis.Quarantine.NEW",
        "queue://" + KEPT + ",queue://OTHER",
        "queue://OTHER," + KEPT
      })
  void nobodySendsThere(String destination) throws Exception {
    broker =
        keeping()
            .withService(service -> service.setSchedulerSupport(true))
            .with(
                gate ->
                    gate.setBodyPolicies(
                        List.of(Bodies.keptOnQueue("KEPT"), Bodies.anyOnQueue("Portcullis.>"))))
            .started();
    try (OpenWire admin = OpenWire.connect(broker, "admin")) {
      admin.send("KEPT", PLAINTEXT);
      BytesMessage scheduled = admin.bytes(ENCRYPTED);
      scheduled.setLongProperty(ScheduledMessage.AMQ_SCHEDULED_DELAY, 1);

      assertThatThrownBy(() -> admin.send(destination, ENCRYPTED))
          .hasMessageContaining("is not authorized to write to: queue://Portcullis.");
      assertThatThrownBy(() -> admin.send(destination, scheduled))
          .as("which the scheduler would send in the broker's own name")
          .hasMessageContaining("is not authorized to write to: queue://Portcullis.");

      assertThat(broker.queue(KEPT).getQueueSize()).isEqualTo(1);
      assertThat(
              broker.getBrokerService().getJobSchedulerStore().getJobScheduler("JMS").getAllJobs())
          .isEmpty();
    }
  }

  @Test
  void onlyAnAdministratorRemovesItsQueues() throws Exception {
    broker = keeping().started();
    try (OpenWire user = OpenWire.connect(broker, "user");
        OpenWire admin = OpenWire.connect(broker, "admin")) {
      user.send("KEPT", PLAINTEXT);

      assertThatThrownBy(() -> user.connection().destroyDestination(OpenWire.destination(KEPT)))
          .hasMessageContaining("is not authorized to remove: queue://" + KEPT);
      assertThat(broker.queue(KEPT).getQueueSize()).isEqualTo(1);

      admin.connection().destroyDestination(OpenWire.destination(KEPT));
      assertThat(browse(admin, KEPT)).isZero();
    }
  }

  @Test
  void itsBodiesDoNotLeaveInAdvisories() throws Exception {
    PolicyEntry talkative = new PolicyEntry();
    talkative.setAdvisoryForDelivery(true);
    talkative.setAdvisoryForConsumed(true);
    talkative.setIncludeBodyForAdvisory(true);
    PolicyMap policies = new PolicyMap();
    policies.setDefaultEntry(talkative);
    broker = keeping().withService(service -> service.setDestinationPolicy(policies)).started();
    try (OpenWire user = OpenWire.connect(broker, "user");
        OpenWire admin = OpenWire.connect(broker, "admin")) {
      MessageConsumer advisories =
          user.consumer(
              "topic://ActiveMQ.Advisory.MessageDelivered.>,"
                  + "topic://ActiveMQ.Advisory.MessageConsumed.>");
      user.send("KEPT", PLAINTEXT);

      assertThat(OpenWire.receive(admin.consumer(KEPT))).isEqualTo(PLAINTEXT);
      await().until(() -> broker.queue(KEPT).getQueueSize() == 0);
      user.send("OTHER", ENCRYPTED);
      assertThat(OpenWire.receive(admin.consumer("OTHER"))).isEqualTo(ENCRYPTED);

      Message advisory = OpenWire.next(advisories);
      assertThat(advisory.getJMSDestination())
          .as("the first, although the quarantine's message was delivered before")
          .hasToString("topic://ActiveMQ.Advisory.MessageDelivered.Queue.OTHER");
    }
  }

  @Test
  void whenItHoldsItsNumberOfMessagesTheSenderIsRefused() throws Exception {
    broker = keeping().with(gate -> gate.setQuarantineMaxMessages("2")).started();
    try (OpenWire client = OpenWire.connect(broker, "admin")) {
      client.send("KEPT", PLAINTEXT);
      client.send("KEPT.TOO", PLAINTEXT);

      assertThatThrownBy(() -> client.send("KEPT", PLAINTEXT))
          .hasMessageStartingWith("[require-encrypted-body] message to queue://KEPT");
      assertThat(broker.queue(KEPT).getQueueSize()).isEqualTo(1);

      assertThat(OpenWire.receive(client.consumer(KEPT))).isEqualTo(PLAINTEXT);
      await().until(() -> broker.queue(KEPT).getQueueSize() == 0);
      client.send("KEPT", PLAINTEXT);
      client.send("KEPT", ENCRYPTED);
      assertThat(OpenWire.receive(client.consumer("KEPT"))).isEqualTo(ENCRYPTED);
    }
  }

  @Test
  void whenItHoldsItsNumberOfBytesTheSenderIsRefused() throws Exception {
    broker = keeping().with(gate -> gate.setQuarantineMaxBytes("30000")).started();
    try (OpenWire client = OpenWire.connect(broker, "admin")) {
      client.send("KEPT", new byte[20_000]);

      assertThatThrownBy(() -> client.send("KEPT.TOO", new byte[20_000]))
          .hasMessageStartingWith("[require-encrypted-body] message to queue://KEPT.TOO");
      client.send("KEPT.TOO", new byte[1_000]);

      assertThat(broker.queue(KEPT).getQueueSize()).isEqualTo(1);
      assertThat(broker.queue(KEPT + ".TOO").getQueueSize()).isEqualTo(1);
    }
  }

  /** ActiveMQ leaves them out of a message's size. */
  @Test
  void headersCountAsBytesToo() throws Exception {
    broker = keeping().with(gate -> gate.setQuarantineMaxBytes("100000")).started();
    try (OpenWire client = OpenWire.connect(broker, "admin")) {
      BytesMessage message = client.bytes(PLAINTEXT);
      message.setJMSCorrelationID("c".repeat(30_000));
      message.setJMSType("t".repeat(30_000));
      client.send("KEPT", message);

      assertThatThrownBy(() -> client.send("KEPT", message))
          .hasMessageStartingWith("[require-encrypted-body] message to queue://KEPT");
    }
  }

  @Test
  void itsBytesAreCountedThroughMovesAndPurgesOverJmxAndRollbacks() throws Exception {
    broker =
        keeping()
            .with(
                gate -> {
                  gate.setBodyPolicies(
                      List.of(Bodies.keptOnQueue("KEPT.>"), Bodies.anyOnQueue("ANY")));
                  gate.setQuarantineMaxBytes("30000");
                })
            .started();
    try (OpenWire client = OpenWire.connect(broker, "admin")) {
      assertThat(isKept(client)).isTrue();
      assertThat(isKept(client)).isTrue();
      assertThat(isKept(client)).isFalse();
      Session session = client.connection().createSession(true, Session.SESSION_TRANSACTED);
      try (MessageConsumer consumer = session.createConsumer(OpenWire.destination(KEPT))) {
        OpenWire.next(consumer);
        session.rollback();
      }
      assertThat(isKept(client)).as("after a rollback").isFalse();

      broker.queue(KEPT).moveMatchingMessagesTo("", "ANY");
      assertThat(isKept(client)).as("once they were moved away").isTrue();
      broker.queue(KEPT).purge();
      broker.queue("ANY").moveMatchingMessagesTo("", KEPT);
      assertThat(broker.queue(KEPT).getQueueSize()).isEqualTo(2);
      assertThat(isKept(client)).as("once they were moved back").isFalse();

      broker.queue(KEPT).purge();
      assertThat(isKept(client)).as("once it was purged").isTrue();
      assertThat(isKept(client)).isTrue();
      assertThat(isKept(client)).isFalse();
    }
  }

  /** Bytes are counted by reading the store, so not for every message that is taken. */
  @Test
  void roomForBytesIsMadeWhenMoreThanASixteenthIsTaken() throws Exception {
    broker = keeping().with(gate -> gate.setQuarantineMaxBytes("400000")).started();
    try (OpenWire client = OpenWire.connect(broker, "admin")) {
      int held = 0;
      while (isKept(client)) {
        held++;
      }
      int sixteenth = held / 16;
      assertThat(sixteenth).isPositive();

      take(client, sixteenth, held);
      assertThat(isKept(client)).isFalse();
      take(client, 1, held - sixteenth);
      for (int i = 0; i <= sixteenth; i++) {
        assertThat(isKept(client)).isTrue();
      }
      assertThat(isKept(client)).isFalse();
    }
  }

  private static boolean isKept(OpenWire client) {
    try {
      client.send("KEPT", new byte[10_000]);
      return true;
    } catch (JMSException e) {
      assertThat(e).hasMessageStartingWith("[require-encrypted-body] message to queue://KEPT");
      return false;
    }
  }

  private void take(OpenWire client, int messages, int held) throws Exception {
    try (MessageConsumer consumer = client.consumer(KEPT)) {
      for (int i = 0; i < messages; i++) {
        OpenWire.next(consumer);
      }
    }
    await().until(() -> broker.queue(KEPT).getQueueSize() == held - messages);
  }

  @Test
  void itDoesNotExpire() throws Exception {
    TimeStampingBrokerPlugin expiring = new TimeStampingBrokerPlugin();
    expiring.setZeroExpirationOverride(3_600_000);
    expiring.setTtlCeiling(3_600_000);
    broker = keeping(expiring).started();
    try (OpenWire client = OpenWire.connect(broker, "admin");
        MessageProducer producer = client.session().createProducer(OpenWire.destination("KEPT"))) {
      producer.send(client.bytes(PLAINTEXT));
      producer.setTimeToLive(3_600_000);
      producer.send(client.bytes(PLAINTEXT));
      producer.send(client.bytes(ENCRYPTED));

      MessageConsumer kept = client.consumer(KEPT);
      assertThat(OpenWire.next(kept).getJMSExpiration()).isZero();
      assertThat(OpenWire.next(kept).getJMSExpiration()).isZero();
      assertThat(OpenWire.next(client.consumer("KEPT")).getJMSExpiration()).isPositive();
    }
  }

  @Test
  void itGoesIntoNoDeadLetterQueueAndNoMirror() throws Exception {
    broker = keeping().withService(service -> service.setUseMirroredQueues(true)).started();
    try (OpenWire client = OpenWire.connect(broker, "admin")) {
      MessageConsumer mirror = client.consumer("topic://VirtualTopic.Mirror." + KEPT);
      MessageConsumer mirrorOfTheQueue = client.consumer("topic://VirtualTopic.Mirror.KEPT");
      RedeliveryPolicy never = new RedeliveryPolicy();
      never.setMaximumRedeliveries(0);
      client.connection().setRedeliveryPolicy(never);
      client.send("KEPT", PLAINTEXT);
      Session session = client.connection().createSession(true, Session.SESSION_TRANSACTED);
      MessageConsumer consumer = session.createConsumer(OpenWire.destination(KEPT));

      for (int failures = 0; failures < 5; failures++) {
        Message kept = OpenWire.next(consumer);
        assertThat(kept.getBody(byte[].class)).isEqualTo(PLAINTEXT);
        assertThat(kept.getStringProperty("PortcullisDestination")).isEqualTo("queue://KEPT");
        session.rollback();
      }

      assertThat(OpenWire.receive(consumer)).isEqualTo(PLAINTEXT);
      session.commit();
      await().until(() -> broker.queue(KEPT).getQueueSize() == 0);
      assertThat(OpenWire.isSilent(client.consumer("ActiveMQ.DLQ"))).isTrue();
      assertThat(OpenWire.isSilent(mirror)).isTrue();
      client.send("KEPT", ENCRYPTED);
      assertThat(OpenWire.receive(mirrorOfTheQueue)).isEqualTo(ENCRYPTED);
      assertThat(OpenWire.isSilent(mirrorOfTheQueue)).isTrue();
    }
  }

  @Nested
  class OnDisk {

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"1, 67108864", "1000, 30000"})
    void itSurvivesARestartAndIsStillCounted(String bounds) throws Exception {
      String[] each = bounds.split(", ");
      byte[] body = new byte[20_000];
      broker = stored(each).started();
      try (OpenWire client = OpenWire.connect(broker, "admin")) {
        client.send("KEPT", body);
      }

      broker.close();
      broker = stored(each).started();

      try (OpenWire client = OpenWire.connect(broker, "admin")) {
        assertThatThrownBy(() -> client.send("KEPT.TOO", body))
            .hasMessageStartingWith("[require-encrypted-body] message to queue://KEPT.TOO");
        MessageConsumer kept = client.consumer(KEPT);
        assertThat(OpenWire.receive(kept)).isEqualTo(body);
        await().atMost(Duration.ofSeconds(10)).until(() -> broker.queue(KEPT).getQueueSize() == 0);
        client.send("KEPT.TOO", body);
        try (OpenWire user = OpenWire.connect(broker, "user")) {
          assertThatThrownBy(() -> user.consumer(KEPT + ".TOO"))
              .hasMessageContaining("is not authorized to read from");
        }
      }
    }

    private GatedBroker stored(String[] bounds) throws Exception {
      KahaDBPersistenceAdapter store = new KahaDBPersistenceAdapter();
      store.setDirectory(folder.toFile());
      GatedBroker stored = keeping();
      stored.getBrokerService().setPersistent(true);
      stored.getBrokerService().setPersistenceAdapter(store);
      return stored.with(
          gate -> {
            gate.setQuarantineMaxMessages(bounds[0]);
            gate.setQuarantineMaxBytes(bounds[1]);
          });
    }
  }
}
