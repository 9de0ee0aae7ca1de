package io.portcullis.broker.platform;

import io.portcullis.enforce.Subject;
import io.portcullis.policy.BoundedName;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.Connector;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.security.SecurityContext;

/** Identifies the client of a connection for the audit log. */
public final class Subjects {

  private Subjects() {}

  /** Whoever has this connection. */
  public static Subject of(ConnectionContext context) {
    return of(context, "");
  }

  /** Whoever does something to {@code destination} over this connection. */
  public static Subject of(ConnectionContext context, ActiveMQDestination destination) {
    return of(context, DestinationNames.of(destination).shown());
  }

  private static Subject of(ConnectionContext context, String destination) {
    return new Subject(
        connector(context.getConnector()),
        context.getConnection() == null ? "" : text(context.getConnection().getRemoteAddress()),
        user(context),
        text(context.getClientId()),
        Protocol.of(context.getConnection()).word(),
        destination,
        isLoggedIn(context));
  }

  private static boolean isLoggedIn(ConnectionContext context) {
    SecurityContext security = context.getSecurityContext();
    return security != null && !security.isBrokerContext();
  }

  /** Who logged in; before that, who the client says it is. A certificate's user says nothing. */
  public static String user(ConnectionContext context) {
    SecurityContext security = context.getSecurityContext();
    return text(security == null ? context.getUserName() : security.getUserName());
  }

  /** A connector's name; one that nobody named is called by its URI, shown without options. */
  public static String connector(Connector connector) {
    String name = text(connector == null ? null : connector.toString());
    return name.contains("://") ? name.replaceFirst("\\?.*", "") : name;
  }

  /**
   * What a client chose, {@linkplain BoundedName bounded}, so that nobody fills memory or log with
   * it; empty if it is null.
   */
  public static String text(String textOrNull) {
    return textOrNull == null ? "" : BoundedName.of(textOrNull);
  }
}
