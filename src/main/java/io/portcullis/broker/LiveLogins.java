package io.portcullis.broker;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.security.SecurityContext;

/** Who is logged in at the moment, with the groups that the login gave. One entry a connection. */
public final class LiveLogins implements AccountSource {

  private final Set<ConnectionContext> contexts = new LinkedHashSet<>();

  /** Somebody has logged in. */
  public synchronized void add(ConnectionContext context) {
    contexts.add(context);
  }

  /** A connection ends. */
  public synchronized void remove(ConnectionContext context) {
    contexts.remove(context);
  }

  /** The groups of the user's newest connection. */
  @Override
  public synchronized Optional<Membership> of(String user) {
    Optional<Membership> newest = Optional.empty();
    for (ConnectionContext context : contexts) {
      SecurityContext security = context.getSecurityContext();
      if (security != null && user.equals(security.getUserName())) {
        newest =
            Optional.of(
                new Membership.Known(
                    "its connection from " + context.getConnection().getRemoteAddress(),
                    LoginInspector.principals(security)));
      }
    }
    return newest;
  }
}
