package io.portcullis.broker.send;

import io.portcullis.broker.transport.LoginInspector;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.jaas.GroupPrincipal;
import org.apache.activemq.security.SecurityContext;

/**
 * Decides who may read from the quarantine, whatever the authorization map says.
 *
 * @param group the name of the administrators' group, which may change while the broker runs
 */
public record Administrators(Supplier<String> group) {

  /** Whether somebody is one of them, or the broker itself. */
  public boolean include(ConnectionContext context) {
    SecurityContext security = context.getSecurityContext();
    return security != null && (security.isBrokerContext() || include(security));
  }

  /** Whether somebody who is logged in so is one of them. */
  public boolean include(SecurityContext login) {
    return LoginInspector.isInOneOf(login, Set.of(new GroupPrincipal(group.get())));
  }
}
