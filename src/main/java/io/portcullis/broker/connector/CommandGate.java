package io.portcullis.broker.connector;

import io.portcullis.broker.bridge.Bridges;
import io.portcullis.broker.platform.Subjects;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Subject;
import io.portcullis.rule.BridgeClaimFacts;
import io.portcullis.rule.Fault;
import io.portcullis.rule.PeerFacts;
import io.portcullis.rule.RuleIds;
import io.portcullis.rule.UnauthenticatedFacts;
import io.portcullis.rule.UnauthenticatedFacts.Deed;
import io.portcullis.rule.Violation;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.TransportConnection;
import org.apache.activemq.command.BrokerInfo;
import org.apache.activemq.command.Command;
import org.apache.activemq.command.ConnectionId;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.command.KeepAliveInfo;
import org.apache.activemq.command.RemoveInfo;
import org.apache.activemq.command.ShutdownInfo;
import org.apache.activemq.command.TransactionId;
import org.apache.activemq.command.WireFormatInfo;
import org.apache.activemq.transport.Transport;

/**
 * Judges the commands of one connection in the order in which they arrive. Before the login, the
 * broker gets only what a login needs. After it, the broker gets no command with the id of another
 * connection.
 */
public final class CommandGate {

  private static final Fault LATE_COMMAND =
      new Fault(
          "command-after-logout",
          "it sent a %s after its login had ended",
          "log out when everything else is done");

  /** Receives judged commands: it passes a command on to the broker, or ends the connection. */
  interface Way {

    /** Passes a command on to the broker. */
    void pass(Object command);

    /** Ends the connection. */
    void end(String why);
  }

  /** Judges two other requests of a login: heart-beats, and the id of another connection. */
  interface Takeover {

    /** Tells why a login is refused. If it is not refused, it is in progress. */
    Optional<String> refusal(ConnectionInfo info);

    /** Records that a login is no longer in progress. */
    void over();
  }

  /** The broker's open transactions. The broker returns it as an adaptor. */
  public interface Transactions {

    /**
     * Makes a transaction fail, because something in it was refused.
     *
     * @return false if there is no such transaction, or if it already takes effect
     */
    boolean fail(ConnectionContext context, TransactionId id, Throwable why);
  }

  private final PeerFacts peer;
  private final Enforcer enforcer;
  private final Way way;
  private final Takeover takeover;
  private final PendingCommands held = new PendingCommands();
  private final UserCommands user;

  /** Decides who may claim to be a bridge. It is set at the first login. */
  private volatile Optional<Bridges> members = Optional.empty();

  private volatile boolean saysItIsBridge;
  private volatile boolean refusedLogin;
  private Optional<Future<?>> deadline = Optional.empty();
  private boolean closed;

  CommandGate(PeerFacts peer, Enforcer enforcer, Way way, Takeover takeover) {
    this.peer = peer;
    this.enforcer = enforcer;
    this.way = way;
    this.takeover = takeover;
    this.user = new UserCommands(peer, enforcer, way);
  }

  /** Returns the gate of a connection; empty for a connection inside the JVM. */
  public static Optional<CommandGate> of(ConnectionContext context) {
    return transport(context).map(GatedTransport::gate);
  }

  private static Optional<GatedTransport> transport(ConnectionContext context) {
    if (context.getConnection() instanceof TransportConnection live) {
      Transport transport = live.getTransport();
      return Optional.ofNullable(transport.narrow(GatedTransport.class));
    }
    return Optional.empty();
  }

  /**
   * Makes the answer to an MQTT login wait, whose client came back too soon after a refusal.
   *
   * @param wait how long
   * @return false if too many clients wait, so that this one cannot
   */
  public static boolean answerLate(ConnectionContext context, ConnectionInfo login, Duration wait) {
    return transport(context)
        .filter(gated -> gated.answerLate(login, Subjects.user(context), wait))
        .isPresent();
  }

  /**
   * Ends a connection a second later, so that what its client has sent until then arrives.
   *
   * @return false if it ends already
   */
  public static boolean endSoon(ConnectionContext context, String why) {
    return transport(context).filter(gated -> gated.endSoon(why)).isPresent();
  }

  /** Tells whether a user is logged in on this connection. */
  public boolean isLoggedIn() {
    return user.ids().any();
  }

  /** Tells whether the client claims to be the bridge of a peer broker. */
  public boolean saysItIsBridge() {
    return saysItIsBridge;
  }

  /** Starts to wait for a login, if there is none. */
  synchronized void await() {
    if (!closed && !isLoggedIn() && deadline.isEmpty()) {
      Duration limit = LoginDeadline.limit;
      deadline = Optional.of(LoginDeadline.after(limit, () -> miss(limit)));
    }
  }

  private synchronized void stopWaiting() {
    deadline.ifPresent(wait -> wait.cancel(false));
    deadline = Optional.empty();
  }

  /** Closes the gate. No more commands arrive. */
  synchronized void close() {
    closed = true;
    stopWaiting();
    takeover.over();
  }

  private void miss(Duration limit) {
    if (!isLoggedIn()) {
      judge(Deed.WAITED, limit.toSeconds() + " s").ifPresent(way::end);
    }
  }

  /** Records an accepted login, and returns the login that it replaces, if there is one. */
  public Optional<ConnectionContext> loggedIn(ConnectionContext context, Bridges bridges) {
    members = Optional.of(bridges);
    Optional<ConnectionContext> replaced = user.loggedIn(context);
    stopWaiting();
    held.takeIdentity().ifPresent(way::pass);
    return replaced;
  }

  /** Judges a logged-in client that claims to be the bridge of a peer broker. */
  public static List<Violation> judgeClaim(
      ConnectionContext context, Bridges bridges, Enforcer enforcer) {
    Subject subject = Subjects.of(context);
    BridgeClaimFacts claim =
        new BridgeClaimFacts(
            subject.connector(), subject.remoteAddress(), subject.user(), bridges.include(context));
    return enforcer.judge(Moment.CONNECTION, subject, claim, rule -> rule.judge(claim));
  }

  /** Records that a login has ended. The client may log in again. */
  public void loggedOut(ConnectionContext context) {
    user.loggedOut(context);
    await();
  }

  /** Handles a command of the client. */
  void hear(Object command) {
    if (refusedLogin && !(command instanceof ShutdownInfo)) {
      // The broker ends the connection after a while. Until then every try would cost it a thread.
      return;
    }
    if (command instanceof ConnectionInfo info) {
      hearLogin(info);
    } else if (isLoggedIn()) {
      hearUser(command);
    } else if (isHandshake(command)) {
      way.pass(command);
    } else {
      hearStranger(command);
    }
  }

  private void hearUser(Object command) {
    if (command instanceof BrokerInfo info) {
      saysItIsBridge = true;
      Optional<Violation> refused = judgeClaim();
      if (refused.isPresent()) {
        user.refuse(info, refused.get().line());
        return;
      }
    }
    user.hear(command, saysItIsBridge);
  }

  private Optional<Violation> judgeClaim() {
    return user.logins().stream()
        .flatMap(login -> judgeClaim(login, members.orElseThrow(), enforcer).stream())
        .findFirst();
  }

  private void hearLogin(ConnectionInfo info) {
    Optional<String> refused = judge(info);
    if (refused.isPresent()) {
      way.pass(new RefusedCommand(info, refused.get()));
      if (!isLoggedIn()) {
        way.end(refused.get());
      } else {
        user.countRefusal(refused.get());
      }
      return;
    }
    try {
      way.pass(info);
    } finally {
      takeover.over();
    }
    refusedLogin = !user.ids().contain(info.getConnectionId());
    if (!refusedLogin) {
      held.takeRest().forEach(way::pass);
    }
  }

  /** Judges a login before the broker gets it. */
  private Optional<String> judge(ConnectionInfo info) {
    Optional<String> refused = judgeNames(info);
    return refused.isPresent() ? refused : takeover.refusal(info);
  }

  private Optional<String> judgeNames(ConnectionInfo info) {
    Optional<String> unspeakable = LoginNames.faultIn(info);
    if (unspeakable.isPresent()) {
      Optional<String> refused = judge(Deed.NAMED_BADLY, unspeakable.get());
      if (refused.isPresent()) {
        LoginNames.hide(info);
      }
      return refused;
    }
    if (user.ids().contain(info.getConnectionId())) {
      return user.judgeAgain(info);
    }
    return user.ids().full()
        ? judge(Deed.LOGGED_IN_TOO_OFTEN, "%d connection ids".formatted(ConnectionIds.MOST))
        : Optional.empty();
  }

  /** Recognizes commands that need no login: the wire format, keep-alives and shutdowns. */
  private static boolean isHandshake(Object command) {
    return command instanceof WireFormatInfo
        || command instanceof KeepAliveInfo
        || command instanceof ShutdownInfo
        || (command instanceof RemoveInfo goodbye && goodbye.getObjectId() instanceof ConnectionId);
  }

  /** Tells whether something that is not a command ends the connection, which has no login yet. */
  boolean endsAt(String what) {
    Optional<String> refused = judge(Deed.SENT_COMMAND, what);
    refused.ifPresent(way::end);
    return refused.isPresent();
  }

  private void hearStranger(Object command) {
    if (user.isLate(command)) {
      answerLate((Command) command);
      return;
    }
    if (held.waits(command)) {
      hold((Command) command);
      return;
    }
    Optional<String> refused = judge(Deed.SENT_COMMAND, "a " + command.getClass().getSimpleName());
    if (refused.isPresent()) {
      way.end(refused.get());
    } else {
      way.pass(command);
    }
  }

  /**
   * Answers a late command of a client that is closing. A command that expects no response is
   * dropped, and is not a violation.
   */
  private void answerLate(Command command) {
    if (!command.isResponseRequired()) {
      return;
    }
    Subject subject = new Subject(peer.connector(), peer.remoteAddress(), "", "", "", "");
    Violation late =
        Violation.of(
            RuleIds.REQUIRE_AUTHENTICATION, peer, LATE_COMMAND, command.getClass().getSimpleName());
    List<Violation> refused = enforcer.enforce(Moment.CONNECTION, subject, List.of(late));
    if (refused.isEmpty()) {
      way.pass(command);
    } else {
      way.pass(new RefusedCommand(command, late.line()));
    }
  }

  private void hold(Command command) {
    String name = command.getClass().getSimpleName();
    if (PendingCommands.isTooLarge(command)) {
      Optional<String> refused =
          judge(
              Deed.SENT_TOO_MUCH,
              "a %s of more than %d characters".formatted(name, PendingCommands.MOST_CHARACTERS));
      if (refused.isPresent()) {
        way.end(refused.get());
        return;
      }
    }
    saysItIsBridge |= command instanceof BrokerInfo;
    if (command instanceof BrokerInfo info && info.isDuplexConnection()) {
      // Whoever may have such a bridge gets it as ActiveMQ makes it; see GatedTransport.
      held.see(info);
      way.pass(info);
      return;
    }
    held.keep(command);
  }

  private Optional<String> judge(Deed deed, String what) {
    UnauthenticatedFacts stranger =
        new UnauthenticatedFacts(peer.connector(), peer.remoteAddress(), deed, what);
    List<Violation> refused =
        enforcer.judge(
            Moment.CONNECTION,
            new Subject(peer.connector(), peer.remoteAddress(), "", "", "", ""),
            stranger,
            rule -> rule.judge(stranger));
    return refused.stream().findFirst().map(Violation::line);
  }
}
