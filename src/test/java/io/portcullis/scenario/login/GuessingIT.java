package io.portcullis.scenario.login;

import static io.portcullis.testing.GatedBroker.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Line;
import io.portcullis.testing.LoggedLines;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.ProtocolClient;
import io.portcullis.testing.ProtocolClient.Way;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.management.openmbean.CompositeData;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody guesses passwords. */
class GuessingIT {

  @TempDir private Path folder;

  private static OpenWire guess(GatedBroker broker, String user, String password) throws Exception {
    return OpenWire.connect("ssl://localhost:" + broker.port("ssl"), user, password);
  }

  private static Optional<CompositeData> row(GatedBroker broker, String user) throws Exception {
    return broker.view().getFailedLogins().values().stream()
        .map(CompositeData.class::cast)
        .filter(row -> row.get("user").equals(user))
        .findFirst();
  }

  private static long failures(GatedBroker broker, String user) throws Exception {
    return row(broker, user).map(row -> (long) row.get("failures")).orElse(0L);
  }

  /** As many wrong passwords as it takes until the wait is longer than a test. */
  private static void failOften(GatedBroker broker, String user) throws Exception {
    while (failures(broker, user) < 5) {
      assertThat(catchThrowable(() -> guess(broker, user, "a-wrong-password"))).isNotNull();
    }
  }

  @Test
  void evenTheRightPasswordHasToWait() throws Exception {
    try (GatedBroker broker = GatedBroker.listening("ssl").started();
        AuditLines audit = AuditLines.capture()) {
      failOften(broker, "admin");

      assertThatThrownBy(() -> guess(broker, "admin", PASSWORD))
          .hasMessageMatching(
              "\\[require-authentication] client \\S+ on connector \"ssl\": too many logins failed,"
                  + " and user \"admin\" has to wait \\d{3,4} ms more there; wait \\d{3,4} ms before"
                  + " connecting again, and correct the password");
      assertThat(failures(broker, "admin")).isEqualTo(5);
      assertThat(row(broker, "admin").orElseThrow().get("address")).isEqualTo("127.0.0.1");
      assertThat(audit.lines())
          .anySatisfy(
              line -> {
                assertThat(AuditLines.field(line, "rule")).isEqualTo("require-authentication");
                assertThat(AuditLines.field(line, "disposition")).isEqualTo("refused");
                assertThat(AuditLines.field(line, "user")).isEqualTo("admin");
                assertThat(AuditLines.field(line, "remoteAddress")).contains("127.0.0.1");
              });
      assertThat(audit.lines()).hasSizeLessThan(5);
    }
  }

  @Test
  void theVictimAtAnotherAddressStillGetsIn() throws Exception {
    try (GatedBroker broker = GatedBroker.listening("ssl").started()) {
      failOften(broker, "admin");
      assertThatThrownBy(() -> guess(broker, "admin", PASSWORD)).isNotNull();

      String elsewhere = "ssl://localhost:%d/127.0.0.2:0".formatted(broker.port("ssl"));
      try (OpenWire victim = OpenWire.connect(elsewhere, "admin", PASSWORD);
          OpenWire neighbour = guess(broker, "user", PASSWORD)) {
        assertThat(victim.connection().isTransportFailed()).isFalse();
        assertThat(neighbour.connection().isTransportFailed()).isFalse();
      }
      assertThat(failures(broker, "admin")).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @EnumSource
  void noProtocolIsAWayAround(Way way) throws Exception {
    Line.assumeSpoken(way.scheme());
    try (GatedBroker broker = GatedBroker.listening(way.scheme()).started();
        AuditLines audit = AuditLines.capture()) {
      for (int i = 0; i < 12; i++) {
        assertThat(catchThrowable(() -> ProtocolClient.connect(way, broker, "mallory")))
            .isNotNull();
      }

      assertThat(failures(broker, "mallory")).isBetween(1L, 7L);
      assertThat(row(broker, "mallory").orElseThrow().get("address")).isEqualTo("127.0.0.1");
      assertThat(audit.rules("connection")).containsExactly("require-authentication");
      try (ProtocolClient neighbour = ProtocolClient.connect(way, broker, "admin")) {
        assertThat(neighbour.isOpen()).isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"amqp+nio+ssl", "auto+ssl", "auto+nio+ssl"})
  void noTransportOfAmqpIsAWayAround(String scheme) throws Exception {
    try (GatedBroker broker =
        GatedBroker.create().connector(Way.AMQP.scheme(), scheme + "://127.0.0.1:0").started()) {
      for (int i = 0; i < 12; i++) {
        assertThat(catchThrowable(() -> ProtocolClient.connect(Way.AMQP, broker, "mallory")))
            .isNotNull();
      }

      assertThat(failures(broker, "mallory")).isBetween(1L, 7L);
      assertThat(row(broker, "mallory").orElseThrow().get("address")).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void amqpOverWebSocketIsNoWayAround() throws Exception {
    try (GatedBroker broker = GatedBroker.listening("wss").started()) {
      JmsConnectionFactory factory =
          new JmsConnectionFactory("amqpwss://localhost:" + broker.port("wss"));
      factory.setSslContext(GatedBroker.clientContext());
      for (int i = 0; i < 12; i++) {
        assertThat(catchThrowable(() -> factory.createConnection("mallory", PASSWORD).start()))
            .isNotNull();
      }

      assertThat(failures(broker, "mallory")).isBetween(1L, 7L);
      assertThat(row(broker, "mallory").orElseThrow().get("address")).isEqualTo("127.0.0.1");
      factory.createConnection("admin", PASSWORD).close();
    }
  }

  @Test
  void theVictimAtAnotherAddressStillGetsInOverAmqpInWebSocket() throws Exception {
    try (GatedBroker broker = GatedBroker.listening("wss").started()) {
      JmsConnectionFactory guesser =
          new JmsConnectionFactory(
              "amqpwss://localhost:%d?transport.localAddress=127.0.0.2"
                  .formatted(broker.port("wss")));
      guesser.setSslContext(GatedBroker.clientContext());
      JmsConnectionFactory victim =
          new JmsConnectionFactory("amqpwss://localhost:" + broker.port("wss"));
      victim.setSslContext(GatedBroker.clientContext());
      while (failures(broker, "admin") < 6) {
        assertThat(catchThrowable(() -> guesser.createConnection("admin", "guess").start()))
            .isNotNull();
      }

      victim.createConnection("admin", PASSWORD).close();

      assertThat(row(broker, "admin").orElseThrow().get("address")).isEqualTo("127.0.0.2");
      assertThat(failures(broker, "admin")).isEqualTo(6);
    }
  }

  @Test
  void refusedLoginsDoNotFillActiveMqsLog() throws Exception {
    String logger = "org.apache.activemq.broker.TransportConnection";
    // Without a location, Log4j would read again the one that it was given last.
    URI ours = LoggerContext.getContext(false).getConfiguration().getConfigurationSource().getURI();
    try (GatedBroker broker = GatedBroker.listening("ssl").started()) {
      System.setProperty("activemq.data", folder.toString());
      Configurator.reconfigure(Path.of("conf", "log4j2.properties").toUri());
      try (LoggedLines lines = LoggedLines.of(logger)) {
        for (int i = 0; i < 20; i++) {
          assertThat(catchThrowable(() -> guess(broker, "mallory", "guess"))).isNotNull();
        }

        assertThat(lines.lines()).isEmpty();
      }
    } finally {
      System.clearProperty("activemq.data");
      Configurator.reconfigure(ours);
    }
  }

  @Test
  void manyAtOnceAreNoWayAround() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(60);
    try (GatedBroker broker = GatedBroker.listening("ssl").started()) {
      List<Future<Throwable>> guesses = new ArrayList<>();
      for (int i = 0; i < 60; i++) {
        String password = "guess-" + i;
        guesses.add(
            threads.submit(() -> catchThrowable(() -> guess(broker, "admin", password).close())));
      }
      for (Future<Throwable> guess : guesses) {
        assertThat(guess.get()).isNotNull();
      }

      assertThat(failures(broker, "admin")).isBetween(1L, 16L);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aRightPasswordInTimeForgetsTheFailures() throws Exception {
    try (GatedBroker broker = GatedBroker.listening("ssl").started()) {
      assertThat(catchThrowable(() -> guess(broker, "admin", "a-wrong-password"))).isNotNull();
      Awaitility.await()
          .ignoreExceptions()
          .untilAsserted(() -> guess(broker, "admin", PASSWORD).close());

      assertThat(failures(broker, "admin")).isZero();
    }
  }

  @Test
  void reportOnlyDelaysNobody() throws Exception {
    try (GatedBroker broker =
            GatedBroker.listening("ssl").with(gate -> gate.setMode("REPORT_ONLY")).started();
        AuditLines audit = AuditLines.capture()) {
      failOften(broker, "admin");

      try (OpenWire admin = guess(broker, "admin", PASSWORD)) {
        assertThat(admin.connection().isTransportFailed()).isFalse();
      }
      assertThat(audit.lines())
          .anySatisfy(
              line -> {
                assertThat(AuditLines.field(line, "rule")).isEqualTo("require-authentication");
                assertThat(AuditLines.field(line, "disposition")).isEqualTo("reported");
              });
    }
  }
}
