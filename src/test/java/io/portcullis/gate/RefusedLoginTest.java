package io.portcullis.gate;

import static io.portcullis.login.LoginFiles.hash;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.portcullis.login.LoginFiles;
import io.portcullis.login.PasswordLoginModule;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.LdapDirectory;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import javax.naming.AuthenticationException;
import javax.naming.CommunicationException;
import javax.security.auth.Subject;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginException;
import javax.security.auth.spi.LoginModule;
import org.apache.activemq.broker.EmptyBroker;
import org.apache.activemq.jaas.PropertiesLoginModule;
import org.apache.activemq.security.JaasAuthenticationBroker;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What ActiveMQ's plugin makes of a login that fails, by what it failed of. */
class RefusedLoginTest {

  private static final String WRONG = "a-wrong-password";

  private final Configuration before = Configuration.getConfiguration();
  @TempDir private Path folder;

  @AfterEach
  void asBefore() {
    Configuration.setConfiguration(before);
  }

  /** A module that others wrote; its {@code says} is how it refuses. */
  public static final class Foreign implements LoginModule {
    private String says = "";

    @Override
    public void initialize(
        Subject subject, CallbackHandler handler, Map<String, ?> shared, Map<String, ?> options) {
      says = String.valueOf(options.get("says"));
    }

    @Override
    public boolean login() throws LoginException {
      if (says.equals("nothing")) {
        return false;
      }
      throw new LoginException("wrong password");
    }

    @Override
    public boolean commit() {
      return false;
    }

    @Override
    public boolean abort() {
      return false;
    }

    @Override
    public boolean logout() {
      return false;
    }
  }

  private static boolean isGuess(Configuration configuration, String password) {
    Configuration.setConfiguration(configuration);
    JaasAuthenticationBroker plugin = new JaasAuthenticationBroker(new EmptyBroker(), "activemq");
    SecurityException refused =
        catchThrowableOfType(
            SecurityException.class, () -> plugin.authenticate("admin", password, null));
    assertThat(refused).hasMessage("User name [admin] or password is invalid.");
    return new RefusedLogin(refused).isGuess();
  }

  private static Configuration of(Class<?> module, Map<String, String> options) {
    return LoginFiles.configuration(
        new AppConfigurationEntry(module.getName(), LoginModuleControlFlag.REQUIRED, options));
  }

  @Test
  void aDirectoryThatIsAwayIsNobodysGuess() throws Exception {
    Configuration login;
    try (LdapDirectory directory = LdapDirectory.listening()) {
      login = directory.login();
      assertThat(isGuess(login, WRONG)).isTrue();
    }

    assertThat(isGuess(login, GatedBroker.PASSWORD)).isFalse();
  }

  @Test
  void filesThatAreBrokenAreNobodysGuess() throws Exception {
    LoginFiles files = new LoginFiles(folder).users("admin=" + hash()).groups("");
    assertThat(isGuess(files.configuration(), WRONG)).isTrue();

    Path other = folder.resolve("other");
    assertThat(isGuess(new LoginFiles(other).configuration(), WRONG)).isFalse();
  }

  @Test
  void mistakesInTheLoginConfigurationAreNobodysGuess() {
    Configuration missing = LoginFiles.configuration((AppConfigurationEntry[]) null);

    assertThat(isGuess(of(PasswordLoginModule.class, Map.of()), WRONG)).isFalse();
    assertThat(isGuess(missing, WRONG)).isFalse();
  }

  @Test
  void whatActiveMqsOwnModuleRefusesIsAGuess() throws Exception {
    new LoginFiles(folder).users("admin=" + GatedBroker.PASSWORD).groups("");
    Map<String, String> options = new LoginFiles(folder).options("baseDir", "/");

    assertThat(isGuess(of(PropertiesLoginModule.class, options), WRONG)).isTrue();
  }

  @Test
  void whatModulesThatOthersWroteRefuseIsAGuessHoweverTheySayIt() {
    assertThat(isGuess(of(Foreign.class, Map.of("says", "nothing")), WRONG)).isTrue();
    assertThat(isGuess(of(Foreign.class, Map.of("says", "wrong")), WRONG)).isTrue();
  }

  static Stream<Arguments> causes() {
    return Stream.of(
        Arguments.of("no directory", new CommunicationException("no route"), false),
        Arguments.of("no server", new ConnectException("refused"), false),
        Arguments.of("no server, deeper", new IllegalStateException(new ConnectException()), false),
        Arguments.of("an answer of 401", new IOException("response code: 401"), true),
        Arguments.of("a directory's no", new AuthenticationException("error 49"), true));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("causes")
  void whatItWasCausedByDecides(String name, Exception cause, boolean guess) {
    assertThat(new RefusedLogin(new SecurityException("wrong", cause)).isGuess()).isEqualTo(guess);
  }

  @Test
  void whatIsNoRefusalIsNoGuess() {
    assertThat(new RefusedLogin(new IOException("no more connections")).isGuess()).isFalse();
    assertThat(new RefusedLogin(new SecurityException("wrong")).isGuess()).isTrue();
  }
}
