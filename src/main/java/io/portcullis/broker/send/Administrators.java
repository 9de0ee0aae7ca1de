package io.portcullis.broker.send;

import io.portcullis.broker.transport.LoginInspector;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.jaas.GroupPrincipal;
import org.apache.activemq.security.SecurityContext;

/** Who may look into the quarantine, whatever the authorization map says. */
public final class Administrators {

  private final Supplier<String> group;

  /**
   * @param group the name of the administrators' group, which may change while the broker runs
   */
  public Administrators(Supplier<String> group) {
    this.group = group;
  }

  /** The name of their group now. */
  public String group() {
    return group.get();
  }

  /** Whether somebody is one of them, or the broker itself. */
  public boolean include(ConnectionContext context) {
    SecurityContext security = context.getSecurityContext();
    return security != null && (security.isBrokerContext() || include(security));
  }

  /** Whether somebody who is logged in so is one of them. */
  public boolean include(SecurityContext login) {
    return LoginInspector.isInOneOf(login, Set.of(new GroupPrincipal(group())));
  }
}
