package io.portcullis.scenario.login;

import static io.portcullis.testing.GatedBroker.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.ClientIds;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.ClientIdClient;
import io.portcullis.testing.ClientIdClient.Way;
import io.portcullis.testing.GatedBroker;
import java.time.Duration;
import java.util.List;
import org.apache.activemq.security.AuthenticationUser;
import org.apache.activemq.security.SimpleAuthenticationPlugin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Clients that connect with a client id that somebody else has, or is to have. */
class ClientIdTakeoverTest {

  private static final Duration SOON = Duration.ofSeconds(30);
  private static final String ID = "vehicle-17";

  private static SimpleAuthenticationPlugin users() {
    return new SimpleAuthenticationPlugin(
        List.of(
            new AuthenticationUser("admin", PASSWORD, "admins"),
            new AuthenticationUser("alice", PASSWORD, "admins,drivers"),
            new AuthenticationUser("bob", PASSWORD, "admins"),
            new AuthenticationUser("nobody", PASSWORD, "")));
  }

  /** Everywhere as MQTT has it: a new connection ends the old one. */
  private static GatedBroker stealing(Way way) throws Exception {
    return GatedBroker.create().listen(way.scheme(), "allowLinkStealing=true").withOnly(users());
  }

  private static ClientIds ids(String user, String group, String pattern) {
    ClientIds ids = new ClientIds();
    ids.setUser(user);
    ids.setGroup(group);
    ids.setPattern(pattern);
    return ids;
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void anotherUserDoesNotTakeALiveClientId(Way way) throws Exception {
    try (AuditLines audit = AuditLines.capture();
        GatedBroker broker = stealing(way).started();
        ClientIdClient victim = ClientIdClient.connect(way, broker, "alice", ID)) {
      for (String attacker : List.of("bob", "nobody")) {
        assertThatThrownBy(() -> ClientIdClient.connect(way, broker, attacker, ID).close())
            .as(attacker)
            .isNotNull();
        victim.assertAlive();
      }
      assertThat(audit.lines())
          .filteredOn(line -> AuditLines.field(line, "rule").equals("require-authorization"))
          .filteredOn(line -> AuditLines.field(line, "moment").equals("connection"))
          .hasSize(2)
          .allSatisfy(
              line ->
                  assertThat(line)
                      .contains("client id \\\"vehicle-17\\\" belongs to a live connection of")
                      .contains("\"disposition\":\"refused\"")
                      .contains("\"clientId\":\"vehicle-17\""));
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void theSameUserTakesItOver(Way way) throws Exception {
    try (GatedBroker broker = stealing(way).started();
        ClientIdClient old = ClientIdClient.connect(way, broker, "alice", ID);
        ClientIdClient fresh = ClientIdClient.connect(way, broker, "alice", ID)) {
      await().atMost(SOON).until(() -> !old.isOpen());
      fresh.assertAlive();
      assertThatThrownBy(() -> ClientIdClient.connect(way, broker, "bob", ID).close())
          .as("the old connection's end gives nothing away")
          .isNotNull();
      fresh.assertAlive();
      assertThat(broker.view().getRefusedCount()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void anIdIsFreeAgainWhenItsConnectionHasEnded(Way way) throws Exception {
    try (GatedBroker broker = stealing(way).started()) {
      ClientIdClient.connect(way, broker, "alice", ID).close();

      await()
          .atMost(SOON)
          .ignoreExceptions()
          .untilAsserted(
              () -> {
                try (ClientIdClient next = ClientIdClient.connect(way, broker, "bob", ID)) {
                  next.assertAlive();
                }
              });
    }
  }

  /** Whoever knows the password has guessed nothing, and does not have to wait. */
  @Test
  void aRefusedClientIdIsNoFailedLogin() throws Exception {
    try (GatedBroker broker = stealing(Way.MQTT).started();
        ClientIdClient victim = ClientIdClient.connect(Way.MQTT, broker, "alice", ID)) {
      for (int i = 0; i < 8; i++) {
        assertThatThrownBy(() -> ClientIdClient.connect(Way.MQTT, broker, "bob", ID).close())
            .isNotNull();
      }
      assertThat(broker.view().getFailedLogins().isEmpty()).isTrue();
      ClientIdClient.connect(Way.MQTT, broker, "bob", "its-own").close();
      victim.assertAlive();
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aClientIdThatMatchesAPatternIsForItsUsersAlone(Way way) throws Exception {
    try (AuditLines audit = AuditLines.capture();
        GatedBroker broker =
            stealing(way)
                .with(
                    gate ->
                        gate.setClientIds(
                            List.of(ids("", "drivers", "vehicle-*"), ids("bob", "", "vehicle-9*"))))
                .started()) {
      ClientIdClient.connect(way, broker, "alice", "vehicle-17").close();
      ClientIdClient.connect(way, broker, "bob", "vehicle-99").close();
      ClientIdClient.connect(way, broker, "bob", "free").close();

      assertThatThrownBy(() -> ClientIdClient.connect(way, broker, "bob", "vehicle-17").close())
          .isNotNull();
      assertThatThrownBy(() -> ClientIdClient.connect(way, broker, "admin", "vehicle-1").close())
          .isNotNull();
      assertThat(audit.found())
          .filteredOn(found -> found.contains("client id \"vehicle-"))
          .hasSize(2)
          .allSatisfy(
              found ->
                  assertThat(found)
                      .endsWith("matches a pattern of clientIds and is for others alone"));
    }
  }

  @Test
  void whereTheRuleOnlyReportsItIsTakenOverAsBefore() throws Exception {
    try (AuditLines audit = AuditLines.capture();
        GatedBroker broker =
            stealing(Way.MQTT)
                .with(gate -> gate.setReportOnly("require-authorization"))
                .with(gate -> gate.setClientIds(List.of(ids("alice", "", "v*"))))
                .started();
        ClientIdClient old = ClientIdClient.connect(Way.MQTT, broker, "alice", ID);
        ClientIdClient fresh = ClientIdClient.connect(Way.MQTT, broker, "bob", ID)) {
      await().atMost(SOON).until(() -> !old.isOpen());
      assertThat(fresh.isOpen()).isTrue();
      assertThat(audit.lines())
          .filteredOn(line -> line.contains("client id \\\"vehicle-17\\\""))
          .extracting(line -> AuditLines.field(line, "disposition"))
          .containsExactly("reported", "reported");
    }
  }
}
