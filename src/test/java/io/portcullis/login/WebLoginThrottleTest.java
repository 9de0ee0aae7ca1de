package io.portcullis.login;

import static io.portcullis.login.LoginFiles.hash;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.enforce.ActivePolicy;
import io.portcullis.enforce.AuditLog;
import io.portcullis.enforce.Counters;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Senders;
import io.portcullis.enforce.WaiverUse;
import io.portcullis.login.LoginThrottle.Failed;
import io.portcullis.policy.Policy;
import io.portcullis.rule.Rules;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.SetClock;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import javax.security.auth.Subject;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import javax.security.auth.login.Configuration;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginContext;
import org.apache.activemq.jaas.GuestLoginModule;
import org.apache.activemq.jaas.JassCredentialCallbackHandler;
import org.eclipse.jetty.jaas.JAASLoginService;
import org.eclipse.jetty.jaas.callback.DefaultCallbackHandler;
import org.eclipse.jetty.security.DefaultIdentityService;
import org.eclipse.jetty.server.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Logins through Jetty's login service, with its requests. */
class WebLoginThrottleTest {

  private static final String RIGHT = GatedBroker.PASSWORD;
  private static final String HERE = "10.0.0.1";
  private static final String THERE = "10.0.0.2";

  @TempDir private Path folder;

  private final SetClock time = new SetClock();
  private final LoginThrottle failures = new LoginThrottle(time);
  private final Counters tally = new Counters();
  private Configuration configuration;
  private WebLoginThrottle logins;

  @BeforeEach
  void open() throws Exception {
    configuration =
        new LoginFiles(folder)
            .users("alice=%s\nbob=%s".formatted(hash(), hash()))
            .groups("users=alice,bob")
            .configuration();
    logins = new WebLoginThrottle(enforcer("ENFORCE"), failures);
    logins.open();
  }

  @AfterEach
  void close() {
    logins.close();
  }

  /** In place of those that are open. */
  private void open(WebLoginThrottle others) {
    logins.close();
    logins = others;
    logins.open();
  }

  private Enforcer enforcer(String mode) throws Exception {
    Policy policy = Policy.builder().mode(mode).build(Rules.ids());
    return new Enforcer(
        ActivePolicy.of(policy, time),
        new WaiverUse(time),
        new AuditLog(time),
        tally,
        new Senders(time));
  }

  private boolean letsIn(String user, String password, String from) throws Exception {
    JAASLoginService service = new JAASLoginService("activemq");
    service.setConfiguration(configuration);
    service.setIdentityService(new DefaultIdentityService());
    return service.login(user, password, request(from)) != null;
  }

  private static Request request(String from) {
    Request request = new Request(null, null);
    request.setRemoteAddr(InetSocketAddress.createUnresolved(from, 4711));
    return request;
  }

  @Test
  void aFailureMakesTheUserWaitThereAndNowhereElse() throws Exception {
    assertThat(letsIn("alice", "a-wrong-password", HERE)).isFalse();

    assertThat(letsIn("alice", RIGHT, HERE)).isFalse();
    assertThat(letsIn("alice", RIGHT, THERE)).isTrue();
    assertThat(letsIn("bob", RIGHT, HERE)).isTrue();
    assertThat(failures.all()).extracting(Failed::failures).containsExactly(1L);
    // The wrong password, and the one that came too soon.
    assertThat(tally.refused()).isEqualTo(2);
  }

  @Test
  void aRightPasswordAfterTheWaitForgetsTheFailures() throws Exception {
    assertThat(letsIn("alice", "a-wrong-password", HERE)).isFalse();
    time.pass(Duration.ofMillis(250));

    assertThat(letsIn("alice", RIGHT, HERE)).isTrue();
    assertThat(failures.all()).isEmpty();
  }

  @Test
  void theRefusalSaysWhoWhereAndHowLong() throws Exception {
    assertThat(letsIn("alice", "a-wrong-password", HERE)).isFalse();
    DefaultCallbackHandler handler = new DefaultCallbackHandler();
    handler.setUserName("alice");
    handler.setCredential(RIGHT);
    handler.setRequest(request(HERE));
    LoginContext context = new LoginContext("any", new Subject(), handler, configuration);

    assertThatThrownBy(context::login)
        .isExactlyInstanceOf(FailedLoginException.class)
        .hasMessage(
            "[require-authentication] client 10.0.0.1 at the web console: too many logins failed,"
                + " and user \"alice\" has to wait 250 ms more there; wait 250 ms before"
                + " connecting again, and correct the password");
  }

  @Test
  void whatFailsAtTheBrokerCountsHereToo() throws Exception {
    failures.failed("alice", InetAddress.getByName(HERE));

    assertThat(letsIn("alice", RIGHT, HERE)).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"no password, alice, ''", "no name of a user, a b, x", "no name, '', x"})
  void whatCannotBeRightIsNoGuess(String what, String user, String password) throws Exception {
    assertThat(letsIn(user, password, HERE)).isFalse();

    assertThat(failures.all()).isEmpty();
  }

  @Test
  void whoeverHasNoRequestIsLeftToTheBrokersGate() throws Exception {
    JassCredentialCallbackHandler wrong =
        new JassCredentialCallbackHandler("alice", "a-wrong-password");

    assertThatThrownBy(new LoginContext("any", new Subject(), wrong, configuration)::login)
        .hasMessage("the user name or the password is wrong");
    assertThat(failures.all()).isEmpty();
  }

  @Test
  void whoeverAnotherModuleLetsInDidNotFail() throws Exception {
    configuration =
        LoginFiles.configuration(
            entry(PasswordLoginModule.class, LoginModuleControlFlag.SUFFICIENT),
            entry(GuestLoginModule.class, LoginModuleControlFlag.REQUIRED));

    assertThat(letsIn("mallory", RIGHT, HERE)).isTrue();
    assertThat(letsIn("mallory", RIGHT, HERE)).isTrue();
    assertThat(failures.all()).isEmpty();
  }

  @Test
  void aRequestWithoutAnAddressHasAnAddressForAll() throws Exception {
    assertThat(letsIn("alice", "a-wrong-password", "_hidden")).isFalse();

    assertThat(letsIn("alice", RIGHT, "unknown")).isFalse();
    assertThat(failures.all()).extracting(Failed::network).containsExactly("0.0.0.0");
  }

  @Test
  void reportOnlyDelaysNobody() throws Exception {
    open(new WebLoginThrottle(enforcer("REPORT_ONLY"), failures, new ConcurrencyLimit<>(0, 0)));
    assertThat(letsIn("alice", "a-wrong-password", HERE)).isFalse();

    assertThat(letsIn("alice", RIGHT, HERE)).isTrue();
    assertThat(tally.reported()).isEqualTo(1);
    // The wrong password, which no mode lets in.
    assertThat(tally.refused()).isEqualTo(1);
  }

  @Test
  void withoutAPlaceOnlyAKnownPasswordIsLetIn() throws Exception {
    assertThat(letsIn("alice", RIGHT, HERE)).isTrue();
    open(new WebLoginThrottle(enforcer("ENFORCE"), failures, new ConcurrencyLimit<>(0, 0)));

    assertThat(letsIn("alice", RIGHT, HERE)).isTrue();
    assertThat(letsIn("bob", RIGHT, HERE)).isFalse();
    assertThat(tally.refused()).isEqualTo(1);
    assertThat(failures.all()).extracting(Failed::user).containsExactly("bob");
  }

  @Test
  void aPlaceIsGivenBackWhateverComesOfIt() throws Exception {
    ConcurrencyLimit<String> places = new ConcurrencyLimit<>(1, 1);
    open(new WebLoginThrottle(enforcer("ENFORCE"), failures, places));
    assertThat(letsIn("alice", RIGHT, HERE)).isTrue();
    assertThat(letsIn("bob", "a-wrong-password", HERE)).isFalse();

    assertThat(places.kinds()).isZero();
  }

  @Test
  void aGateThatRefusesGoesBeforeOneThatReports() throws Exception {
    WebLoginThrottle reports = new WebLoginThrottle(enforcer("REPORT_ONLY"), failures);
    open(reports);
    assertThat(WebLoginThrottle.present()).isSameAs(reports);
    WebLoginThrottle refuses = new WebLoginThrottle(enforcer("ENFORCE"), failures);
    refuses.open();
    assertThat(WebLoginThrottle.present()).isSameAs(refuses);
    refuses.close();

    assertThat(WebLoginThrottle.present()).isSameAs(reports);
  }

  @Test
  void withoutAGateGuessesWaitToo() throws Exception {
    open(WebLoginThrottle.alone(time));
    assertThat(letsIn("alice", "a-wrong-password", HERE)).isFalse();
    assertThat(letsIn("alice", RIGHT, HERE)).isFalse();
    assertThat(letsIn("alice", RIGHT, THERE)).isTrue();
    logins.close();

    assertThat(WebLoginThrottle.present()).isNotSameAs(logins).isSameAs(WebLoginThrottle.present());
  }

  private AppConfigurationEntry entry(Class<?> module, LoginModuleControlFlag flag) {
    Map<String, String> options =
        module == PasswordLoginModule.class ? new LoginFiles(folder).options() : Map.of();
    return new AppConfigurationEntry(module.getName(), flag, options);
  }

  @Test
  void filesThatAreBrokenAreNobodysGuess() throws Exception {
    Path broken = Files.createDirectory(folder.resolve("broken"));
    configuration = new LoginFiles(broken).users("alice=plain").groups("").configuration();

    assertThat(letsIn("alice", RIGHT, HERE)).isFalse();
    assertThat(failures.all()).isEmpty();
  }

  /** Before files that are broken, and options that name none. */
  @Test
  void whatNobodyCanJudgeIsRecorded() throws Exception {
    Path broken = Files.createDirectory(folder.resolve("broken"));
    configuration = new LoginFiles(broken).users("alice=plain").groups("").configuration();
    assertThat(letsIn("alice", RIGHT, HERE)).isFalse();
    assertThat(tally.refused()).isEqualTo(1);

    configuration =
        LoginFiles.configuration(
            new AppConfigurationEntry(
                PasswordLoginModule.class.getName(), LoginModuleControlFlag.REQUIRED, Map.of()));
    assertThat(letsIn("alice", RIGHT, HERE)).isFalse();
    assertThat(tally.refused()).isEqualTo(2);
  }
}
