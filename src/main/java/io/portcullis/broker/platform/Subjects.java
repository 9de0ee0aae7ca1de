package io.portcullis.broker.platform;

import io.portcullis.enforce.Subject;
import io.portcullis.policy.BoundedName;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.Connector;
import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.Message;
import org.apache.activemq.security.SecurityContext;

/** Identifies the client of a connection for the audit log. */
public final class Subjects {

  private Subjects() {}

  /** Returns the client of a connection. */
  public static Subject of(ConnectionContext context) {
    return of(context, "");
  }

  /** Returns the client of a connection that acts on {@code destination}. */
  public static Subject of(ConnectionContext context, ActiveMQDestination destination) {
    return of(context, DestinationNames.of(destination).shown());
  }

  /**
   * Returns the client that sends a message. OpenWire's answer to a message whose client waits for
   * none goes to the whole connection. Its other producers count then.
   */
  public static Subject of(
      ProducerBrokerExchange exchange, Message message, ActiveMQDestination toOrNull) {
    ConnectionContext context = exchange.getConnectionContext();
    Subject sender = toOrNull == null ? of(context) : of(context, toOrNull);
    return message.isResponseRequired()
            || message.isInTransaction()
            || !Protocol.reportsErrorsToConnection(context.getConnection())
        ? sender
        : sender.with(others(context, exchange));
  }

  private static long others(ConnectionContext context, ProducerBrokerExchange exchange) {
    if (context.getConnectionState() == null) {
      return 0;
    }
    long all =
        context.getConnectionState().getSessionStates().stream()
            .mapToLong(session -> session.getProducerStates().size())
            .sum();
    return exchange.getProducerState() == null ? all : Math.max(0, all - 1);
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

  /**
   * Returns the logged-in user; before the login, the name that the client claims. The user name of
   * a certificate does not count.
   */
  public static String user(ConnectionContext context) {
    SecurityContext security = context.getSecurityContext();
    return text(security == null ? context.getUserName() : security.getUserName());
  }

  /** Returns a connector's name. A connector without a name gets its URI, without options. */
  public static String connector(Connector connector) {
    String name = text(connector == null ? null : connector.toString());
    return name.contains("://") ? name.replaceFirst("\\?.*", "") : name;
  }

  /**
   * Returns a client's text, {@linkplain BoundedName bounded}, so that nobody fills memory or log
   * with it; empty if it is null.
   */
  public static String text(String textOrNull) {
    return textOrNull == null ? "" : BoundedName.of(textOrNull);
  }
}
