package io.portcullis.gate;

import io.portcullis.broker.connector.ClientIdTakeover;
import io.portcullis.broker.connector.FrameLimit;
import io.portcullis.broker.keys.KeyStoreReload;
import io.portcullis.broker.observation.UsageObserver;
import io.portcullis.broker.rights.LiveLogins;
import io.portcullis.broker.rights.LiveRights;
import java.security.cert.X509Certificate;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.security.AuthenticationBroker;
import org.apache.activemq.security.SecurityContext;

/** Judges a connection and its login from the first command to the last. */
final class SessionGate {

  private final LoginGate logins;
  private final ConnectionGate connections;
  private final IdGate ids;
  private final LiveRights rights;
  private final LiveLogins present;
  private final KeyStoreReload keys;
  private final UsageObserver usage;

  SessionGate(
      LoginGate logins,
      ConnectionGate connections,
      IdGate ids,
      LiveRights rights,
      LiveLogins present,
      KeyStoreReload keys,
      UsageObserver usage) {
    this.logins = logins;
    this.connections = connections;
    this.ids = ids;
    this.rights = rights;
    this.present = present;
    this.keys = keys;
    this.usage = usage;
  }

  /**
   * Lets a connection log in with the broker behind the gate.
   *
   * @throws SecurityException if it is refused; then that broker does not have it
   */
  void add(Broker next, ConnectionContext context, ConnectionInfo info) throws Exception {
    connections.judge(context);
    ClientIdTakeover.Login login = ids.logIn(logins, context, info, next::addConnection);
    try {
      ids.judgeLogin(login, context, info);
      connections.judgeLogin(context, info);
      connections.judgeClaim(context);
      rights.login(context);
      // From here on, a revocation ends it; what was revoked before is found next.
      present.add(context);
      keys.judge(context);
    } catch (RuntimeException | Error e) {
      forget(context);
      ids.removed(context, info);
      next.removeConnection(context, info, e);
      throw e;
    }
    FrameLimit.lift(context);
    connections.open(context).ifPresent(this::forget);
    ids.added(context);
    usage.loggedIn(context);
  }

  /**
   * Forgets a login that was refused, or that another one replaced. ActiveMQ does not remove it.
   */
  private void forget(ConnectionContext login) {
    present.remove(login);
    rights.logout(login);
  }

  /** Forgets a connection that ends. */
  void remove(ConnectionContext context, ConnectionInfo info) {
    connections.close(context);
    present.remove(context);
    ids.removed(context, info);
    rights.logout(context);
  }

  /** Judges a login of AMQP, which asks the authentication plugin before a connection exists. */
  SecurityContext authenticate(
      Broker next, String userName, String password, X509Certificate[] certificates) {
    AuthenticationBroker plugin =
        (AuthenticationBroker) next.getAdaptor(AuthenticationBroker.class);
    return logins.authenticate(plugin, userName, password, certificates);
  }
}
