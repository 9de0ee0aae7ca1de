package io.portcullis.login;

import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Subject;
import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import io.portcullis.rule.Argument;
import io.portcullis.rule.Fault;
import io.portcullis.rule.Named;
import io.portcullis.rule.RuleIds;
import io.portcullis.rule.Violation;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Judges whether a user tries again too soon after failed logins. */
public final class LoginThrottleRule {

  private static final Fault TOO_SOON =
      new Fault(
          "login-too-soon",
          "too many logins failed, and user \"%s\" has to wait %d ms more there",
          "wait %2$d ms before connecting again, and correct the password");

  private final Enforcer enforcer;
  private final LoginThrottle failures;

  /** Judges by {@code failures}. */
  public LoginThrottleRule(Enforcer enforcer, LoginThrottle failures) {
    this.enforcer = enforcer;
    this.failures = failures;
  }

  /**
   * Says what to do after a wrong password.
   *
   * @param wait how long the user has to wait before the next login, if at all
   */
  public static String remedy(Optional<Duration> wait) {
    String right = "log in with the right password";
    return wait.map(left -> "wait %d ms, and %s".formatted(millis(left), right)).orElse(right);
  }

  /** Rounds up, since whoever comes a moment too soon waits anew. */
  private static long millis(Duration wait) {
    return wait.plusNanos(999_999).toMillis();
  }

  /**
   * Judges a login before its password.
   *
   * @param subject who it is for
   * @param where who tries, in the words of a violation; a waiver names the address
   * @param address where from
   * @return why it is to be refused, if it is
   */
  public Optional<Violation> judge(Subject subject, String where, InetAddress address) {
    Optional<Duration> left = failures.left(subject.user(), address);
    if (left.isEmpty()) {
      return Optional.empty();
    }
    Violation violation =
        Violation.of(
            RuleIds.REQUIRE_AUTHENTICATION,
            new Named(Resource.of(Kind.ADDRESS, address.getHostAddress()), where),
            TOO_SOON,
            subject.user(),
            Argument.shown(millis(left.get())));
    return enforcer.enforce(Moment.CONNECTION, subject, List.of(violation)).stream().findFirst();
  }
}
