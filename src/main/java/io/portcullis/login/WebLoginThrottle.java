package io.portcullis.login;

import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.PeerNetwork;
import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import io.portcullis.rule.Argument;
import io.portcullis.rule.Fault;
import io.portcullis.rule.Named;
import io.portcullis.rule.RuleIds;
import io.portcullis.rule.Violation;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;

/**
 * Throttles logins to the web console, which pass through a login module and not through a broker.
 * Each gate has its own, so that failures at either door count at both. The module uses one of a
 * gate that is there. If there is no gate, such as before a broker started, it uses one of the
 * JVM's.
 *
 * <p>Nobody waits in here, because each waiting thread of Jetty's is one less for others. A login
 * that comes too soon is refused at once. So is one that needs a hash while {@value #AT_ONCE}
 * others are hashed, or {@value #AT_ONCE_FROM_A_NETWORK} of the same network. A password that is
 * known to be right needs no hash.
 */
public final class WebLoginThrottle {

  private static final Fault WRONG =
      new Fault("wrong-password", "its user name or password is wrong", "%s");
  private static final Fault TOO_MANY =
      new Fault("console-logins-at-once", "too many logins are judged at once", "log in again");
  private static final Fault UNJUDGED =
      new Fault(
          "console-login-not-judged",
          "its login could not be judged",
          "see the broker's log for what is wrong with the files of users and groups");

  /** Of the 200 threads that Jetty has by default. */
  private static final int AT_ONCE = 64;

  private static final int AT_ONCE_FROM_A_NETWORK = LoginThrottle.LOGINS_AT_ONCE;

  private static final ConcurrencyLimit<String> PLACES =
      new ConcurrencyLimit<>(AT_ONCE, AT_ONCE_FROM_A_NETWORK);

  private static final List<WebLoginThrottle> PRESENT = new CopyOnWriteArrayList<>();

  /**
   * Holds the JVM's own throttle, made when it is first needed. With a gate in the JVM, it never
   * is.
   */
  private static final class Alone {
    private static final WebLoginThrottle LOGINS = alone(Clock.systemUTC());
  }

  private final Enforcer enforcer;
  private final LoginThrottle failures;
  private final LoginThrottleRule haste;
  private final ConcurrencyLimit<String> places;

  /** Those of a gate. */
  public WebLoginThrottle(Enforcer enforcer, LoginThrottle failures) {
    this(enforcer, failures, PLACES);
  }

  WebLoginThrottle(Enforcer enforcer, LoginThrottle failures, ConcurrencyLimit<String> places) {
    this.enforcer = enforcer;
    this.failures = failures;
    this.haste = new LoginThrottleRule(enforcer, failures);
    this.places = places;
  }

  /** Those of a JVM without a gate. */
  static WebLoginThrottle alone(Clock clock) {
    return new WebLoginThrottle(Enforcer.alone(clock), new LoginThrottle(clock));
  }

  /** Those of a gate that refuses, if there is one; otherwise of one that reports. */
  static WebLoginThrottle present() {
    List<WebLoginThrottle> present = List.copyOf(PRESENT);
    return present.stream()
        .filter(WebLoginThrottle::enforces)
        .findFirst()
        .or(() -> present.stream().findFirst())
        .orElseGet(() -> Alone.LOGINS);
  }

  /** From now on login modules may use these. */
  public void open() {
    PRESENT.add(this);
  }

  /** The gate goes. */
  public void close() {
    PRESENT.remove(this);
  }

  private boolean enforces() {
    return enforcer.enforces(RuleIds.REQUIRE_AUTHENTICATION);
  }

  /**
   * Lets somebody try.
   *
   * @throws FailedLoginException if it is too soon
   */
  WebLoginAttempt begin(String user, InetAddress address) throws FailedLoginException {
    WebLoginAttempt login = new WebLoginAttempt(this, user, address);
    refuse(haste.judge(login.subject(), login.where(), address));
    return login;
  }

  /**
   * The account, if the password is right. Whoever is refused here has been told that the password
   * is not the known one, so that was a guess: it is to be counted.
   */
  Optional<Account> account(WebLoginAttempt login, Accounts accounts, byte[] password)
      throws LoginException {
    Optional<Account> known = accounts.known(login.user(), password);
    if (known.isPresent()) {
      return known;
    }
    if (!enforces()) {
      return accounts.logIn(login.user(), password);
    }
    String network = PeerNetwork.of(login.address());
    if (!places.take(network)) {
      throw tooMany(login);
    }
    try {
      refuse(haste.judge(login.subject(), login.where(), login.address()));
      return accounts.logIn(login.user(), password);
    } finally {
      places.give(network);
    }
  }

  private FailedLoginException tooMany(WebLoginAttempt login) {
    return new FailedLoginException(record(login, TOO_MANY).line());
  }

  /** Records a login that nobody let in, which is refused whatever the mode. */
  private Violation record(WebLoginAttempt login, Fault fault, Object... arguments) {
    Violation violation =
        Violation.of(
            RuleIds.REQUIRE_AUTHENTICATION,
            new Named(Resource.of(Kind.ADDRESS, login.address().getHostAddress()), login.where()),
            fault,
            arguments);
    enforcer.refuse(Moment.CONNECTION, login.subject(), violation);
    return violation;
  }

  /** Nobody could judge it. */
  void busy(WebLoginAttempt login) {
    Violation unused = record(login, TOO_MANY);
  }

  /** There was nothing to judge it by, which is no guess. */
  void unjudged(WebLoginAttempt login) {
    Violation unused = record(login, UNJUDGED);
  }

  /** It could be nobody's, and was no guess. */
  void unfit(WebLoginAttempt login) {
    Optional<Duration> wait = failures.left(login.subject().user(), login.address());
    Violation unused = record(login, WRONG, Argument.shown(LoginThrottleRule.remedy(wait)));
  }

  private static void refuse(Optional<Violation> violation) throws FailedLoginException {
    if (violation.isPresent()) {
      throw new FailedLoginException(violation.get().line());
    }
  }

  void failed(WebLoginAttempt login, boolean recorded) {
    failures.failed(login.subject().user(), login.address());
    if (!recorded) {
      unfit(login);
    }
  }

  void succeeded(WebLoginAttempt login) {
    failures.succeeded(login.subject().user(), login.address());
  }
}
