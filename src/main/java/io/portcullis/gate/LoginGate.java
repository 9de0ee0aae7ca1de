package io.portcullis.gate;

import io.portcullis.broker.connector.SaslPeers;
import io.portcullis.broker.management.WebOrigins;
import io.portcullis.broker.platform.Subjects;
import io.portcullis.broker.transport.ConnectionInspector;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Refusal;
import io.portcullis.enforce.Subject;
import io.portcullis.login.LoginThrottle;
import io.portcullis.login.LoginThrottleRule;
import io.portcullis.login.WebLoginThrottle;
import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import io.portcullis.rule.Argument;
import io.portcullis.rule.Fault;
import io.portcullis.rule.Named;
import io.portcullis.rule.PeerFacts;
import io.portcullis.rule.RuleIds;
import io.portcullis.rule.Violation;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.security.AuthenticationBroker;
import org.apache.activemq.security.JaasCertificateSecurityContext;
import org.apache.activemq.security.SecurityContext;

/**
 * Throttles failed logins, whichever authentication plugin judges them. If a user failed to log in
 * from an address, the gate refuses that user there for a while and does not check the password. It
 * does not throttle certificates, and it does not throttle {@code vm://} connections, which have no
 * address.
 */
final class LoginGate {

  private static final Fault NOT_JUDGED =
      new Fault("login-not-judged", "its login could not be judged", "log in again");
  private static final Fault STOPPING =
      new Fault("broker-stopping", "the broker is stopping", "log in again");
  private static final Fault LOGINS_AT_ONCE =
      new Fault("logins-at-once", "too many logins from this address at once", "connect again");
  private static final Fault LOGIN_REFUSED = new Fault("login-refused", "%s", "%2$s");

  /** Judges a login. It throws if the login is refused, and otherwise returns who logged in. */
  interface Login {
    Optional<SecurityContext> judge() throws Exception;
  }

  /**
   * The address of AMQP over an unknown WebSocket. All of them share it, so that none goes without
   * a throttle.
   */
  private static final InetAddress NOBODY_KNOWS = new InetSocketAddress(0).getAddress();

  private final Enforcer enforcer;
  private final LoginThrottle failures;
  private final LoginThrottleRule throttle;
  private final WebLoginThrottle web;

  LoginGate(Enforcer enforcer, LoginThrottle failures) {
    this.enforcer = enforcer;
    this.failures = failures;
    this.throttle = new LoginThrottleRule(enforcer, failures);
    this.web = new WebLoginThrottle(enforcer, failures);
  }

  /** Starts to throttle the logins of the web console too, when the broker starts. */
  void open() {
    web.open();
    WebOrigins.open(enforcer);
  }

  /** Stops, when the broker stops. */
  void close() {
    web.close();
    WebOrigins.close(enforcer);
  }

  /** Lets a connection log in. */
  void logIn(ConnectionContext context, Login login) throws Exception {
    PeerFacts peer = ConnectionInspector.connection(context).peer();
    judge(unproven(Subjects.of(context)), peer.where(), peer.address(), login);
  }

  /**
   * Returns the subject without the parts that change with each attempt. Otherwise each attempt
   * would be a line of the audit log.
   */
  private static Subject unproven(Subject subject) {
    return new Subject(
        subject.connector(), subject.remoteAddress(), subject.user(), "", subject.protocol(), "");
  }

  /** Lets an AMQP client log in whose bytes are being read. No connection exists yet. */
  SecurityContext authenticate(
      AuthenticationBroker plugin, String user, String password, X509Certificate[] certificates) {
    InetAddress address = SaslPeers.current().orElse(NOBODY_KNOWS);
    String name = Subjects.text(user);
    String from = address.getHostAddress();
    return judgeUnchecked(
            new Subject("", from, name, "", "amqp", ""),
            "client %s".formatted(from),
            Optional.of(address),
            () -> Optional.ofNullable(plugin.authenticate(user, password, certificates)))
        .orElse(null);
  }

  /**
   * Finds the user of a client that asks for the id of a live connection, before that connection
   * ends.
   *
   * @return empty if the authentication plugin needs a connection
   */
  Optional<SecurityContext> foresee(
      Optional<AuthenticationBroker> plugin, PeerFacts peer, Subject subject, ConnectionInfo info) {
    if (plugin.isEmpty()) {
      return Optional.empty();
    }
    X509Certificate[] certificates =
        info.getTransportContext() instanceof X509Certificate[] shown ? shown : null;
    return judgeUnchecked(
        subject,
        peer.where(),
        peer.address(),
        () ->
            Optional.ofNullable(
                plugin.get().authenticate(info.getUserName(), info.getPassword(), certificates)));
  }

  private Optional<SecurityContext> judgeUnchecked(
      Subject subject, String where, Optional<InetAddress> address, Login login) {
    try {
      return judge(subject, where, address, login);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw recorded(subject, where, address, NOT_JUDGED);
    }
  }

  private Optional<SecurityContext> judge(
      Subject subject, String where, Optional<InetAddress> address, Login login) throws Exception {
    if (subject.user().isEmpty() || address.isEmpty()) {
      return judgeRecording(subject, where, address, login);
    }
    if (!enforcer.enforces(RuleIds.REQUIRE_AUTHENTICATION)) {
      return judge(subject, where, address.get(), login);
    }
    if (!takeTurn(subject, where, address.get())) {
      return judge(subject, where, address.get(), login);
    }
    try {
      return judge(subject, where, address.get(), login);
    } finally {
      failures.done(address.get());
    }
  }

  /**
   * Waits for a free slot.
   *
   * @return false if there was none and that is waived
   */
  private boolean takeTurn(Subject subject, String where, InetAddress address) {
    try {
      if (failures.takeTurn(address)) {
        return true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw recorded(subject, where, Optional.of(address), STOPPING);
    }
    List<Violation> refused =
        enforcer.enforce(
            Moment.CONNECTION,
            subject,
            List.of(violation(where, Optional.of(address), LOGINS_AT_ONCE)));
    if (!refused.isEmpty()) {
      throw Refusal.of(refused.get(0));
    }
    return false;
  }

  private static Violation violation(
      String where, Optional<InetAddress> address, Fault fault, Object... arguments) {
    String id = address.map(InetAddress::getHostAddress).orElse(where);
    return Violation.of(
        RuleIds.REQUIRE_AUTHENTICATION,
        new Named(Resource.of(Kind.ADDRESS, id), where),
        fault,
        arguments);
  }

  /** Records a refused login. No mode and no waiver lets it in, because nobody has accepted it. */
  private SecurityException recorded(
      Subject subject, String where, Optional<InetAddress> address, Fault fault) {
    Violation violation = violation(where, address, fault);
    enforcer.refuse(Moment.CONNECTION, subject, violation);
    return Refusal.of(violation);
  }

  /**
   * Runs a login and records what the authentication plugin refuses. The plugin's message may quote
   * a client.
   */
  private Optional<SecurityContext> judgeRecording(
      Subject subject, String where, Optional<InetAddress> address, Login login) throws Exception {
    try {
      return login.judge();
    } catch (Exception e) {
      record(subject, where, address, new RefusedLogin(e), e);
      throw e;
    }
  }

  /** Counts a guess before its line is written, which says how long to wait. */
  private void record(
      Subject subject,
      String where,
      Optional<InetAddress> address,
      RefusedLogin refused,
      Exception thrown) {
    Optional<InetAddress> throttled = address.filter(known -> !subject.user().isEmpty());
    if (refused.isGuess()) {
      throttled.ifPresent(known -> failures.failed(subject.user(), known));
    }
    if (refused.isRefused()) {
      String remedy =
          refused.remedy(throttled.flatMap(known -> failures.left(subject.user(), known)));
      enforcer.recordForeign(
          Moment.CONNECTION,
          subject,
          violation(
              where,
              address,
              LOGIN_REFUSED,
              Argument.shown(refused.found()),
              Argument.shown(remedy)),
          thrown);
    }
  }

  private Optional<SecurityContext> judge(
      Subject subject, String where, InetAddress address, Login login) throws Exception {
    judgeThrottle(subject, where, address);
    Optional<SecurityContext> result = judgeRecording(subject, where, Optional.of(address), login);
    if (result.filter(made -> isByPassword(made, subject.user())).isPresent()) {
      failures.succeeded(subject.user(), address);
    }
    return result;
  }

  /**
   * Tells whether the login proved the claimed user by a password. A client with any certificate
   * may claim any name beside it.
   */
  private static boolean isByPassword(SecurityContext made, String claimed) {
    return !(made instanceof JaasCertificateSecurityContext)
        && Subjects.text(made.getUserName()).equals(claimed);
  }

  private void judgeThrottle(Subject subject, String where, InetAddress address) {
    Optional<Violation> refused = throttle.judge(subject, where, address);
    if (refused.isPresent()) {
      throw Refusal.of(refused.get());
    }
  }
}
