package io.portcullis.broker.connector;

import io.portcullis.broker.platform.Subjects;
import io.portcullis.broker.rights.AuthenticatedUser;
import io.portcullis.broker.transport.ConnectionInspector;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Refusal;
import io.portcullis.enforce.Subject;
import io.portcullis.rule.PeerFacts;
import io.portcullis.rule.TakeoverFacts;
import io.portcullis.rule.TakeoverFacts.Claim;
import io.portcullis.rule.TakeoverFacts.Kind;
import io.portcullis.rule.Violation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;
import java.util.function.Predicate;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.TransportConnection;
import org.apache.activemq.command.ConnectionId;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.security.SecurityContext;
import org.apache.activemq.transport.Transport;

/**
 * Judges who may take over the id of a live connection. ActiveMQ ends the connection that has the
 * id before it judges the new login, so this class judges first. The new client must prove that it
 * is the same user. Clients do this when they reconnect before their old connection has ended.
 *
 * <p>ActiveMQ also ends a login in progress this way. Its user is not known yet, so the new client
 * must prove a login of any user. Connections inside this JVM are not judged: code that runs there
 * needs no id to do harm.
 */
public final class ConnectionIdTakeover {

  /** Checks a login for which no connection exists yet. */
  @FunctionalInterface
  public interface Login {
    /**
     * Finds out the user of a new connection.
     *
     * @return empty if that needs a connection
     * @throws SecurityException if the login fails
     */
    Optional<SecurityContext> judge(PeerFacts peer, Subject subject, ConnectionInfo info);
  }

  private final Enforcer enforcer;
  private final Login login;
  private final LiveConnectionIds<ConnectionId> live = new LiveConnectionIds<>();
  private final LoginsUnderWay underWay = new LoginsUnderWay();

  /** The proven user of each request. Its login is still to come. */
  private final Map<ConnectionInfo, AuthenticatedUser> expected = new WeakHashMap<>();

  /** Judges by {@code enforcer} what {@code login} finds out. */
  public ConnectionIdTakeover(Enforcer enforcer, Login login) {
    this.enforcer = enforcer;
    this.login = login;
  }

  /**
   * Judges a client that is about to connect. If it may, its login is in progress until {@link
   * #over} is called.
   *
   * @return why it is refused, if it is
   */
  Optional<Violation> judge(PeerFacts peer, ConnectionInfo info, Transport transport) {
    ConnectionId id = info.getConnectionId();
    Predicate<Object> own =
        holder ->
            holder instanceof TransportConnection connection
                && connection.getTransport() == transport;
    if (id == null
        || id.getValue() == null
        || underWay.beginIfFree(id, transport, () -> live.isHeld(id, own))) {
      return Optional.empty();
    }
    Optional<Violation> refused = judgeHeld(peer, info, own);
    if (refused.isEmpty()) {
      underWay.begin(id, transport);
    }
    return refused;
  }

  private Optional<Violation> judgeHeld(
      PeerFacts peer, ConnectionInfo info, Predicate<Object> own) {
    ConnectionId id = info.getConnectionId();
    Subject subject =
        new Subject(
            peer.connector(),
            peer.remoteAddress(),
            Subjects.text(info.getUserName()),
            "",
            "openwire",
            "");
    Optional<AuthenticatedUser> user = user(peer, subject, info);
    if (user.isEmpty()) {
      return refused(subject, peer, id, Claim.NOT_LOGGED_IN);
    }
    if (live.isAnothers(id, user.get(), own)) {
      return refused(subject, peer, id, Claim.ANOTHERS);
    }
    synchronized (expected) {
      expected.put(info, user.get());
    }
    return Optional.empty();
  }

  /** Records that the login of a client, or its connection, has ended. */
  void over(Transport transport) {
    underWay.end(transport);
  }

  private Optional<AuthenticatedUser> user(PeerFacts peer, Subject subject, ConnectionInfo info) {
    try {
      return login.judge(peer, subject, info).map(AuthenticatedUser::of);
    } catch (SecurityException e) {
      return Optional.empty();
    }
  }

  private Optional<Violation> refused(
      Subject subject, PeerFacts peer, ConnectionId id, Claim claim) {
    TakeoverFacts takeover =
        new TakeoverFacts(
            peer, subject.user(), Kind.CONNECTION_ID, Subjects.text(id.getValue()), claim);
    List<Violation> violations =
        enforcer.judge(Moment.CONNECTION, subject, takeover, rule -> rule.judge(takeover));
    return violations.stream().findFirst();
  }

  /**
   * Judges again, after the login, the user of a client that took over an id.
   *
   * @throws SecurityException if it is refused
   */
  public void judgeLogin(ConnectionContext context, ConnectionInfo info) {
    AuthenticatedUser seen;
    synchronized (expected) {
      seen = expected.remove(info);
    }
    if (seen != null && !seen.equals(AuthenticatedUser.of(context.getSecurityContext()))) {
      Optional<Violation> refused =
          refused(
              Subjects.of(context),
              ConnectionInspector.connection(context).peer(),
              info.getConnectionId(),
              Claim.ANOTHERS);
      if (refused.isPresent()) {
        throw Refusal.of(refused.get());
      }
    }
  }

  /** Records a logged-in connection. */
  public void add(ConnectionContext context) {
    if (context.getConnectionId() != null) {
      live.add(
          context.getConnectionId(), context, AuthenticatedUser.of(context.getSecurityContext()));
    }
  }

  /** Forgets a connection that ends. */
  public void remove(ConnectionContext context) {
    if (context.getConnectionId() != null) {
      live.remove(context.getConnectionId(), context);
    }
  }
}
