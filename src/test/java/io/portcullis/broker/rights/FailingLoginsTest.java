package io.portcullis.broker.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.portcullis.login.LoginFolder;
import io.portcullis.rule.AuthenticationFacts;
import io.portcullis.rule.AuthenticationFacts.FailingLogin;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.jaas.GuestLoginModule;
import org.apache.activemq.security.JaasAuthenticationPlugin;
import org.apache.activemq.security.JaasDualAuthenticationPlugin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Which login configurations nobody can log in by, as the JDK's logins find them. */
class FailingLoginsTest {

  private static final String GUESTS = GuestLoginModule.class.getName();

  /** Login configurations by name, each with the classes of its modules. */
  private static final class Named extends Configuration {
    private final Map<String, List<String>> modules;

    Named(Map<String, List<String>> modules) {
      this.modules = modules;
    }

    @Override
    public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
      return modules.containsKey(name)
          ? modules.get(name).stream().map(Named::entry).toArray(AppConfigurationEntry[]::new)
          : null;
    }

    private static AppConfigurationEntry entry(String words) {
      String[] moduleAndFlag = words.split(" ", -1);
      return new AppConfigurationEntry(
          moduleAndFlag[0],
          switch (moduleAndFlag[1]) {
            case "required" -> LoginModuleControlFlag.REQUIRED;
            case "requisite" -> LoginModuleControlFlag.REQUISITE;
            case "sufficient" -> LoginModuleControlFlag.SUFFICIENT;
            default -> LoginModuleControlFlag.OPTIONAL;
          },
          Map.of());
    }
  }

  static Stream<Arguments> configurations() {
    return Stream.of(
        arguments("it exists", Map.of("activemq", List.of(GUESTS + " required")), List.of()),
        arguments("there is none", Map.of(), List.of(missing())),
        arguments(
            "another exists",
            Map.of("ActiveMQ", List.of(GUESTS + " required")),
            List.of(missing())),
        arguments(
            "a login takes \"other\"", Map.of("other", List.of(GUESTS + " required")), List.of()),
        arguments(
            "\"other\" has no such module",
            Map.of("other", List.of("com.acme.Gone required")),
            List.of(failing("com.acme.Gone"))),
        arguments(
            "a class that is no module",
            Map.of("activemq", List.of("java.lang.String required")),
            List.of(failing("java.lang.String"))));
  }

  /** Two modules, each there or not, with every pair of flags. */
  static Stream<Arguments> pairs() {
    List<String> flags = List.of("required", "requisite", "sufficient", "optional");
    return Stream.of(GUESTS, "com.acme.Gone")
        .flatMap(
            first ->
                Stream.of(GUESTS, "com.acme.Lost")
                    .flatMap(
                        second ->
                            flags.stream()
                                .flatMap(
                                    one ->
                                        flags.stream()
                                            .map(
                                                two ->
                                                    arguments(
                                                        first + " " + one, second + " " + two)))));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("pairs")
  void aLoginOfTheJdkFailsWhereOneIsFound(String first, String second) {
    Configuration configuration = new Named(Map.of("activemq", List.of(first, second)));

    assertThat(inspected(configuration, plugin("activemq")).failing().isEmpty())
        .isEqualTo(canLogIn(configuration));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void configurations(String name, Map<String, List<String>> modules, List<FailingLogin> expected) {
    assertThat(inspected(new Named(modules), plugin("activemq")).failing()).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("configurations")
  void aLoginOfTheJdkFailsInTheSameCases(
      String name, Map<String, List<String>> modules, List<FailingLogin> expected) {
    assertThat(canLogIn(new Named(modules))).isEqualTo(expected.isEmpty());
  }

  @Test
  void aConfigurationThatCannotBeReadIsNotChecked() {
    Configuration silent =
        new Configuration() {
          @Override
          public AppConfigurationEntry[] getAppConfigurationEntry(String name) {
            throw new SecurityException("no");
          }
        };

    AuthenticationFacts facts = inspected(silent, plugin("activemq"));

    assertThat(facts.failing()).isEmpty();
    assertThat(facts.logins().notChecked())
        .containsExactly(
            "passwords in login configuration \"activemq\": it cannot be read, so nobody knows"
                + " whether it exists");
  }

  @Test
  void bothHalvesOfADualLoginExist() {
    JaasDualAuthenticationPlugin dual = new JaasDualAuthenticationPlugin();
    dual.setConfiguration("activemq");
    dual.setSslConfiguration("certificates");

    assertThat(
            inspected(new Named(Map.of("activemq", List.of(GUESTS + " required"))), dual).failing())
        .containsExactly(new FailingLogin("certificates", Optional.empty()));
  }

  private static boolean canLogIn(Configuration configuration) {
    try {
      new LoginContext("activemq", null, callbacks -> {}, configuration).login();
      return true;
    } catch (LoginException e) {
      return false;
    }
  }

  private static FailingLogin missing() {
    return new FailingLogin("activemq", Optional.empty());
  }

  private static FailingLogin failing(String module) {
    return new FailingLogin("activemq", Optional.of(module));
  }

  private static BrokerPlugin plugin(String configuration) {
    JaasAuthenticationPlugin plugin = new JaasAuthenticationPlugin();
    plugin.setConfiguration(configuration);
    return plugin;
  }

  private static AuthenticationFacts inspected(Configuration configuration, BrokerPlugin plugin) {
    BrokerService service = new BrokerService();
    service.setPlugins(new BrokerPlugin[] {plugin});
    return AuthenticationInspector.authentication(
        service,
        true,
        new LoginModules(() -> configuration, new LoginFolder(Optional.empty())),
        true);
  }
}
