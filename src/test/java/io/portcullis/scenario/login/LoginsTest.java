package io.portcullis.scenario.login;

import static io.portcullis.login.LoginFiles.hash;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.login.LoginFiles;
import io.portcullis.login.PasswordLoginModule;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.LoggedLines;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.ProtocolClient;
import io.portcullis.testing.ProtocolClient.Way;
import io.portcullis.testing.Rights;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.security.JaasAuthenticationPlugin;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
  void anotherSystemGroupThanTheModulesIsSaidAtTheStart() throws Exception {
    try (LoggedLines lines = LoggedLines.of("io.portcullis.Portcullis")) {
      broker("ssl").close();
      assertThat(lines.lines()).noneMatch(line -> line.contains("consoleAccess"));

      GatedBroker.create()
          .withOnly(new JaasAuthenticationPlugin())
          .with(gate -> gate.setSystemGroup("console-users"))
          .started()
          .close();

      assertThat(lines.lines())
          .contains(
              "io.portcullis.Portcullis: login configuration \"activemq-domain\": users marked with"
                  + " consoleAccess are put into group \"activemq-webconsole\", and Portcullis'"
                  + " systemGroup is \"console-users\"; set the module's option systemGroup to the"
                  + " same");
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
  void aLiveConnectionHasTheGroupsThatTheFilesGiveItNow() throws Exception {
    try (GatedBroker broker = broker("ssl");
        OpenWire user = OpenWire.connect(broker, "user")) {
      assertThatThrownBy(() -> user.send("ORDERS", ENCRYPTED))
          .hasMessage("User user is not authorized to write to: queue://ORDERS");

      files.groups("admins=admin,user");

      Awaitility.await()
          .atMost(Duration.ofSeconds(1))
          .ignoreExceptions()
          .untilAsserted(() -> user.send("ORDERS", ENCRYPTED));

      files.groups("admins=admin\nusers=user");

      Awaitility.await()
          .atMost(Duration.ofSeconds(1))
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> user.send("ORDERS", ENCRYPTED))
                      .hasMessage("User user is not authorized to write to: queue://ORDERS"));
    }
  }

  @Test
  void whoeverHasNoAccountAnyMoreHasNoRights() throws Exception {
    try (GatedBroker broker = broker("ssl");
        OpenWire user = OpenWire.connect(broker, "user");
        OpenWire admin = OpenWire.connect(broker, "admin")) {
      admin.create("queue://ORDERS");
      MessageConsumer consumer = user.consumer("ORDERS");
      admin.send("ORDERS", ENCRYPTED);
      assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);

      files.groups("admins=admin").users("admin=" + hash());

      Awaitility.await()
          .atMost(Duration.ofSeconds(1))
          .until(() -> broker.queue("ORDERS").getConsumerCount() == 0);
      admin.send("ORDERS", ENCRYPTED);
      assertThat(OpenWire.receive(admin.consumer("ORDERS"))).isEqualTo(ENCRYPTED);
    }
  }

  @Test
  void explainKnowsTheUsersOfTheFiles() throws Exception {
    try (GatedBroker broker = broker("ssl")) {
      assertThat(broker.view().explain("console", "write", "queue://ORDERS"))
          .startsWith(
              "user \"console\" may write to queue://ORDERS",
              "groups: activemq-webconsole, from " + folder.resolve("groups.properties"));
      assertThat(broker.view().explain("carol", "write", "queue://ORDERS"))
          .contains("no such user: " + folder.resolve("users.properties"));

      files.users("admin=plain");

      Awaitility.await()
          .untilAsserted(
              () ->
                  assertThat(broker.view().explain("carol", "write", "queue://ORDERS"))
                      .anySatisfy(
                          line ->
                              assertThat(line)
                                  .startsWith("groups: " + folder.resolve("users.properties"))
                                  .contains("java -jar activemq-portcullis")));
    }
  }

  /** The map still lets it, but the quarantine is for administrators. */
  @Test
  void whoIsNoAdministratorAnyMoreDoesNotGoOnReadingQuarantine() throws Exception {
    files.groups("admins=admin,user\nusers=user");
    try (GatedBroker broker =
            GatedBroker.listening("ssl")
                .withOnly(
                    new JaasAuthenticationPlugin(),
                    new AuthorizationPlugin(
                        Rights.ofOperators().users("queue://>", true, true).map()))
                .with(gate -> gate.setBodyPolicies(List.of(Bodies.keptOnQueue("KEPT"))))
                .started();
        OpenWire admin = OpenWire.connect(broker, "admin");
        OpenWire user = OpenWire.connect(broker, "user")) {
      admin.send("KEPT", new byte[] {1});
      MessageConsumer consumer = user.consumer("Portcullis.Quarantine.KEPT");
      assertThat(OpenWire.receive(consumer)).isEqualTo(new byte[] {1});

      files.groups("admins=admin\nusers=user");

      Awaitility.await()
          .atMost(Duration.ofSeconds(1))
          .until(() -> broker.queue("Portcullis.Quarantine.KEPT").getConsumerCount() == 0);
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"required, 'user \"user\" may write'", "sufficient, 'user \"user\" may write'"})
  void explainAddsUpWhatSeveralModulesGive(String flag, String said) throws Exception {
    LoginFiles more =
        new LoginFiles(Files.createDirectory(folder.resolve("more")))
            .users("admin=%1$s\nuser=%1$s".formatted(hash()))
            .groups("others=user");
    Configuration.setConfiguration(
        LoginFiles.configuration(module(files, flag), module(more, flag)));
    try (GatedBroker broker =
        GatedBroker.listening("ssl")
            .withOnly(
                new JaasAuthenticationPlugin(),
                new AuthorizationPlugin(
                    Rights.ofOperators().add("queue://ORDERS", "others", "others", "others").map()))
            .started()) {
      assertThat(broker.view().explain("user", "write", "queue://ORDERS")[0]).startsWith(said);
      assertThat(broker.view().explain("user", "write", "queue://ELSE")[0])
          .startsWith(
              flag.equals("required") ? "user \"user\" may not" : "whether user \"user\" may");
    }
  }

  private static AppConfigurationEntry module(LoginFiles files, String flag) {
    return new AppConfigurationEntry(
        PasswordLoginModule.class.getName(),
        flag.equals("required")
            ? LoginModuleControlFlag.REQUIRED
            : LoginModuleControlFlag.SUFFICIENT,
        files.options());
  }
}
