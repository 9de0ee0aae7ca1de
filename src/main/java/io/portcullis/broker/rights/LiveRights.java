package io.portcullis.broker.rights;

import io.portcullis.broker.send.Administrators;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.region.Subscription;
import org.apache.activemq.command.ConsumerId;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.security.AuthorizationBroker;
import org.apache.activemq.security.AuthorizationMap;

/**
 * Ends the rights of open connections when they are taken back, or leaves them as ActiveMQ does.
 * What is called does nothing where rights do not end.
 */
public interface LiveRights {

  /** The rights of ActiveMQ without the gate: what a connection was granted once, it keeps. */
  LiveRights NONE = new LiveRights() {};

  /** Judges an authorization map that is to stand. */
  @FunctionalInterface
  interface Judge {
    /** Whether a map may stand; if not, it has been said why. */
    boolean accepts(AuthorizationMap map);
  }

  /**
   * The rights of a broker; {@link #NONE} if there is no authorization map among its filters.
   *
   * @param judge what a map has to pass that is to replace the present one
   * @param administrators who may read from the quarantine, whatever the map says
   */
  static LiveRights of(
      Broker chain, Judge judge, Administrators administrators, ConsumerRevocation revocation) {
    AuthorizationBroker authorization =
        (AuthorizationBroker) chain.getAdaptor(AuthorizationBroker.class);
    return authorization == null
        ? NONE
        : new EndingRights(
            authorization,
            judge,
            new LiveConsumers(administrators, revocation),
            ReturningSubscriptions.of(chain));
  }

  /** Whether rights end when they are taken back. */
  default boolean areRevocable() {
    return false;
  }

  /** The map that holds at each moment, where {@code atStart} held at the start. */
  default AuthorizationMapView of(AuthorizationMapView atStart) {
    return atStart;
  }

  /** Begins to look for changes. */
  default void start() {}

  /** Ends it. */
  default void stop() {}

  /** Gives a connection that was logged in rights that change. Shiro wants its own context back. */
  default void login(ConnectionContext context) {}

  /** Gives a connection that ends back what the authentication plugin made of it. */
  default void logout(ConnectionContext context) {}

  /** Lets a durable subscription come back only to what its user may read by now. */
  default void returning(ConnectionContext context, ConsumerInfo consumer) throws Exception {}

  /** Remembers a consumer, whose right was looked at just before. */
  default void added(ConnectionContext context, Subscription subscription) throws Exception {}

  /** Forgets a consumer that the broker has removed. */
  default void removed(ConnectionContext context, ConsumerId consumer) {}

  /** Sees to it that no other than a good map is asked for what comes next. */
  default void settle() {}

  /**
   * Looks at once at what may have changed, in files and directories. Nobody waits for that for
   * ever, as ActiveMQ's maps do for a directory that does not answer: what they gave goes on
   * holding, and the look goes on by itself.
   */
  default void lookNow() {}

  /** Looks at once at every consumer, since who the administrators are has changed. */
  default void lookAtConsumers() {}
}
