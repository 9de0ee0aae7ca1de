package io.portcullis.scenario.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.RawDestination;
import io.portcullis.testing.RawDestination.Kind;
import io.portcullis.testing.RawProducer;
import io.portcullis.testing.TypicalTime;
import jakarta.jms.Connection;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A client names as many destinations in one, and as many levels, as its protocol can carry. */
class LongNamesTest {

  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(new byte[] {1, 2, 3});

  private static GatedBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = GatedBroker.listening("ssl", "amqp+ssl").started();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  private static String parts(int number) {
    return IntStream.range(0, number)
        .mapToObj(i -> Integer.toString(i, 36))
        .collect(Collectors.joining(","));
  }

  @ParameterizedTest(name = "{0} parts, {1} levels: passes: {2}")
  @CsvSource({
    "1000, 1, true",
    "1001, 1, false",
    "1, 1000, true",
    "1, 1001, false",
    "7000, 1, false",
    "1, 16000, false",
  })
  void soMuchIsAName(int parts, int levels, boolean passes) throws Exception {
    String name = parts > 1 ? parts(parts) : "L" + ".L".repeat(levels - 1);
    try (OpenWire admin = OpenWire.connect(broker, "admin")) {
      RawProducer producer = RawProducer.anonymous(admin);

      Throwable refused =
          catchThrowable(() -> producer.send(RawDestination.written(Kind.QUEUE, name), ENCRYPTED));

      if (passes) {
        assertThat(refused).isNull();
      } else {
        assertThat(refused)
            .hasMessage(
                "[require-authorization] user \"admin\": its destination's name has %d characters,"
                        .formatted(name.length())
                    + " %d parts, up to %d levels and 0 options; use names of at most 65535"
                        .formatted(parts, levels)
                    + " characters, 1000 parts, 1000 levels and 1000 options");
        for (String way : new String[] {"create", "remove", "consume", "register"}) {
          assertThatThrownBy(() -> use(admin, way, name))
              .as(way)
              .hasMessageStartingWith("[require-authorization] user \"admin\": its destination's");
        }
      }
    }
  }

  /** ActiveMQ keeps them as long as it has the destination. */
  @ParameterizedTest
  @CsvSource({"1000, true", "1001, false"})
  void soManyOptionsHasAName(int options, boolean passes) throws Exception {
    String name = "OPTIONS?" + parts(options).replace(',', '&');
    try (OpenWire admin = OpenWire.connect(broker, "admin")) {
      RawProducer producer = RawProducer.anonymous(admin);

      Throwable refused =
          catchThrowable(() -> producer.send(RawDestination.written(Kind.QUEUE, name), ENCRYPTED));

      if (passes) {
        assertThat(refused).isNull();
      } else {
        assertThat(refused).hasMessageContaining("1 parts, up to 1 levels and 1001 options");
      }
    }
  }

  private static void use(OpenWire client, String way, String name) throws Exception {
    switch (way) {
      case "create" -> client.create("queue://" + name);
      case "remove" -> client.remove("queue://" + name);
      case "consume" -> client.consumer("queue://" + name);
      default -> RawProducer.registered(client, "queue://" + name);
    }
  }

  /** OpenWire and MQTT carry 65,535 bytes at most; AMQP carries what a message may have. */
  @Test
  void aMillionPartsOverAmqpHoldNobodyUp() throws Exception {
    String name = parts(1_000_000);
    JmsConnectionFactory factory =
        new JmsConnectionFactory("amqps://localhost:" + broker.port("amqp+ssl"));
    factory.setSslContext(GatedBroker.clientContext());
    try (AuditLines audit = AuditLines.capture();
        Connection attacker = factory.createConnection("user", GatedBroker.PASSWORD);
        OpenWire admin = OpenWire.connect(broker, "admin")) {
      attacker.start();
      Session session = attacker.createSession(false, Session.AUTO_ACKNOWLEDGE);
      MessageProducer producer = session.createProducer(null);
      CompletableFuture<Throwable> refused =
          CompletableFuture.supplyAsync(
              () ->
                  catchThrowable(
                      () -> {
                        for (int i = 0; i < 3; i++) {
                          Throwable each =
                              catchThrowable(
                                  () ->
                                      producer.send(
                                          session.createQueue(name), session.createMessage()));
                          assertThat(each).isNotNull();
                        }
                      }));

      TypicalTime others = new TypicalTime();
      while (!refused.isDone() || others.count() < 20) {
        others.take(() -> admin.send("queue://OTHERS", ENCRYPTED));
      }

      assertThat(refused.get()).isNull();
      assertThat(others.median()).isLessThan(Duration.ofSeconds(1));
      assertThat(audit.lines()).hasSizeLessThanOrEqualTo(1);
    }
  }

  @Test
  void inReportOnlyALongNameGoesOn() throws Exception {
    try (AuditLines audit = AuditLines.capture();
        GatedBroker lax = GatedBroker.create().with(gate -> gate.setMode("REPORT_ONLY")).started();
        OpenWire client = OpenWire.inVm(lax, "admin")) {

      assertThatCode(() -> client.send("queue://" + parts(1_001), ENCRYPTED))
          .doesNotThrowAnyException();

      assertThat(audit.found()).anyMatch(found -> found.contains("1001 parts"));
    }
  }
}
