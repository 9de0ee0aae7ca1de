package io.portcullis.broker.rights;

import io.portcullis.broker.transport.LoginInspector;
import java.security.Principal;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.activemq.broker.Connection;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.security.SecurityContext;

/** Lists who is logged in, with the groups from the login. It has one entry for each connection. */
public final class LiveLogins implements AccountSource {

  private final Set<ConnectionContext> contexts = new LinkedHashSet<>();

  /** Records a login. */
  public synchronized void add(ConnectionContext context) {
    contexts.add(context);
  }

  /** Forgets a connection that ends. */
  public synchronized void remove(ConnectionContext context) {
    contexts.remove(context);
  }

  /** Returns all logins. */
  public synchronized List<ConnectionContext> contexts() {
    return List.copyOf(contexts);
  }

  /** Returns one login for each connection, even if users log in on it several times. */
  public synchronized List<ConnectionContext> connections() {
    Map<Connection, ConnectionContext> connections = new HashMap<>();
    contexts.forEach(context -> connections.put(context.getConnection(), context));
    return List.copyOf(connections.values());
  }

  private static Membership membership(ConnectionContext context, SecurityContext security) {
    String source = "its connection from " + context.getConnection().getRemoteAddress();
    Optional<Set<Principal>> principals = LoginInspector.shownPrincipals(security);
    return principals.isPresent()
        ? new Membership.Known(source, principals.get(), true, true)
        : new Membership.Untold(source, "does not show them");
  }

  /** Returns the groups of the user's newest connection. */
  @Override
  public synchronized Optional<Membership> of(String user) {
    Optional<Membership> newest = Optional.empty();
    for (ConnectionContext context : contexts) {
      SecurityContext security = context.getSecurityContext();
      if (security != null && user.equals(security.getUserName())) {
        newest = Optional.of(membership(context, security));
      }
    }
    return newest;
  }
}
