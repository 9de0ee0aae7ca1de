package io.portcullis.broker.bridge;

import io.portcullis.broker.transport.LoginInspector;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.jaas.GroupPrincipal;

/**
 * Decides who may claim to be the bridge of a peer broker.
 *
 * @param group the name of the bridges' group, which may change while the broker runs
 */
public record Bridges(Supplier<String> group) {

  /** Tells whether a logged-in user is in the group. */
  public boolean include(ConnectionContext context) {
    return LoginInspector.isInOneOf(
        context.getSecurityContext(), Set.of(new GroupPrincipal(group.get())));
  }
}
