package io.portcullis.broker.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.portcullis.login.LoginFiles;
import io.portcullis.login.LoginFolder;
import io.portcullis.rule.KnownLogins;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import org.apache.activemq.jaas.GuestLoginModule;
import org.apache.activemq.jaas.LDAPLoginModule;
import org.apache.activemq.jaas.PropertiesLoginModule;
import org.apache.activemq.jaas.TextFileCertificateLoginModule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of logins that cannot be looked at. */
class KnownLoginInspectorTest {

  private static final String USERS = "org.apache.activemq.jaas.properties.user";
  private static final String IN = " in login configuration \"activemq\": ";
  private static final String OWN_MODULE = "io.portcullis.login.PasswordLoginModule";

  @TempDir private Path folder;

  private KnownLogins known(Configuration configuration) {
    KnownLoginInspector logins =
        new KnownLoginInspector(
            new LoginModules(() -> configuration, new LoginFolder(Optional.of(folder))));
    logins.lookAtConfiguration("activemq");
    return logins.found();
  }

  private KnownLogins known(String module, Map<String, String> options) {
    return known(
        LoginFiles.configuration(
            new AppConfigurationEntry(module, LoginModuleControlFlag.REQUIRED, options)));
  }

  static Stream<Arguments> modules() {
    return Stream.of(
        arguments(
            LDAPLoginModule.class.getName(),
            Map.of(),
            List.of(
                "passwords in org.apache.activemq.jaas.LDAPLoginModule"
                    + IN
                    + "only it knows its users")),
        arguments(
            OWN_MODULE,
            Map.of(USERS, "u"),
            List.of(
                "passwords in "
                    + OWN_MODULE
                    + IN
                    + "option org.apache.activemq.jaas.properties.group is missing; name a file")),
        arguments(GuestLoginModule.class.getName(), Map.of(), List.of()),
        arguments(TextFileCertificateLoginModule.class.getName(), Map.of(), List.of()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void modules(String module, Map<String, String> options, List<String> notChecked) {
    assertThat(known(module, options).notChecked()).isEqualTo(notChecked);
  }

  @Test
  void aFileThatIsNotThereIsNotChecked() {
    assertThat(known(PropertiesLoginModule.class.getName(), Map.of(USERS, "gone")).notChecked())
        .containsExactly(
            "passwords in %s: there is no such file".formatted(folder.resolve("gone")));
  }

  @Test
  void aFileThatIsMalformedIsNotChecked() throws Exception {
    Path file = Files.writeString(folder.resolve("users.properties"), "admin=\\u00zz");

    assertThat(
            known(PropertiesLoginModule.class.getName(), Map.of(USERS, "users.properties"))
                .notChecked())
        .containsExactly(
            "passwords in %s: the file cannot be read: Malformed \\uxxxx encoding."
                .formatted(file));
  }

  @Test
  void aFolderInsteadOfAFileIsNotChecked() {
    assertThat(known(PropertiesLoginModule.class.getName(), Map.of(USERS, "")).notChecked())
        .containsExactly(
            "passwords in %s: the file cannot be read: it is a folder".formatted(folder));
  }

  @Test
  void encryptedPasswordsAreNotCheckedAndTheOthersAre() throws Exception {
    Path file = Files.writeString(folder.resolve("users.properties"), "bob=ENC(abc)\nadmin=admin");

    KnownLogins known =
        known(PropertiesLoginModule.class.getName(), Map.of(USERS, "users.properties"));

    assertThat(known.notChecked())
        .containsExactly("passwords in %s: some of its passwords are encrypted".formatted(file));
    assertThat(known.logins().get(0).accepts().test("admin", "admin")).isTrue();
  }

  @Test
  void aFileOfHashesThatCannotBeUsedIsNotChecked() throws Exception {
    LoginFiles files = new LoginFiles(folder).users("admin=admin").groups("");

    assertThat(known(OWN_MODULE, files.options()).notChecked())
        .singleElement()
        .asString()
        .startsWith("passwords in " + folder.resolve("users.properties") + ": ")
        .doesNotContain("\n");
  }

  @Test
  void aConfigurationThatCannotBeReadIsNotChecked() {
    Configuration broken =
        new Configuration() {
          @Override
          public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
            throw new SecurityException("no");
          }
        };

    assertThat(known(broken).notChecked())
        .containsExactly(
            "passwords in login configuration \"activemq\": it cannot be read, so nobody knows"
                + " whether it exists");
  }

  @Test
  void aConfigurationThatDoesNotExistLetsNobodyIn() {
    Configuration empty =
        new Configuration() {
          @Override
          public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
            return null;
          }
        };

    assertThat(known(empty)).isEqualTo(KnownLogins.NONE);
  }
}
