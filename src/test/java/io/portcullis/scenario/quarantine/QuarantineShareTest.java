package io.portcullis.scenario.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.testing.AuditLines;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.LoggedLines;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.Rights;
import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.activemq.ActiveMQMessageConsumer;
import org.apache.activemq.ActiveMQSession;
import org.apache.activemq.broker.region.policy.PolicyEntry;
import org.apache.activemq.broker.region.policy.PolicyMap;
import org.apache.activemq.command.ConsumerId;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.command.MessageAck;
import org.apache.activemq.command.MessageDispatch;
import org.apache.activemq.command.MessagePull;
import org.apache.activemq.command.SessionInfo;
import org.apache.activemq.security.AuthenticationUser;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.security.SimpleAuthenticationPlugin;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The quarantine is for everybody: nobody fills it alone, and nobody but its readers empties it.
 */
class QuarantineShareTest {

  private static final String KEPT = "Portcullis.Quarantine.KEPT";

  @TempDir private Path folder;
  private GatedBroker broker = GatedBroker.create();

  @AfterEach
  void stop() {
    broker.close();
  }

  /** A hundred messages in all, ten for each user. */
  private static GatedBroker keeping() throws Exception {
    SimpleAuthenticationPlugin users = GatedBroker.users();
    List<AuthenticationUser> all = new ArrayList<>();
    for (String name : List.of("user", "User", "other", "another")) {
      all.add(new AuthenticationUser(name, GatedBroker.PASSWORD, "users"));
    }
    all.add(new AuthenticationUser("admin", GatedBroker.PASSWORD, "admins"));
    users.setUsers(all);
    return GatedBroker.listening("ssl")
        .withOnly(
            users,
            new AuthorizationPlugin(Rights.ofOperators().users("queue://KEPT.>", true, true).map()))
        .with(gate -> gate.setBodyPolicies(List.of(Bodies.keptOnQueue("KEPT.>"))))
        .with(gate -> gate.setQuarantineMaxMessages("100"));
  }

  @Test
  void aUserFillsNoMoreThanAPartOfAllItsQueues() throws Exception {
    broker = keeping().started();
    try (OpenWire user = OpenWire.connect(broker, "user");
        LoggedLines log = LoggedLines.of("io.portcullis.enforce.QuarantineFailures")) {
      for (int i = 0; i < 10; i++) {
        assertThat(isKept(user, "KEPT." + i, 10)).isTrue();
      }
      for (int i = 0; i < 20; i++) {
        assertThat(isKept(user, "KEPT." + i % 15, 10)).isFalse();
      }

      for (String name : List.of("User", "other", "another")) {
        try (OpenWire somebody = OpenWire.connect(broker, name)) {
          assertThat(isKept(somebody, "KEPT.0", 10)).as(name).isTrue();
        }
      }
      assertThat(log.lines().get(0))
          .contains("user \"user\" has as much in it as quarantineUserPercent lets one user");
      assertThat(log.lines()).as("the first and the tenth").hasSize(2);
    }
  }

  @Test
  void norOfItsBytes() throws Exception {
    broker = keeping().with(gate -> gate.setQuarantineMaxBytes("100000")).started();
    try (OpenWire user = OpenWire.connect(broker, "user");
        OpenWire other = OpenWire.connect(broker, "other")) {
      assertThat(isKept(user, "KEPT", 20_000)).isFalse();
      assertThat(isKept(user, "KEPT", 6_000)).isTrue();
      assertThat(isKept(user, "KEPT", 6_000)).isFalse();
      assertThat(isKept(other, "KEPT", 6_000)).isTrue();
    }
  }

  @Test
  void howeverSmallItIsEverybodyMayKeepOne() throws Exception {
    broker = keeping().with(gate -> gate.setQuarantineMaxMessages("3")).started();
    try (OpenWire user = OpenWire.connect(broker, "user");
        OpenWire other = OpenWire.connect(broker, "other")) {
      assertThat(isKept(user, "KEPT", 10)).isTrue();
      assertThat(isKept(user, "KEPT", 10)).isFalse();
      assertThat(isKept(other, "KEPT", 10)).isTrue();
    }
  }

  /** Sends come at once, to many queues, and from several connections of one user. */
  @Test
  void norWhenItSendsFromManyPlacesAtOnce() throws Exception {
    broker = keeping().started();
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<Integer>> sending = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        int first = i * 10;
        sending.add(
            () -> {
              int kept = 0;
              try (OpenWire user = OpenWire.connect(broker, "user")) {
                for (int queue = first; queue < first + 10; queue++) {
                  kept += isKept(user, "KEPT." + queue % 13, 10) ? 1 : 0;
                }
              }
              return kept;
            });
      }
      int kept = 0;
      for (Future<Integer> each : threads.invokeAll(sending)) {
        kept += each.get();
      }

      assertThat(kept).isEqualTo(10);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whatIsTakenMakesRoomForTheSameUser() throws Exception {
    broker = keeping().started();
    try (OpenWire user = OpenWire.connect(broker, "user");
        OpenWire admin = OpenWire.connect(broker, "admin")) {
      fill(user);
      try (MessageConsumer reader = admin.consumer(KEPT)) {
        OpenWire.next(reader);
      }
      await().atMost(Duration.ofSeconds(30)).until(() -> broker.queue(KEPT).getQueueSize() == 9);
      assertThat(isKept(user, "KEPT", 10)).as("one was acknowledged").isTrue();
      assertThat(isKept(user, "KEPT", 10)).isFalse();

      broker.queue(KEPT).removeMatchingMessages("PortcullisUser = 'user'", 3);
      fill(user, 3);
      broker.queue(KEPT).purge();
      fill(user);
      admin.connection().destroyDestination(OpenWire.destination(KEPT));
      fill(user);
    }
  }

  private static void fill(OpenWire user) {
    fill(user, 10);
  }

  private static void fill(OpenWire user, int times) {
    for (int i = 0; i < times; i++) {
      assertThat(isKept(user, "KEPT", 10)).isTrue();
    }
    assertThat(isKept(user, "KEPT", 10)).isFalse();
  }

  @Test
  void itIsCountedOverARestart() throws Exception {
    broker = stored().started();
    try (OpenWire user = OpenWire.connect(broker, "user")) {
      fill(user);
    }
    broker.close();
    broker = stored().started();
    try (OpenWire user = OpenWire.connect(broker, "user");
        OpenWire other = OpenWire.connect(broker, "other")) {
      assertThat(isKept(user, "KEPT", 10)).isFalse();
      assertThat(isKept(other, "KEPT", 10)).isTrue();
    }
  }

  private GatedBroker stored() throws Exception {
    KahaDBPersistenceAdapter store = new KahaDBPersistenceAdapter();
    store.setDirectory(folder.toFile());
    GatedBroker stored = keeping();
    stored.getBrokerService().setPersistent(true);
    stored.getBrokerService().setPersistenceAdapter(store);
    return stored;
  }

  /** What an operator moves into quarantine says of its user what its client wrote. */
  @Test
  void noClientUsesUpAnothersPart() throws Exception {
    broker =
        keeping()
            .with(
                gate ->
                    gate.setBodyPolicies(
                        List.of(Bodies.keptOnQueue("KEPT"), Bodies.anyOnQueue("KEPT.ANY"))))
            .started();
    try (OpenWire user = OpenWire.connect(broker, "user");
        OpenWire other = OpenWire.connect(broker, "other")) {
      for (int i = 0; i < 10; i++) {
        BytesMessage forged = user.bytes(new byte[10]);
        forged.setStringProperty("PortcullisUser", "other");
        user.send("KEPT.ANY", forged);
        user.send("KEPT", forged);
      }
      broker.queue("KEPT.ANY").moveMatchingMessagesTo("", KEPT);

      assertThat(isKept(other, "KEPT", 10)).isTrue();
      assertThat(isKept(user, "KEPT", 10)).isFalse();
    }
  }

  @Test
  void itsIdsCannotBeGuessed() throws Exception {
    broker = keeping().started();
    try (OpenWire user = OpenWire.connect(broker, "user");
        OpenWire admin = OpenWire.connect(broker, "admin")) {
      assertThat(isKept(user, "KEPT", 10)).isTrue();

      assertThat(OpenWire.next(admin.consumer(KEPT)).getJMSMessageID())
          .matches("ID:quarantine-[0-9a-f]{32}:0:0:1|quarantine-[0-9a-f]{32}:0:0:1");
    }
  }

  @Test
  void noAdvisoryTellsOfItsMessages() throws Exception {
    PolicyEntry talkative = new PolicyEntry();
    talkative.setAdvisoryForDelivery(true);
    talkative.setAdvisoryForConsumed(true);
    talkative.setAdvisoryForDispatched(true);
    talkative.setAdvisoryForFastProducers(true);
    talkative.setAdvisoryForSlowConsumers(true);
    talkative.setAdvisoryWhenFull(true);
    talkative.setAdvisoryForDiscardingMessages(true);
    talkative.setSendAdvisoryIfNoConsumers(true);
    PolicyMap policies = new PolicyMap();
    policies.setDefaultEntry(talkative);
    broker = keeping().withService(service -> service.setDestinationPolicy(policies)).started();
    try (OpenWire user = OpenWire.connect(broker, "user");
        OpenWire admin = OpenWire.connect(broker, "admin")) {
      MessageConsumer advisories = admin.consumer("topic://ActiveMQ.Advisory.*.Queue.Portcullis.>");
      assertThat(isKept(user, "KEPT", 10)).isTrue();
      OpenWire.next(admin.consumer(KEPT));
      await().atMost(Duration.ofSeconds(30)).until(() -> broker.queue(KEPT).getQueueSize() == 0);

      List<String> topics = new ArrayList<>();
      Message advisory = advisories.receive(1_000);
      while (advisory != null) {
        topics.add(advisory.getJMSDestination().toString().replaceAll(".Queue.*", ""));
        advisory = advisories.receive(300);
      }
      assertThat(topics)
          .as("of who reads, and of no message")
          .containsOnly("topic://ActiveMQ.Advisory.Consumer");
    }
  }

  /**
   * Somebody registers the id of an administrator's consumer as its own. That is refused where
   * rights are enforced, and only reported where they are not, like what follows from it.
   */
  @ParameterizedTest
  @ValueSource(strings = {"standard", "individual", "poison", "expired", "delivered", "pull"})
  void whoeverAcknowledgesWithTheIdOfAReaderIsReported(String kind) throws Exception {
    broker = keeping().with(gate -> gate.setReportOnly("require-authorization")).started();
    try (AuditLines audit = AuditLines.capture();
        OpenWire user = OpenWire.connect(broker, "user");
        OpenWire admin = OpenWire.connect(broker, "admin")) {
      assertThat(isKept(user, "KEPT", 10)).isTrue();
      ActiveMQSession session =
          (ActiveMQSession)
              admin.connection().createSession(false, ActiveMQSession.INDIVIDUAL_ACKNOWLEDGE);
      ActiveMQMessageConsumer reader =
          (ActiveMQMessageConsumer) session.createConsumer(OpenWire.destination(KEPT));
      org.apache.activemq.command.Message kept =
          (org.apache.activemq.command.Message) OpenWire.next(reader);
      ConsumerId id = reader.getConsumerId();
      user.connection().syncSendPacket(new SessionInfo(id.getParentId()));
      ConsumerInfo own = new ConsumerInfo(id);
      own.setDestination(OpenWire.destination("KEPT"));
      user.connection().syncSendPacket(own);

      user.connection()
          .syncSendPacket(kind.equals("pull") ? pull(id) : acknowledgement(kind, id, kept));

      assertThat(audit.lines())
          .anySatisfy(
              line ->
                  assertThat(line)
                      .contains(
                          "\"code\":\"consumer-of-another\"", "\"disposition\":\"reported\""));
    }
  }

  private static MessagePull pull(ConsumerId id) {
    MessagePull pull = new MessagePull();
    pull.setConsumerId(id);
    pull.setDestination(OpenWire.destination("KEPT"));
    return pull;
  }

  private static MessageAck acknowledgement(
      String kind, ConsumerId id, org.apache.activemq.command.Message kept) {
    MessageDispatch dispatch = new MessageDispatch();
    dispatch.setConsumerId(id);
    dispatch.setDestination(OpenWire.destination("KEPT"));
    dispatch.setMessage(kept);
    byte type =
        switch (kind) {
          case "individual" -> MessageAck.INDIVIDUAL_ACK_TYPE;
          case "poison" -> MessageAck.POISON_ACK_TYPE;
          case "expired" -> MessageAck.EXPIRED_ACK_TYPE;
          case "delivered" -> MessageAck.DELIVERED_ACK_TYPE;
          default -> MessageAck.STANDARD_ACK_TYPE;
        };
    return new MessageAck(dispatch, type, 1);
  }

  private static boolean isKept(OpenWire client, String queue, int bytes) {
    try {
      client.send(queue, new byte[bytes]);
      return true;
    } catch (JMSException e) {
      assertThat(e).hasMessageStartingWith("[require-encrypted-body] message to queue://" + queue);
      return false;
    }
  }
}
