package io.portcullis.scenario.login;

import static io.portcullis.testing.GatedBroker.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.Cable;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.MqttClient;
import io.portcullis.testing.OpenWire;
import jakarta.jms.MessageConsumer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.apache.activemq.broker.region.RegionBroker;
import org.apache.activemq.command.ConnectionId;
import org.apache.activemq.security.AuthenticationUser;
import org.apache.activemq.security.SimpleAuthenticationPlugin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that connect with the id of a connection that lives. */
class ConnectionTakeoverTest {

  private static final Duration SOON = Duration.ofSeconds(30);

  private static final byte[] ENCRYPTED =
      Ciphertexts.encrypt("one order".getBytes(StandardCharsets.US_ASCII));

  private static SimpleAuthenticationPlugin users() {
    return new SimpleAuthenticationPlugin(
        List.of(
            new AuthenticationUser("admin", PASSWORD, "admins"),
            new AuthenticationUser("alice", PASSWORD, "admins"),
            new AuthenticationUser("bob", PASSWORD, "admins"),
            new AuthenticationUser("nobody", PASSWORD, "")));
  }

  private static GatedBroker listening(String... schemes) throws Exception {
    return GatedBroker.listening(schemes).withOnly(users());
  }

  private static OpenWire connect(GatedBroker broker, String scheme, String user) throws Exception {
    return OpenWire.connect(uri(broker, scheme), user, PASSWORD);
  }

  private static String uri(GatedBroker broker, String scheme) throws Exception {
    return "ssl://localhost:" + broker.port(scheme);
  }

  private static OpenWire take(
      GatedBroker broker, String scheme, String user, String password, ConnectionId id)
      throws Exception {
    return OpenWire.connect(
        uri(broker, scheme),
        user,
        password,
        connection -> connection.getConnectionInfo().setConnectionId(id));
  }

  private static ConnectionId id(OpenWire client) {
    return client.connection().getConnectionInfo().getConnectionId();
  }

  /** Asks the broker for something and waits for its answer. */
  private static void assertAlive(OpenWire client) throws Exception {
    client.consumer("ALIVE").close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssl", "nio+ssl", "auto+ssl", "auto+nio+ssl"})
  void anotherUserDoesNotEndALiveConnection(String scheme) throws Exception {
    try (GatedBroker broker = listening(scheme).started();
        OpenWire victim = connect(broker, scheme, "alice")) {
      for (String attacker : List.of("bob", "nobody")) {
        assertThatThrownBy(() -> take(broker, scheme, attacker, PASSWORD, id(victim)).close())
            .as(attacker)
            .isNotNull();
        assertAlive(victim);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssl", "nio+ssl", "auto+ssl", "auto+nio+ssl"})
  void whoeverFailsToLogInDoesNotEndALiveConnection(String scheme) throws Exception {
    try (GatedBroker broker = listening(scheme).started();
        OpenWire victim = connect(broker, scheme, "alice")) {
      for (String claimed : List.of("alice", "bob", "unknown")) {
        assertThatThrownBy(() -> take(broker, scheme, claimed, "wrong", id(victim)).close())
            .as(claimed)
            .isNotNull();
        assertAlive(victim);
      }
      assertThatThrownBy(() -> take(broker, scheme, null, null, id(victim)).close()).isNotNull();
      assertAlive(victim);
    }
  }

  @Test
  void theReasonIsSaidToTheClientAndInTheAuditLog() throws Exception {
    try (AuditLines audit = AuditLines.capture();
        GatedBroker broker = listening("ssl").started();
        OpenWire victim = connect(broker, "ssl", "alice")) {
      assertThatThrownBy(() -> take(broker, "ssl", "bob", PASSWORD, id(victim)).close())
          .hasMessageMatching(
              "\\[require-authorization] user \"bob\", client tcp://127\\.0\\.0\\.1:\\d+ on"
                  + " connector \"ssl\": connection id \"%s\" belongs to a live connection of"
                      .formatted(id(victim).getValue())
                  + " another user; use an id of its own, and wait until that connection ends");
      assertThatThrownBy(() -> take(broker, "ssl", "alice", "wrong", id(victim)).close())
          .hasMessageContaining("belongs to a live connection, and nobody has logged in; log in");

      assertThat(audit.lines())
          .filteredOn(line -> AuditLines.field(line, "rule").equals("require-authorization"))
          .filteredOn(line -> AuditLines.field(line, "moment").equals("connection"))
          .extracting(line -> AuditLines.field(line, "disposition"))
          .containsExactly("refused", "refused");
    }
  }

  @Test
  void theConnectionsOfOtherProtocolsAreNotEndedEither() throws Exception {
    try (GatedBroker broker = listening("ssl", "mqtt+ssl").started();
        MqttClient victim = MqttClient.connect(broker.port("mqtt+ssl"), "alice", false, "v-1")) {
      RegionBroker regions =
          (RegionBroker) broker.getBrokerService().getBroker().getAdaptor(RegionBroker.class);
      ConnectionId id = regions.getConnectionContext("v-1").getConnectionId();

      assertThatThrownBy(() -> take(broker, "ssl", "bob", PASSWORD, id).close()).isNotNull();

      victim.send("ALIVE", ENCRYPTED);
      assertThat(victim.isOpen()).isTrue();
    }
  }

  @Test
  void theSameUserTakesOver() throws Exception {
    try (GatedBroker broker = listening("ssl").started();
        OpenWire old = connect(broker, "ssl", "alice");
        OpenWire fresh = take(broker, "ssl", "alice", PASSWORD, id(old))) {
      await().atMost(SOON).until(() -> old.connection().isTransportFailed());
      assertAlive(fresh);
      assertThatThrownBy(() -> take(broker, "ssl", "bob", PASSWORD, id(fresh)).close()).isNotNull();
      assertAlive(fresh);
    }
  }

  @Test
  void anIdIsFreeAgainWhenItsConnectionHasEnded() throws Exception {
    try (GatedBroker broker = listening("ssl").started()) {
      OpenWire first = connect(broker, "ssl", "alice");
      ConnectionId id = id(first);
      first.close();

      await()
          .atMost(SOON)
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                try (OpenWire second = take(broker, "ssl", "bob", PASSWORD, id)) {
                  assertAlive(second);
                }
              });
    }
  }

  @Test
  void aFailoverClientComesBackBeforeItsOldConnectionHasEnded() throws Exception {
    try (GatedBroker broker = listening("ssl").started();
        Cable cable = Cable.halfDeadTo(broker.port("ssl"));
        OpenWire client =
            OpenWire.connect(
                "failover:(ssl://localhost:%d)?initialReconnectDelay=10".formatted(cable.port()),
                "alice",
                PASSWORD);
        OpenWire sender = connect(broker, "ssl", "bob")) {
      MessageConsumer consumer = client.consumer("BACK");
      sender.send("BACK", ENCRYPTED);
      assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
      long before = broker.getBrokerService().getTotalConnections();

      cable.cut();

      await().atMost(SOON).until(() -> broker.getBrokerService().getTotalConnections() > before);
      sender.send("BACK", ENCRYPTED);
      assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
      assertThat(broker.view().getRefusedCount()).isZero();
    }
  }

  @Test
  void whereTheRuleOnlyReportsItIsTakenOverAsBefore() throws Exception {
    try (AuditLines audit = AuditLines.capture();
        GatedBroker broker =
            listening("ssl").with(gate -> gate.setReportOnly("require-authorization")).started();
        OpenWire old = connect(broker, "ssl", "alice");
        OpenWire fresh = take(broker, "ssl", "bob", PASSWORD, id(old))) {
      assertAlive(fresh);
      await().atMost(SOON).until(() -> old.connection().isTransportFailed());
      assertThat(audit.lines())
          .filteredOn(line -> line.contains("belongs to a live connection of another user"))
          .extracting(line -> AuditLines.field(line, "disposition"))
          .containsExactly("reported");
    }
  }
}
