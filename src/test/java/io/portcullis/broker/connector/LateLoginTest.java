package io.portcullis.broker.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.RawMqtt;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.activemq.broker.BrokerFilter;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.command.Message;
import org.apache.activemq.command.Response;
import org.apache.activemq.transport.vm.VMTransport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many clients may wait for their CONNACK. */
class LateLoginTest {

  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);

  private final List<LateLogin> waiting = new ArrayList<>();

  @AfterEach
  void dropAll() {
    waiting.forEach(LateLogin::drop);
    waiting.clear();
  }

  private boolean waits(String user) throws Exception {
    LateLogin.Way nobody =
        new LateLogin.Way() {
          @Override
          public void answer(Response response) {}

          @Override
          public void end(String why) {}
        };
    Optional<LateLogin> login =
        LateLogin.of(
            new VMTransport(new URI("vm://nobody")),
            new ConnectionInfo(),
            user,
            Duration.ofSeconds(10),
            nobody);
    login.ifPresent(waiting::add);
    return login.isPresent();
  }

  private int places(String user) throws Exception {
    int places = 0;
    while (waits(user)) {
      places++;
    }
    return places;
  }

  @Test
  void oneUserLeavesPlacesForOthers() throws Exception {
    assertThat(places("fleet")).isEqualTo(500);
    assertThat(places("second")).isEqualTo(250);
    assertThat(places("third")).isEqualTo(125);
    assertThat(places("fleet")).isZero();
    assertThat(LateLogin.waiting()).isEqualTo(875);
  }

  /** A client that is dropped twice, or after its answer, gives back one place. */
  @Property(tries = 50)
  void everyPlaceIsGivenBackOnce(
      @ForAll @Size(max = 40) List<@IntRange(max = 3) Integer> users,
      @ForAll @Size(max = 40) List<@IntRange(max = 39) Integer> dropped)
      throws Exception {
    for (int user : users) {
      waits("user " + user);
    }
    for (int which : dropped) {
      if (which < waiting.size()) {
        waiting.get(which).drop();
      }
    }

    dropAll();

    assertThat(LateLogin.waiting()).isZero();
  }

  /** ActiveMQ takes another login of a client that has no CONNACK yet. */
  @Test
  void aConnectionThatLogsInAgainHasOnePlace() throws Exception {
    try (GatedBroker broker = GatedBroker.listening("mqtt+ssl").started();
        RawMqtt client =
            RawMqtt.send(broker, "mqtt+ssl", RawMqtt.login("admin", "twice", 30))
                .hears("CONNACK 0")) {
      GatedTransport transport =
          broker
              .getBrokerService()
              .getTransportConnectors()
              .get(0)
              .getConnections()
              .get(0)
              .getTransport()
              .narrow(GatedTransport.class);
      Duration wait = Duration.ofSeconds(10);

      assertThat(transport.answerLate(new ConnectionInfo(), "admin", wait)).isTrue();
      assertThat(transport.answerLate(new ConnectionInfo(), "admin", wait)).isTrue();

      assertThat(LateLogin.waiting()).isEqualTo(1);
      transport.stop();
      assertThat(LateLogin.waiting()).isZero();
      client.ends();
    }
  }

  @Test
  void aClientWithoutAPlaceLosesItsConnectionWithoutAConnack() throws Exception {
    try (GatedBroker broker = GatedBroker.listening("mqtt+ssl").started();
        AuditLines audit = AuditLines.capture()) {
      // The next wait is then long enough for a slow machine to come too soon.
      for (int i = 0; i < 4; i++) {
        try (RawMqtt client =
            RawMqtt.send(
                broker,
                "mqtt+ssl",
                RawMqtt.login("admin", "one of many", 30),
                RawMqtt.publish("LATE", PLAINTEXT, 1))) {
          client.ends();
        }
      }
      places("admin");

      try (RawMqtt client =
          RawMqtt.send(broker, "mqtt+ssl", RawMqtt.login("admin", "one of many", 30))) {
        client.ends();
        assertThat(client.heard()).isEmpty();
      }
      RawMqtt.send(broker, "mqtt+ssl", RawMqtt.login("admin", "without a refusal", 30))
          .hears("CONNACK 0")
          .close();

      assertThat(audit.lines())
          .filteredOn(line -> line.contains("too-many-late-logins"))
          .singleElement()
          .asString()
          .contains("\"disposition\":\"refused\"", "\"clientId\":\"one of many\"");
    }
  }

  /** The JVM's own timer tells how long, so nobody waits longer because of a clock. */
  @Test
  void anAnswerGoesOutAfterTheWait() throws Exception {
    BlockingQueue<Response> answers = new LinkedBlockingQueue<>();
    ConnectionInfo info = new ConnectionInfo();
    info.setCommandId(7);
    Response response = new Response();
    response.setCorrelationId(7);
    LateLogin login =
        LateLogin.of(
                new VMTransport(new URI("vm://nobody")),
                info,
                "somebody",
                Duration.ofMillis(50),
                new LateLogin.Way() {
                  @Override
                  public void answer(Response late) {
                    answers.add(late);
                  }

                  @Override
                  public void end(String why) {}
                })
            .orElseThrow();

    assertThat(Stream.of(new ConnectionInfo(), new Response()).filter(login::takes)).isEmpty();
    assertThat(login.takes(response)).isTrue();

    assertThat(answers.poll(10, TimeUnit.SECONDS)).isSameAs(response);
    await().until(() -> LateLogin.waiting() == 0);
  }

  /** Otherwise one user could take all threads that pass on early frames. */
  @Test
  void aClientKeepsItsPlaceUntilItsEarlyFramesHaveGoneOn() throws Exception {
    CountDownLatch full = new CountDownLatch(1);
    try (GatedBroker broker =
        GatedBroker.listening("mqtt+ssl").withPlugin(blocking("BUSY", full)).started()) {
      // The next wait is then long enough for a slow machine to come too soon.
      for (int i = 0; i < 4; i++) {
        try (RawMqtt refused = publish(broker, "LATE", PLAINTEXT)) {
          refused.ends();
        }
      }
      try (RawMqtt busy = publish(broker, "BUSY", Ciphertexts.encrypt(PLAINTEXT))) {
        busy.hears("CONNACK 0");
        assertThat(LateLogin.waiting()).isEqualTo(1);

        full.countDown();
        busy.hears("CONNACK 0", "PUBACK");
        await().until(() -> LateLogin.waiting() == 0);
      } finally {
        full.countDown();
      }
    }
  }

  private static RawMqtt publish(GatedBroker broker, String topic, byte[] body) throws Exception {
    return RawMqtt.send(
        broker, "mqtt+ssl", RawMqtt.login("admin", "busy", 30), RawMqtt.publish(topic, body, 1));
  }

  /** A destination that takes nothing for now, as a full one. */
  private static BrokerPlugin blocking(String topic, CountDownLatch until) {
    return broker ->
        new BrokerFilter(broker) {
          @Override
          public void send(ProducerBrokerExchange exchange, Message message) throws Exception {
            if (message.getDestination().getPhysicalName().equals(topic)) {
              until.await();
            }
            super.send(exchange, message);
          }
        };
  }
}
