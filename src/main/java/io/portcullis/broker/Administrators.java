package io.portcullis.broker;

import java.util.Set;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.jaas.GroupPrincipal;
import org.apache.activemq.security.SecurityContext;

/**
 * Who may look into the quarantine, whatever the authorization map says.
 *
 * @param group the administrators' group
 */
public record Administrators(GroupPrincipal group) {

  /** The members of a group. */
  public static Administrators of(String group) {
    return new Administrators(new GroupPrincipal(group));
  }

  /** Whether somebody is one of them, or the broker itself. */
  boolean include(ConnectionContext context) {
    SecurityContext security = context.getSecurityContext();
    return security != null
        && (security.isBrokerContext() || AskedRights.isInOneOf(security, Set.of(group)));
  }
}
