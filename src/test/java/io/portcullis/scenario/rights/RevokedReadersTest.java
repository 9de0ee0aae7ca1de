package io.portcullis.scenario.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.ProtocolClient;
import io.portcullis.testing.ProtocolClient.Way;
import io.portcullis.testing.Rights;
import io.portcullis.testing.Schemes;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.ActiveMQMessageConsumer;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerFilter;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.ConsumerId;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.command.Message;
import org.apache.activemq.command.RemoveInfo;
import org.apache.activemq.command.SessionInfo;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.security.DefaultAuthorizationMap;
import org.apache.activemq.security.MessageAuthorizationPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who lost a right reads nothing more, whatever clients do against it. */
class RevokedReadersTest {

  private static final byte[] BODY = Ciphertexts.encrypt(new byte[] {1, 2, 3});
  private static final long SOON_MILLIS = 10_000;
  private static final long NOT_AT_ALL_MILLIS = 300;

  /** Clients that read nothing. */
  private static final int DEAF = 8;

  private final CountDownLatch free = new CountDownLatch(1);
  private final AtomicInteger stuck = new AtomicInteger();
  private GatedBroker broker;

  @AfterEach
  void stop() {
    free.countDown();
    broker.close();
  }

  private static DefaultAuthorizationMap everything() {
    return Rights.ofOperators().users("queue://>", true, true).users("topic://>", true, true).map();
  }

  private static DefaultAuthorizationMap nothing() {
    return Rights.ofOperators().map();
  }

  /** The consumer is still there, since its removal waits. */
  @ParameterizedTest
  @EnumSource(Way.class)
  void theNextMessageIsNotRead(Way way) throws Exception {
    broker =
        GatedBroker.listening(Schemes.PROTOCOLS)
            .withPlugin(new AuthorizationPlugin(everything()))
            .withPlugin(SlowRemoval::new)
            .started();
    ProtocolClient user = ProtocolClient.connect(way, broker, "user");
    try (ProtocolClient admin = ProtocolClient.connect(way, broker, "admin")) {
      user.subscribe("TAKEN");
      admin.send("TAKEN", BODY);
      assertThat(user.receive(SOON_MILLIS)).hasValue(BODY);

      Rights.replace(broker, nothing());
      admin.send("TAKEN", BODY);

      try {
        assertThat(received(user)).isEmpty();
      } finally {
        free.countDown();
      }
    } finally {
      close(user);
    }
  }

  /** The broker may have ended it by now, and some clients say so. */
  private static void close(ProtocolClient client) {
    try {
      client.close();
    } catch (Exception e) {
      assertThat(e).isNotInstanceOf(InterruptedException.class);
    }
  }

  /** Removes consumers when the test says so. */
  private final class SlowRemoval extends BrokerFilter {
    SlowRemoval(Broker next) {
      super(next);
    }

    @Override
    public void removeConsumer(ConnectionContext context, ConsumerInfo info) throws Exception {
      free.await();
      super.removeConsumer(context, info);
    }
  }

  /** A connection that was ended does not receive either. */
  private static Optional<byte[]> received(ProtocolClient consumer) {
    try {
      return consumer.receive(NOT_AT_ALL_MILLIS);
    } catch (Exception e) {
      return Optional.empty();
    }
  }

  @Test
  void theOperatorsOwnPolicyIsStillAsked() throws Exception {
    broker =
        GatedBroker.listening("ssl")
            .withPlugin(new AuthorizationPlugin(everything()))
            .withService(
                service ->
                    service.setMessageAuthorizationPolicy(
                        (context, message) -> message.getPriority() < 9))
            .started();
    try (OpenWire user = OpenWire.connect(broker, "user")) {
      jakarta.jms.Message urgent = user.bytes(BODY);
      user.session().createProducer(OpenWire.destination("MIXED")).send(urgent, 2, 9, 0);
      user.send("MIXED", BODY);

      MessageConsumer consumer = user.consumer("MIXED");

      assertThat(OpenWire.next(consumer).getJMSPriority()).isEqualTo(4);
      assertThat(OpenWire.isSilent(consumer)).isTrue();
      assertThat(broker.queue("MIXED").getQueueSize()).isOne();
    }
  }

  /** The broker forgets the one consumer as it removes the other, and leaves it on its queue. */
  @Test
  void anIdThatIsGivenToAnotherConsumerHidesNone() throws Exception {
    broker =
        GatedBroker.listening("ssl").withPlugin(new AuthorizationPlugin(everything())).started();
    try (OpenWire user = OpenWire.connect(broker, "user");
        OpenWire second = OpenWire.connect(broker, "user");
        OpenWire admin = OpenWire.connect(broker, "admin")) {
      MessageConsumer secret = user.consumer("SECRET");
      removeElsewhere(second, ((ActiveMQMessageConsumer) secret).getConsumerId());
      removeElsewhere(user, ((ActiveMQMessageConsumer) secret).getConsumerId());

      Rights.replace(broker, nothing());
      admin.send("SECRET", BODY);
      admin.send("SECRET", BODY);

      assertThat(silent(secret)).isTrue();
      assertThat(OpenWire.receive(admin.consumer("SECRET"))).isEqualTo(BODY);
    }
  }

  private static boolean silent(MessageConsumer consumer) {
    try {
      return OpenWire.isSilent(consumer);
    } catch (JMSException e) {
      return true;
    }
  }

  /** What other means let pass or refuse; here it does not matter which. */
  private static void removeElsewhere(OpenWire client, ConsumerId id) {
    try {
      ConsumerInfo elsewhere = new ConsumerInfo(id);
      elsewhere.setDestination(OpenWire.destination("ELSEWHERE"));
      elsewhere.setPrefetchSize(1);
      SessionInfo session = new SessionInfo(id.getParentId());
      client.connection().syncSendPacket(session);
      client.connection().syncSendPacket(elsewhere);
      client.connection().syncSendPacket(new RemoveInfo(id));
    } catch (JMSException e) {
      // Refused, which serves as well.
    }
  }

  /** Stuck as long as the test wants, with the lock of its queue. */
  private MessageAuthorizationPolicy stuckOn(String prefix) {
    return (ConnectionContext context, Message message) -> {
      if (message.getDestination().getPhysicalName().startsWith(prefix)) {
        stuck.incrementAndGet();
        try {
          free.await();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
      return true;
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 40})
  void consumersThatAreStuckHoldUpNobodyElsesRevocation(int many) throws Exception {
    broker =
        GatedBroker.listening("ssl")
            .withPlugin(new AuthorizationPlugin(everything()))
            .withService(service -> service.setMessageAuthorizationPolicy(stuckOn("STUCK.")))
            .started();
    List<OpenWire> hostile = new ArrayList<>();
    try (OpenWire admin = OpenWire.connect(broker, "admin");
        OpenWire honest = OpenWire.connect(broker, "user")) {
      MessageConsumer one = honest.consumer("HONEST.A");
      MessageConsumer all = honest.consumer("HONEST.*");
      for (int i = 0; i < many; i++) {
        hostile.add(OpenWire.connect(broker, "user"));
        hostile.get(i).consumer("queue://STUCK." + i + ".*");
        hostile.get(i).consumer("queue://STUCK." + i + ".Q");
        admin.send("STUCK." + i + ".Q", BODY);
      }
      await().until(() -> stuck.get() >= many);

      Rights.replace(broker, nothing());
      admin.send("HONEST.A", BODY);

      await()
          .atMost(Duration.ofSeconds(5))
          .until(() -> broker.queue("HONEST.A").getConsumerCount() == 0);
      assertThat(silent(one)).isTrue();
      assertThat(silent(all)).isTrue();
      assertThat(honest.connection().isTransportFailed()).isFalse();
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(
              () ->
                  assertThat(hostile).allMatch(client -> client.connection().isTransportFailed()));
    } finally {
      free.countDown();
      for (OpenWire client : hostile) {
        client.close();
      }
    }
  }

  /** Subscribes to a queue by STOMP, and never reads what the broker sends. */
  private Socket deaf(String queue) throws Exception {
    Socket socket =
        GatedBroker.clientContext()
            .getSocketFactory()
            .createSocket(InetAddress.getLoopbackAddress(), broker.port("stomp+ssl"));
    socket
        .getOutputStream()
        .write(
            ("CONNECT\naccept-version:1.1\nheart-beat:0,0\nlogin:user\npasscode:%s\n\n\0"
                    + "SUBSCRIBE\nid:1\ndestination:/queue/%s\nack:auto\n"
                    + "activemq.prefetchSize:1000\n\n\0")
                .formatted(GatedBroker.PASSWORD, queue)
                .getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  /** The broker waits in their sockets, with the lock of their queues. */
  @Test
  void whoDoesNotReadHoldsUpNoRevocationAndNoStop() throws Exception {
    broker =
        GatedBroker.listening("ssl", "stomp+ssl")
            .withPlugin(new AuthorizationPlugin(everything()))
            .withService(service -> service.setPersistent(false))
            .started();
    byte[] large = Ciphertexts.encrypt(new byte[1 << 20]);
    List<Socket> deaf = new ArrayList<>();
    try {
      OpenWire admin = OpenWire.connect(broker, "admin");
      OpenWire honest = OpenWire.connect(broker, "user");
      MessageConsumer one = honest.consumer("HONEST.A");
      for (int i = 0; i < DEAF; i++) {
        String queue = "DEAF." + i;
        deaf.add(deaf(queue));
        await()
            .atMost(Duration.ofSeconds(30))
            .until(
                () -> broker.queue(queue) != null && broker.queue(queue).getConsumerCount() == 1);
        for (int sent = 0; sent < 8; sent++) {
          admin.send(queue, large);
        }
      }

      Rights.replace(broker, nothing());
      admin.send("HONEST.A", BODY);

      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> broker.queue("HONEST.A").getConsumerCount() == 0);
      assertThat(silent(one)).isTrue();
      CompletableFuture<Void> stop = CompletableFuture.runAsync(broker::close);
      assertThat(stop).succeedsWithin(Duration.ofSeconds(60));
    } finally {
      for (Socket socket : deaf) {
        socket.close();
      }
    }
  }
}
