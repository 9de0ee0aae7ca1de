package io.portcullis.broker.transport;

import io.portcullis.rule.LoginFacts;
import java.security.Principal;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.activemq.broker.Connection;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.TransportConnection;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.jaas.GroupPrincipal;
import org.apache.activemq.security.SecurityContext;

/** Finds out how the plugins before the gate logged a connection in. */
public final class LoginInspector {

  private LoginInspector() {}

  /** Returns the facts of a connection that the plugins accepted. */
  public static LoginFacts login(ConnectionContext context, ConnectionInfo info) {
    SecurityContext security = context.getSecurityContext();
    return new LoginFacts(
        ConnectionInspector.connection(context),
        security != null && !security.isBrokerContext(),
        hasUserName(info) || hasCertificate(info, context.getConnection()),
        security == null ? Set.of() : names(security));
  }

  private static boolean hasUserName(ConnectionInfo info) {
    return info.getUserName() != null && !info.getUserName().isEmpty();
  }

  private static boolean hasCertificate(ConnectionInfo info, Connection connection) {
    return info.getTransportContext() != null
        || (connection instanceof TransportConnection live
            && live.getTransport().getPeerCertificates() != null);
  }

  private static Set<String> names(SecurityContext security) {
    return principals(security).stream().map(Principal::getName).collect(Collectors.toSet());
  }

  /** Returns the names of the groups of a login; empty if the login hides them. */
  public static Set<String> groups(SecurityContext security) {
    return principals(security).stream()
        .filter(GroupPrincipal.class::isInstance)
        .map(Principal::getName)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  /** Returns the principals of a login; empty if the login hides them. */
  public static Set<Principal> principals(SecurityContext security) {
    return shownPrincipals(security).orElse(Set.of());
  }

  /**
   * Returns the principals of a login. It is empty if the login hides them, as Shiro's logins do.
   * For a user of the simple plugin without groups, ActiveMQ has no set.
   */
  public static Optional<Set<Principal>> shownPrincipals(SecurityContext security) {
    try {
      Set<Principal> principals = security.getPrincipals();
      return Optional.of(principals == null ? Set.of() : principals);
    } catch (UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  /**
   * Tells whether a user is one of these or in one of these groups, compared as ActiveMQ does. A
   * login without principals is not.
   */
  public static boolean isInOneOf(SecurityContext security, Set<?> principals) {
    return security != null && !principals(security).isEmpty() && security.isInOneOf(principals);
  }
}
