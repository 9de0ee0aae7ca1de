package io.portcullis.broker.rights;

import io.portcullis.broker.send.Administrators;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.region.Subscription;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ConsumerId;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.security.AuthorizationBroker;
import org.apache.activemq.security.AuthorizationMap;
import org.apache.activemq.security.SecurityContext;

/**
 * Enforces permission changes on open connections. ActiveMQ keeps a right to write for as long as
 * the connection lives, and asks for the right to read only once. Here both are checked again in
 * these cases:
 *
 * <ul>
 *   <li>The broker's authorization map is replaced.
 *   <li>The files of Portcullis' login module change a user's groups.
 *   <li>The map may change by itself, as a directory may. Then they are checked again and again.
 * </ul>
 *
 * <p>If a new map breaks a rule, the last good map is put back. While a directory is unreachable,
 * users keep the rights that they have.
 */
public interface LiveRights {

  /** The rights of ActiveMQ without the gate: what a connection was granted once, it keeps. */
  LiveRights NONE = new LiveRights() {};

  /** Judges a new authorization map. */
  @FunctionalInterface
  interface Judge {
    /** Tells whether the broker may use a map. If not, the reason has been logged. */
    boolean accepts(AuthorizationMap map);
  }

  /** Hears of rights to write that were just asked for and are held. */
  @FunctionalInterface
  interface Grants {
    /** A user may write to a destination, and does. It must not throw, and must be fast. */
    void granted(SecurityContext user, ActiveMQDestination destination);
  }

  /**
   * The rights of a broker; {@link #NONE} if there is no authorization map among its filters.
   *
   * @param judge judges a map that replaces the current one
   * @param administrators who may read from the quarantine, whatever the map says
   * @param grants hears of rights that were just asked for
   */
  static LiveRights of(
      Broker chain,
      Judge judge,
      Administrators administrators,
      ConsumerRevocation revocation,
      Grants grants) {
    AuthorizationBroker authorization =
        (AuthorizationBroker) chain.getAdaptor(AuthorizationBroker.class);
    return authorization == null
        ? NONE
        : new RevocableRights(
            authorization,
            judge,
            new RevokedConsumers(administrators, revocation),
            ReturningSubscriptions.of(chain),
            grants);
  }

  /** Whether rights end when they are taken back. */
  default boolean areRevocable() {
    return false;
  }

  /** The map that holds at each moment, where {@code atStart} held at the start. */
  default AuthorizationMapView of(AuthorizationMapView atStart) {
    return atStart;
  }

  /** Starts to look for changes. */
  default void start() {}

  /** Stops. */
  default void stop() {}

  /**
   * Gives a logged-in connection live rights. Shiro's does not get them, because Shiro requires its
   * own security context.
   */
  default void login(ConnectionContext context) {}

  /** Restores the security context of the authentication plugin when a connection ends. */
  default void logout(ConnectionContext context) {}

  /** Lets a durable subscription come back only to topics that its user may read now. */
  default void returning(ConnectionContext context, ConsumerInfo consumer) throws Exception {}

  /** Records a consumer whose right was just checked. */
  default void added(ConnectionContext context, Subscription subscription) throws Exception {}

  /** Forgets a consumer that the broker removed. */
  default void removed(ConnectionContext context, ConsumerId consumer) {}

  /** Makes each right be asked for again at its next use. */
  default void askAgain() {}

  /** Makes sure that the next question goes to a map that passed the judge. */
  default void settle() {}

  /**
   * Looks at once for changes in files and directories. It waits no longer than a timeout, while
   * ActiveMQ's maps wait for a directory without end. After the timeout, existing rights stay in
   * force and the look continues in the background.
   */
  default void lookNow() {}

  /** Judges every consumer at once, because the administrators' group has changed. */
  default void lookAtConsumers() {}
}
