package io.portcullis.gate;

import io.portcullis.broker.connector.ClientIdTakeover;
import io.portcullis.broker.connector.ConnectionIdTakeover;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.ConnectionInfo;

/**
 * Keeps a client from using another user's ids. This holds for the id of a live connection and for
 * client ids.
 */
final class IdGate {

  /** Adds a connection to the broker. */
  interface Adding {
    void add(ConnectionContext context, ConnectionInfo info) throws Exception;
  }

  private final ClientIdTakeover clientIds;
  private final ConnectionIdTakeover connectionIds;

  IdGate(ClientIdTakeover clientIds, ConnectionIdTakeover connectionIds) {
    this.clientIds = clientIds;
    this.connectionIds = connectionIds;
  }

  /**
   * Lets a connection log in, and claims its client id during the login.
   *
   * @return the claim, which the caller must settle
   * @throws SecurityException if the claim is refused; then the broker has not added the connection
   */
  ClientIdTakeover.Login logIn(
      LoginGate logins, ConnectionContext context, ConnectionInfo info, Adding next)
      throws Exception {
    ClientIdTakeover.Login login = clientIds.login(context, info);
    try {
      logins.logIn(
          context,
          () -> {
            try {
              next.add(context, login.info());
            } catch (Exception e) {
              if (!login.isRefused()) {
                throw e;
              }
            }
            return login.user();
          });
      login.refuse();
      return login;
    } catch (Exception e) {
      clientIds.release(context, info);
      throw e;
    } finally {
      login.giveBack();
    }
  }

  /**
   * Judges a connection that was logged in.
   *
   * @throws SecurityException if it is refused
   */
  void judgeLogin(ClientIdTakeover.Login login, ConnectionContext context, ConnectionInfo info) {
    connectionIds.judgeLogin(context, info);
    login.settle();
  }

  /** Records a connection that was let in. */
  void added(ConnectionContext context) {
    connectionIds.add(context);
  }

  /** Forgets a connection that ends, or that was not let in. */
  void removed(ConnectionContext context, ConnectionInfo info) {
    connectionIds.remove(context);
    clientIds.release(context, info);
  }
}
