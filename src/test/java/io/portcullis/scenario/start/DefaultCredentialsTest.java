package io.portcullis.scenario.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.portcullis.login.LoginFiles;
import io.portcullis.testing.GatedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.jaas.LDAPLoginModule;
import org.apache.activemq.jaas.PropertiesLoginModule;
import org.apache.activemq.security.AuthenticationUser;
import org.apache.activemq.security.JaasAuthenticationPlugin;
import org.apache.activemq.security.SimpleAuthenticationPlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Brokers whose users have the passwords that everybody knows. */
class DefaultCredentialsTest {

  private static final String FOUND =
      "[refuse-default-credentials] %s: user \"%s\" has a password that ActiveMQ is shipped with;"
          + " %s; its clients use it too, such as those of credentials.properties";

  @TempDir private Path folder;

  private static String inMemory(String user) {
    return FOUND.formatted(
        "simpleAuthenticationPlugin",
        user,
        "set password=\"...\" on <authenticationUser username=\"%s\">".formatted(user));
  }

  private static String inFile(Path file) {
    return FOUND.formatted(file, "admin", "write another password of admin into " + file);
  }

  private Configuration before;

  @BeforeEach
  void remember() {
    before = Configuration.getConfiguration();
  }

  @AfterEach
  void asBefore() {
    Configuration.setConfiguration(before);
    System.clearProperty("activemq.conf");
  }

  private static List<String> problems(BrokerPlugin authentication) throws Exception {
    return GatedBroker.create().withOnly(authentication).problems();
  }

  private static JaasAuthenticationPlugin jaas(String module, Map<String, String> options) {
    Configuration.setConfiguration(
        LoginFiles.configuration(
            new AppConfigurationEntry(module, LoginModuleControlFlag.REQUIRED, options)));
    return new JaasAuthenticationPlugin();
  }

  @Test
  void inMemory() throws Exception {
    assertThat(
            problems(
                new SimpleAuthenticationPlugin(
                    List.of(
                        new AuthenticationUser("system", "manager", "admins"),
                        new AuthenticationUser("alice", "password", "users"),
                        new AuthenticationUser("bob", "a-good-password", "users")))))
        .containsExactly(inMemory("alice"), inMemory("system"));
  }

  @Test
  void inTheFileThatActiveMqIsShippedWith() throws Exception {
    Files.writeString(folder.resolve("users.properties"), "admin=admin\n");

    assertThat(
            problems(
                jaas(
                    PropertiesLoginModule.class.getName(),
                    Map.of(
                        "org.apache.activemq.jaas.properties.user", "users.properties",
                        "org.apache.activemq.jaas.properties.group", "groups.properties",
                        "baseDir", folder.toString()))))
        .containsExactly(inFile(folder.resolve("users.properties")));
  }

  @Test
  void behindAHash() throws Exception {
    LoginFiles files =
        new LoginFiles(folder)
            .users("admin=%s\nalice=%s".formatted(LoginFiles.hash("admin"), LoginFiles.hash()))
            .groups("admins=admin");

    assertThat(problems(jaas("io.portcullis.login.PasswordLoginModule", files.options())))
        .containsExactly(
            FOUND.formatted(
                folder.resolve("users.properties"),
                "admin",
                "write a line of the command hash for admin into "
                    + folder.resolve("users.properties")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "admin: admin, admin",
        "admin: OBF:1u2a1toa1w8v1tok1u30,admin",
        "admin: MD5:21232f297a57a5a743894a0e4a801fc3,admin",
        "admin: OBF:1x8a1saj1v9i1ri71v941sar1x8k"
      })
  void inTheConsolesRealm(String line) throws Exception {
    Path realm = Files.writeString(folder.resolve("jetty-realm.properties"), line);
    System.setProperty("activemq.conf", folder.toString());

    assertThat(problems(GatedBroker.users())).containsExactly(inFile(realm));
  }

  @Test
  void otherPasswordsInTheSamePlacesPass() throws Exception {
    Files.writeString(
        folder.resolve("jetty-realm.properties"), "admin: a-good-password,admin\nuser: CRYPT:x");
    System.setProperty("activemq.conf", folder.toString());

    assertThatItStarts(GatedBroker.users());
  }

  @Test
  void aFileThatCannotBeReadLetsNobodyIn() throws Exception {
    assertThatItStarts(
        jaas(
            PropertiesLoginModule.class.getName(),
            Map.of(
                "org.apache.activemq.jaas.properties.user",
                "nothing.properties",
                "baseDir",
                folder.toString())));
  }

  @Test
  void aDirectoryElsewhereIsNotTried() throws Exception {
    assertThatItStarts(
        jaas(LDAPLoginModule.class.getName(), Map.of("connectionURL", "ldap://127.0.0.1:1")));
  }

  /** Whether or not its own test client can log in. */
  private static void assertThatItStarts(BrokerPlugin authentication) {
    GatedBroker broker = GatedBroker.create().withOnly(authentication);
    Throwable thrown = catchThrowable(broker::start);
    try {
      assertThat(broker.getBrokerService().isStarted()).as(String.valueOf(thrown)).isTrue();
    } finally {
      broker.stop();
    }
  }
}
