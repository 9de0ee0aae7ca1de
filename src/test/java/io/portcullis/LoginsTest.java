package io.portcullis;

import static io.portcullis.login.LoginFiles.hash;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.login.AccountPrincipal;
import io.portcullis.login.LoginFiles;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.ProtocolClient;
import io.portcullis.testing.ProtocolClient.Way;
import jakarta.jms.JMSException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.security.auth.login.Configuration;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerFilter;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.security.JaasAuthenticationPlugin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker whose users stand in files of hashed passwords. */
class LoginsTest {

  private static final byte[] ENCRYPTED =
      Ciphertexts.encrypt("one order".getBytes(StandardCharsets.US_ASCII));

  @TempDir private Path folder;
  private Configuration before;
  private LoginFiles files;

  @BeforeEach
  void users() throws Exception {
    files =
        new LoginFiles(folder)
            .users("admin=%1$s\nuser=%1$s\nconsole=%1$s;consoleAccess".formatted(hash()))
            .groups("admins=admin\nusers=user");
    before = Configuration.getConfiguration();
    Configuration.setConfiguration(files.configuration());
  }

  @AfterEach
  void asBefore() {
    Configuration.setConfiguration(before);
  }

  private static GatedBroker broker(String... schemes) throws Exception {
    return GatedBroker.listening(schemes).withOnly(new JaasAuthenticationPlugin()).started();
  }

  @Test
  void usersHaveTheRightsOfTheirGroupsAndMarkedOnesThoseOfTheSystemGroup() throws Exception {
    try (GatedBroker broker = broker("ssl");
        OpenWire console = OpenWire.connect(broker, "console");
        OpenWire user = OpenWire.connect(broker, "user")) {
      console.send("ORDERS", ENCRYPTED);

      assertThatThrownBy(() -> user.send("ORDERS", ENCRYPTED))
          .isInstanceOf(JMSException.class)
          .hasMessage("User user is not authorized to write to: queue://ORDERS");
    }
  }

  @Test
  void everyProtocolLogsIn() throws Exception {
    try (GatedBroker broker = broker("ssl", "amqp+ssl", "mqtt+ssl", "stomp+ssl", "wss")) {
      for (Way way : Way.values()) {
        try (ProtocolClient client = ProtocolClient.connect(way, broker, "admin")) {
          assertThat(client.isOpen()).as(way.name()).isTrue();
        }
      }
    }
  }

  @Test
  void aUserWhoIsAddedCanLogInAtOnce() throws Exception {
    try (GatedBroker broker = broker("ssl")) {
      assertThatThrownBy(() -> OpenWire.connect(broker, "carol").close())
          .hasMessage("User name [carol] or password is invalid.");
      files.users("carol=" + hash());

      Awaitility.await()
          .atMost(Duration.ofSeconds(5))
          .ignoreExceptionsInstanceOf(JMSException.class)
          .untilAsserted(() -> OpenWire.connect(broker, "carol").close());
    }
  }

  @Test
  void aLiveConnectionLeadsToWhatHoldsNow() throws Exception {
    Clients clients = new Clients();
    try (GatedBroker broker =
            GatedBroker.listening("ssl")
                .withOnly(new JaasAuthenticationPlugin(), clients)
                .started();
        OpenWire user = OpenWire.connect(broker, "user")) {
      AccountPrincipal account = clients.last();
      assertThat(account.currentGroups()).hasValue(Set.of("users"));
      files.groups("admins=admin,user");

      Awaitility.await()
          .atMost(Duration.ofSeconds(1))
          .until(() -> account.currentGroups().orElseThrow().equals(Set.of("admins")));
      assertThat(user.connection().isTransportFailed()).isFalse();
    }
  }

  /** Remembers who came last. */
  private static final class Clients implements BrokerPlugin {

    private final AtomicReference<ConnectionContext> last = new AtomicReference<>();

    @Override
    public Broker installPlugin(Broker broker) {
      return new BrokerFilter(broker) {
        @Override
        public void addConnection(ConnectionContext context, ConnectionInfo info) throws Exception {
          last.set(context);
          super.addConnection(context, info);
        }
      };
    }

    AccountPrincipal last() {
      return last.get().getSecurityContext().getPrincipals().stream()
          .filter(AccountPrincipal.class::isInstance)
          .map(AccountPrincipal.class::cast)
          .findFirst()
          .orElseThrow();
    }
  }
}
