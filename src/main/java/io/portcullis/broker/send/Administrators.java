package io.portcullis.broker.send;

import io.portcullis.broker.transport.LoginInspector;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.jaas.GroupPrincipal;
import org.apache.activemq.security.SecurityContext;

/** Decides who may read from the quarantine, whatever the authorization map says. */
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

  /** Tells whether a user is an administrator, or the broker itself. */
  public boolean include(ConnectionContext context) {
    SecurityContext security = context.getSecurityContext();
    return security != null && (security.isBrokerContext() || include(security));
  }

  /** Tells whether a login is an administrator. */
  public boolean include(SecurityContext login) {
    return LoginInspector.isInOneOf(login, Set.of(new GroupPrincipal(group())));
  }
}
