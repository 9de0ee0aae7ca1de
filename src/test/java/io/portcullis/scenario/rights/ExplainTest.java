package io.portcullis.scenario.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.LdapDirectory;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.Rights;
import jakarta.jms.JMSException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.util.DestinationPathSeparatorBroker;
import org.apache.activemq.jaas.PropertiesLoginModule;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.security.DefaultAuthorizationMap;
import org.apache.activemq.security.JaasAuthenticationPlugin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Why somebody may do something, asked of a running broker over JMX. */
class ExplainTest {

  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(new byte[] {1, 2, 3});
  private static final String FROM_FILE = ", from simpleAuthenticationPlugin";
  private static final String MAP = "map: org.apache.activemq.security.DefaultAuthorizationMap";

  @TempDir private Path folder;

  @Test
  void itNamesTheEntryThatDecides() throws Exception {
    try (GatedBroker broker = broker()) {
      assertThat(broker.view().explain("user", "write", "queue://ORDERS.NEW"))
          .containsExactly(
              "user \"user\" may write to queue://ORDERS.NEW",
              "groups: users" + FROM_FILE,
              MAP,
              "entry: write queue://ORDERS.>: users, which decides",
              "entry: write queue://>: activemq-webconsole,admins",
              "if it does not exist yet, whoever uses it first needs admin, too: not held");
    }
  }

  @Test
  void itNamesWhatIsMissing() throws Exception {
    try (GatedBroker broker = broker()) {
      assertThat(broker.view().explain("user", "read", "queue://ORDERS.NEW"))
          .containsExactly(
              "user \"user\" may not read from queue://ORDERS.NEW",
              "groups: users" + FROM_FILE,
              MAP,
              "entry: read queue://ORDERS.>: nobody",
              "entry: read queue://>: activemq-webconsole,admins",
              "missing: put the user into one of activemq-webconsole,admins, or give the right to"
                  + " one of its groups",
              "if it does not exist yet, whoever uses it first needs admin, too: not held");
    }
  }

  @Test
  void itSeesThatAQueueWasTakenForATopic() throws Exception {
    try (GatedBroker broker = broker()) {
      assertThat(broker.view().explain("user", "write", "topic://ORDERS.NEW"))
          .contains(
              "user \"user\" may not write to topic://ORDERS.NEW",
              "mix-up: it may write to queue://ORDERS.NEW; one of the two, the map or the client,"
                  + " means the other kind");
    }
  }

  @Test
  void whoeverIsConnectedHasTheGroupsOfItsLogin() throws Exception {
    try (GatedBroker broker = broker()) {
      try (OpenWire user = OpenWire.inVm(broker, "user")) {
        assertThat(broker.view().explain("user", "write", "queue://ORDERS.NEW"))
            .contains("user \"user\" may write to queue://ORDERS.NEW")
            .anyMatch(line -> line.startsWith("groups: users, from its connection from vm://"))
            .contains("groups: users" + FROM_FILE + "; its next login decides");
        assertThat(user.connection().isClosed()).isFalse();
      }
      await()
          .untilAsserted(
              () ->
                  assertThat(broker.view().explain("user", "write", "queue://ORDERS.NEW"))
                      .noneMatch(line -> line.contains("its connection")));
    }
  }

  @Test
  void anUnknownUserIsSaidToBe() throws Exception {
    try (GatedBroker broker = broker()) {
      assertThat(broker.view().explain("stranger", "write", "queue://ORDERS.NEW"))
          .containsExactly(
              "whether user \"stranger\" may write to queue://ORDERS.NEW cannot be told: nothing"
                  + " says which groups it has",
              "no such user: simpleAuthenticationPlugin",
              MAP,
              "needed: one of activemq-webconsole,admins,users");
    }
  }

  @Test
  void groupsComeFromTheFilesOfALoginConfiguration() throws Exception {
    Files.writeString(
        folder.resolve("users.properties"),
        "admin=%s%ncarl=secret%n".formatted(GatedBroker.PASSWORD));
    Files.writeString(
        folder.resolve("groups.properties"), "admins=admin\nusers=alice,carl\nothers=alice\n");
    Configuration before = Configuration.getConfiguration();
    Configuration.setConfiguration(
        login(
            Map.of(
                "baseDir", folder.toString(),
                "org.apache.activemq.jaas.properties.user", "users.properties",
                "org.apache.activemq.jaas.properties.group", "groups.properties")));
    try (GatedBroker broker = brokerWith(jaas())) {
      assertThat(broker.view().explain("carl", "write", "queue://ORDERS.NEW"))
          .startsWith(
              "user \"carl\" may write to queue://ORDERS.NEW",
              "groups: users, from " + folder.resolve("groups.properties"));
      assertThat(broker.view().explain("alice", "write", "queue://ORDERS.NEW"))
          .contains("no such user: " + folder.resolve("users.properties"));

      Files.delete(folder.resolve("groups.properties"));

      assertThat(broker.view().explain("carl", "write", "queue://ORDERS.NEW"))
          .contains(
              "groups: %s and %s cannot be read (%2$s)"
                  .formatted(
                      folder.resolve("users.properties"), folder.resolve("groups.properties")));
    } finally {
      Configuration.setConfiguration(before);
    }
  }

  @Test
  void whereADirectoryMayGiveMoreGroupsItDoesNotSayNo() throws Exception {
    Files.writeString(
        folder.resolve("users.properties"),
        "admin=%s%ncarl=secret%n".formatted(GatedBroker.PASSWORD));
    Files.writeString(folder.resolve("groups.properties"), "admins=admin\nusers=carl\n");
    Map<String, String> files =
        Map.of(
            "baseDir", folder.toString(),
            "org.apache.activemq.jaas.properties.user", "users.properties",
            "org.apache.activemq.jaas.properties.group", "groups.properties");
    Configuration before = Configuration.getConfiguration();
    Configuration.setConfiguration(
        login(
            new AppConfigurationEntry(
                PropertiesLoginModule.class.getName(), LoginModuleControlFlag.SUFFICIENT, files),
            new AppConfigurationEntry(
                "com.example.Directory", LoginModuleControlFlag.OPTIONAL, Map.of())));
    try (GatedBroker broker = brokerWith(jaas())) {
      assertThat(broker.view().explain("carl", "write", "queue://ORDERS.NEW")[0])
          .isEqualTo("user \"carl\" may write to queue://ORDERS.NEW");
      assertThat(broker.view().explain("carl", "read", "queue://ORDERS.NEW"))
          .startsWith(
              "whether user \"carl\" may read from queue://ORDERS.NEW cannot be told: its login"
                  + " may give it more groups than are known here",
              "groups: users, from " + folder.resolve("groups.properties"),
              "groups: com.example.Directory decides when somebody logs in, and is not asked"
                  + " before");
    } finally {
      Configuration.setConfiguration(before);
    }
  }

  @Test
  void ofADirectorysUsersOnlyThoseThatAreConnectedAreKnown() throws Exception {
    Configuration before = Configuration.getConfiguration();
    try (LdapDirectory directory = LdapDirectory.listening()) {
      for (String right : List.of("Read", "Write", "Admin")) {
        directory.grant("Queue", "$", right, "admins", "activemq-webconsole");
        directory.grant("Topic", "$", right, "admins", "activemq-webconsole");
        directory.grantTemporary(right, "admins");
      }
      Configuration.setConfiguration(directory.login());
      try (GatedBroker broker =
          GatedBroker.create()
              .withOnly(jaas(), new AuthorizationPlugin(directory.cachedMap()))
              .started()) {
        assertThat(broker.view().explain("shop", "write", "queue://ORDERS"))
            .containsExactly(
                "whether user \"shop\" may write to queue://ORDERS cannot be told: nothing says"
                    + " which groups it has",
                "groups: org.apache.activemq.jaas.LDAPLoginModule decides when somebody logs in, and"
                    + " is not asked before",
                "map: org.apache.activemq.security.SimpleCachedLDAPAuthorizationMap",
                "needed: one of activemq-webconsole,admins");

        try (OpenWire console = OpenWire.inVm(broker, "console")) {
          assertThat(console.connection().isClosed()).isFalse();
          assertThat(broker.view().explain("console", "write", "queue://ORDERS"))
              .contains(
                  "user \"console\" may write to queue://ORDERS",
                  "answer: activemq-webconsole,admins for write");
          directory.vanish();
          assertThat(broker.view().explain("console", "write", "queue://ORDERS"))
              .anyMatch(
                  line ->
                      line.startsWith("but its directory ldap://127.0.0.1:")
                          && line.endsWith("what follows is what it still knows"));
        }
      }
    } finally {
      Configuration.setConfiguration(before);
    }
  }

  @Test
  void whereNoMapIsInstalledItSaysSo() throws Exception {
    try (GatedBroker broker =
        GatedBroker.create().with(gate -> gate.setMode("REPORT_ONLY")).started()) {
      assertThat(broker.view().explain("user", "write", "queue://ORDERS"))
          .containsExactly(
              "user \"user\" may not write to queue://ORDERS",
              "groups: users" + FROM_FILE,
              "map: none, since require-authorization only reports, so ActiveMQ asks for no right;"
                  + " this is what the default one would say",
              "answer: activemq-webconsole,admins for write",
              "missing: put the user into one of activemq-webconsole,admins, or give the right to"
                  + " one of its groups",
              "if it does not exist yet, whoever uses it first needs admin, too: not held");
    }
  }

  @Test
  void itKnowsWhatTheSeparatorsMakeOfAName() throws Exception {
    try (GatedBroker broker =
        GatedBroker.create()
            .withPlugin(new AuthorizationPlugin(map()))
            .withPlugin(new DestinationPathSeparatorBroker())
            .started()) {
      assertThat(broker.view().explain("user", "write", "queue://ORDERS/NEW"))
          .contains(
              "user \"user\" may write to queue://ORDERS.NEW",
              "name: ActiveMQ makes queue://ORDERS.NEW of it");
    }
  }

  @Test
  void itKnowsWhoReadsFromQuarantine() throws Exception {
    try (GatedBroker broker = broker()) {
      String queue = "queue://Portcullis.Quarantine.ORDERS";

      assertThat(broker.view().explain("admin", "read", queue))
          .startsWith("user \"admin\" may read from " + queue);
      assertThat(broker.view().explain("console", "read", queue))
          .startsWith("user \"console\" may not read from " + queue)
          .contains(
              "quarantine: whatever the map says, admins reads from it and only the broker writes");
      assertThat(broker.view().explain("admin", "write", queue))
          .startsWith("user \"admin\" may not write to " + queue);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''    | queue://Q | operation \"\" is not one of read, write, admin",
        "send  | queue://Q | operation \"send\" is not one of read, write, admin",
        "read  | ORDERS    | destination \"ORDERS\" does not say what it is; write queue://ORDERS or"
            + " topic://ORDERS",
        "read  | queue://  | destination \"queue://\" does not say what it is; write"
            + " queue://queue:// or topic://queue://"
      })
  void whatMakesNoSenseIsSaid(String operation, String destination, String said) throws Exception {
    try (GatedBroker broker = broker()) {
      assertThatThrownBy(() -> broker.view().explain("user", operation, destination))
          .hasStackTraceContaining(said);
    }
  }

  @Test
  void aUserWithoutANameIsNone() throws Exception {
    try (GatedBroker broker = broker()) {
      assertThatThrownBy(() -> broker.view().explain(null, "read", "queue://Q"))
          .hasStackTraceContaining("user \"\" is no name");
    }
  }

  @Test
  void ofCompositeDestinationsItNamesThePartsThatAreMissing() throws Exception {
    try (GatedBroker broker = broker()) {
      assertThat(broker.view().explain("console", "read", "queue://A,Portcullis.Quarantine.A"))
          .startsWith(
              "user \"console\" may not read from queue://A,queue://Portcullis.Quarantine.A");
      assertThat(broker.view().explain("user", "write", "queue://ORDERS.A,OTHER"))
          .startsWith("user \"user\" may not write to queue://ORDERS.A,queue://OTHER")
          .contains("entry: write queue://>: activemq-webconsole,admins");
    }
  }

  /** The same grid with real clients: what is explained is what happens. */
  @Test
  void whatItSaysIsWhatHappens() throws Exception {
    try (GatedBroker broker = broker()) {
      try (OpenWire admin = OpenWire.inVm(broker, "admin")) {
        for (String existing : List.of("ORDERS.NEW", "OTHER", "A")) {
          admin.create("queue://" + existing);
          admin.create("topic://" + existing);
        }
      }
      for (String user : List.of("admin", "user", "console")) {
        for (String destination :
            List.of(
                "queue://ORDERS.NEW",
                "topic://ORDERS.NEW",
                "queue://OTHER",
                "queue://A,ORDERS.NEW",
                "queue://ORDERS.*",
                "queue://ORDERS.NEW,topic://OTHER")) {
          for (String operation : List.of("read", "write")) {
            assertThat(broker.view().explain(user, operation, destination)[0])
                .as("%s %s %s", user, operation, destination)
                .contains(may(broker, user, operation, destination) ? " may " : " may not ");
          }
        }
      }
    }
  }

  private static boolean may(GatedBroker broker, String user, String operation, String destination)
      throws Exception {
    try (OpenWire client = OpenWire.inVm(broker, user)) {
      if (operation.equals("read")) {
        client.consumer(destination).close();
      } else {
        client.send(destination, ENCRYPTED);
      }
      return true;
    } catch (JMSException e) {
      assertThat(e)
          .satisfiesAnyOf(
              refused -> assertThat(refused).hasMessageContaining("not authorized to"),
              refused -> assertThat(refused).hasMessageContaining("does not let it write"),
              refused -> assertThat(refused).hasMessageContaining("is a pattern"));
      return false;
    }
  }

  private static JaasAuthenticationPlugin jaas() {
    JaasAuthenticationPlugin jaas = new JaasAuthenticationPlugin();
    jaas.setConfiguration("activemq");
    return jaas;
  }

  private static Configuration login(Map<String, String> options) {
    return login(
        new AppConfigurationEntry(
            PropertiesLoginModule.class.getName(), LoginModuleControlFlag.SUFFICIENT, options));
  }

  private static Configuration login(AppConfigurationEntry... entries) {
    return new Configuration() {
      @Override
      public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
        return entries;
      }
    };
  }

  private static GatedBroker broker() throws Exception {
    return brokerWith(GatedBroker.users());
  }

  private static GatedBroker brokerWith(BrokerPlugin login) throws Exception {
    return GatedBroker.create().withOnly(login, new AuthorizationPlugin(map())).started();
  }

  private static DefaultAuthorizationMap map() {
    return Rights.mapWith(
        Rights.entry("topic://ActiveMQ.Advisory.>", "", "", "users"),
        Rights.entry("queue://ORDERS.>", "", "users", ""));
  }
}
