package io.portcullis.scenario.login;

import static io.portcullis.testing.GatedBroker.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerFilter;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.ConnectionId;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.security.AuthenticationUser;
import org.apache.activemq.security.SimpleAuthenticationPlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that connect with the id of a login that is under way. */
class LoginTakeoverTest {

  private static final ConnectionId ID = new ConnectionId("ID:alice.example.com-40001-1-1:1");
  private static final int TRIES = 3;

  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch judged = new CountDownLatch(1);
  private GatedBroker broker;

  @BeforeEach
  void start() throws Exception {
    broker =
        GatedBroker.listening("ssl", "nio+ssl")
            .withOnly(
                new SimpleAuthenticationPlugin(
                    List.of(
                        new AuthenticationUser("admin", PASSWORD, "admins"),
                        new AuthenticationUser("alice", PASSWORD, "admins"),
                        new AuthenticationUser("bob", PASSWORD, "admins"))),
                SlowLogins::new)
            .started();
  }

  @AfterEach
  void stop() {
    judged.countDown();
    broker.close();
  }

  /** Judges the login of alice until it is told to go on. */
  private final class SlowLogins extends BrokerFilter {

    SlowLogins(Broker next) {
      super(next);
    }

    @Override
    public void addConnection(ConnectionContext context, ConnectionInfo info) throws Exception {
      if ("alice".equals(info.getUserName())) {
        begun.countDown();
        assertThat(judged.await(30, TimeUnit.SECONDS)).isTrue();
      }
      super.addConnection(context, info);
    }
  }

  private OpenWire connect(String scheme, String userOrNull, String passwordOrNull)
      throws Exception {
    return OpenWire.connect(
        "ssl://localhost:" + broker.port(scheme),
        userOrNull,
        passwordOrNull,
        connection -> connection.getConnectionInfo().setConnectionId(ID));
  }

  private CompletableFuture<OpenWire> alice(String scheme) throws Exception {
    CompletableFuture<OpenWire> alice = login(scheme, "alice");
    assertThat(begun.await(30, TimeUnit.SECONDS)).isTrue();
    return alice;
  }

  private CompletableFuture<OpenWire> login(String scheme, String user) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return connect(scheme, user, PASSWORD);
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssl", "nio+ssl"})
  void whoeverFailsToLogInDoesNotEndALoginUnderWay(String scheme) throws Exception {
    CompletableFuture<OpenWire> login = alice(scheme);
    for (int i = 0; i < TRIES; i++) {
      assertThatThrownBy(() -> connect(scheme, "bob", "wrong").close())
          .hasMessageContaining("belongs to a live connection, and nobody has logged in");
      assertThatThrownBy(() -> connect(scheme, null, null).close()).isNotNull();
    }

    judged.countDown();

    try (OpenWire alice = login.get(30, TimeUnit.SECONDS)) {
      alice.consumer("ALIVE").close();
    }
  }

  @Test
  void aLoginThatFailedLeavesNothingBehind() throws Exception {
    try (AuditLines audit = AuditLines.capture()) {
      for (int i = 0; i < TRIES; i++) {
        assertThatThrownBy(() -> connect("ssl", "bob", "wrong").close()).isNotNull();
      }
      assertThat(audit.lines())
          .isNotEmpty()
          .noneMatch(line -> line.contains("belongs to a live connection"));
    }
  }
}
