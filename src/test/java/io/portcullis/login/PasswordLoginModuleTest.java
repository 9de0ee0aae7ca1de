package io.portcullis.login;

import static io.portcullis.login.LoginFiles.hash;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.testing.GatedBroker;
import java.nio.file.Path;
import java.security.Principal;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.security.auth.Subject;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginContext;
import javax.security.auth.login.LoginException;
import org.apache.activemq.jaas.GroupPrincipal;
import org.apache.activemq.jaas.GuestLoginModule;
import org.apache.activemq.jaas.JassCredentialCallbackHandler;
import org.apache.activemq.jaas.UserPrincipal;
import org.eclipse.jetty.jaas.JAASLoginService;
import org.eclipse.jetty.security.DefaultIdentityService;
import org.eclipse.jetty.server.UserIdentity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The module as JAAS, ActiveMQ and Jetty use it. */
class PasswordLoginModuleTest {

  private static final String RIGHT = GatedBroker.PASSWORD;

  @TempDir private Path folder;
  private LoginFiles files;

  @BeforeEach
  void users() throws Exception {
    files =
        new LoginFiles(folder)
            .users("alice=%s;consoleAccess\nbob=%s".formatted(hash(), hash()))
            .groups("admins=alice\nusers=alice,bob");
  }

  @Test
  void aSubjectGetsItsUserItsGroupsAndTheWayBack() throws Exception {
    LoginContext context = login("alice", RIGHT, files.configuration());

    assertThat(context.getSubject().getPrincipals())
        .containsExactlyInAnyOrder(
            new UserPrincipal("alice"),
            new GroupPrincipal("admins"),
            new GroupPrincipal("users"),
            new GroupPrincipal("activemq-webconsole"),
            new AccountPrincipal("alice", Set.of(), Accounts.of(files.files())));
    assertThat(context.getSubject().getPrincipals(AccountPrincipal.class))
        .singleElement()
        .satisfies(
            account ->
                assertThat(account.currentGroups())
                    .hasValue(Set.of("admins", "users", "activemq-webconsole")));
  }

  @Test
  void theLogoutTakesAwayWhatTheLoginGaveAndNothingElse() throws Exception {
    Subject subject = new Subject();
    Principal other = new UserPrincipal("somebody");
    Principal same = new GroupPrincipal("users");
    subject.getPrincipals().addAll(Set.of(other, same));
    LoginContext context =
        new LoginContext(
            "any",
            subject,
            new JassCredentialCallbackHandler("alice", RIGHT),
            files.configuration());
    context.login();
    context.logout();

    assertThat(subject.getPrincipals()).containsExactlyInAnyOrder(other, same);
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("a wrong password", "alice", "x" + RIGHT),
        Arguments.of("an empty password", "alice", ""),
        Arguments.of("no password", "alice", null),
        Arguments.of("the hash for a password", "alice", hash()),
        Arguments.of("a password of half a surrogate pair", "alice", RIGHT + "\ud800"),
        Arguments.of("an endless password", "alice", RIGHT.repeat(10_000)),
        Arguments.of("nobody", "mallory", RIGHT),
        Arguments.of("a user name in other letters", "Alice", RIGHT),
        Arguments.of("an endless user name", "a".repeat(100_000), RIGHT),
        Arguments.of("an empty user name", "", RIGHT),
        Arguments.of("no user name", null, RIGHT),
        Arguments.of("a pattern", "*", RIGHT));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refused(String what, String user, String password) throws Exception {
    LoginContext context = context(user, password, files.configuration());

    assertThatThrownBy(context::login)
        .isExactlyInstanceOf(FailedLoginException.class)
        .hasMessage("the user name or the password is wrong");
    assertThat(context.getSubject()).isNull();
  }

  @Test
  void sufficientBesideAnotherModuleEitherLetsIn() throws Exception {
    Configuration either =
        LoginFiles.configuration(
            entry(LoginModuleControlFlag.SUFFICIENT), guests(LoginModuleControlFlag.REQUIRED));

    assertThat(names(login("bob", RIGHT, either))).containsExactlyInAnyOrder("bob", "users");
    assertThat(names(login("mallory", RIGHT, either))).containsExactlyInAnyOrder("guest", "guests");
  }

  @Test
  void requiredBesideOneThatFailsGivesNothing() throws Exception {
    Subject subject = new Subject();
    Configuration both =
        LoginFiles.configuration(
            entry(LoginModuleControlFlag.REQUIRED),
            new AppConfigurationEntry(
                PasswordLoginModule.class.getName(), LoginModuleControlFlag.REQUIRED, Map.of()));
    LoginContext context =
        new LoginContext("any", subject, new JassCredentialCallbackHandler("bob", RIGHT), both);

    assertThatThrownBy(context::login)
        .isInstanceOf(LoginException.class)
        .hasMessage(
            """
            The options of io.portcullis.login.PasswordLoginModule cannot be used:
              option org.apache.activemq.jaas.properties.user is missing; name a file
              option org.apache.activemq.jaas.properties.group is missing; name a file""");
    assertThat(subject.getPrincipals()).isEmpty();
  }

  @Test
  void allThatIsWrongWithTheOptionsIsSaidAtOnce() {
    Map<String, String> options =
        Map.of(
            AccountFiles.USERS,
            "users.properties",
            "decrypt",
            "true",
            "systemGroup",
            "a b",
            "reload",
            "true");
    Configuration wrong =
        LoginFiles.configuration(
            new AppConfigurationEntry(
                PasswordLoginModule.class.getName(), LoginModuleControlFlag.REQUIRED, options));

    assertThatThrownBy(() -> login("bob", RIGHT, wrong))
        .hasMessage(
            """
            The options of io.portcullis.login.PasswordLoginModule cannot be used:
              option decrypt is not one of baseDir, debug, org.apache.activemq.jaas.properties.group, \
            org.apache.activemq.jaas.properties.user, reload, systemGroup; remove it
              option org.apache.activemq.jaas.properties.group is missing; name a file
              option systemGroup="a b" is not 2 to 100 characters of A-Z a-z 0-9 - . _ ~; name a group""");
  }

  @Test
  void filesAreFoundBesideTheLoginConfigurationOrInTheBaseDir() throws Exception {
    Map<String, String> names =
        Map.of(AccountFiles.USERS, "users.properties", AccountFiles.GROUPS, "groups.properties");
    String property = "java.security.auth.login.config";
    String before = System.getProperty(property);
    System.setProperty(property, folder.resolve("login.config").toString());
    try {
      assertThat(AccountFiles.of(names, LoginFolder.ofThisJvm())).isEqualTo(files.files());
    } finally {
      if (before == null) {
        System.clearProperty(property);
      } else {
        System.setProperty(property, before);
      }
    }

    assertThat(
            AccountFiles.of(
                Map.of(
                    AccountFiles.USERS,
                    "users.properties",
                    AccountFiles.GROUPS,
                    "groups.properties",
                    "baseDir",
                    folder.toString()),
                LoginFolder.ofThisJvm()))
        .isEqualTo(files.files());
  }

  @Test
  void aReadOnlySubjectIsNoWayIn() throws Exception {
    Subject subject = new Subject();
    subject.setReadOnly();
    LoginContext context =
        new LoginContext(
            "any", subject, new JassCredentialCallbackHandler("bob", RIGHT), files.configuration());

    assertThatThrownBy(context::login)
        .hasMessageContaining("the subject is read-only, so it cannot be given a user");
  }

  @Test
  void jettysLoginServiceKnowsTheGroupsAsRoles() throws Exception {
    JAASLoginService service = new JAASLoginService("activemq");
    service.setConfiguration(files.configuration());
    service.setIdentityService(new DefaultIdentityService());
    service.setRoleClassNames(new String[] {GroupPrincipal.class.getName()});
    service.start();

    UserIdentity alice = service.login("alice", RIGHT, null);

    assertThat(alice.getUserPrincipal().getName()).isEqualTo("alice");
    assertThat(alice.isUserInRole("activemq-webconsole", null)).isTrue();
    assertThat(alice.isUserInRole("nobodies", null)).isFalse();
    assertThat(service.login("alice", "wrong", null)).isNull();
    service.logout(alice);
    assertThat(alice.getSubject().getPrincipals(GroupPrincipal.class)).isEmpty();
    service.stop();
  }

  private AppConfigurationEntry entry(LoginModuleControlFlag flag) {
    return new AppConfigurationEntry(PasswordLoginModule.class.getName(), flag, files.options());
  }

  private static AppConfigurationEntry guests(LoginModuleControlFlag flag) {
    return new AppConfigurationEntry(GuestLoginModule.class.getName(), flag, Map.of());
  }

  private static LoginContext context(String user, String password, Configuration configuration)
      throws LoginException {
    return new LoginContext(
        "any", null, new JassCredentialCallbackHandler(user, password), configuration);
  }

  private static LoginContext login(String user, String password, Configuration configuration)
      throws LoginException {
    LoginContext context = context(user, password, configuration);
    context.login();
    return context;
  }

  private static Stream<String> names(LoginContext context) {
    return context.getSubject().getPrincipals().stream().map(Principal::getName).distinct();
  }
}
