package io.portcullis.broker.bridge;

import io.portcullis.broker.transport.LoginInspector;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.jaas.GroupPrincipal;

/** Decides who may claim to be the bridge of a peer broker. */
public final class Bridges {

  private final Supplier<String> group;

  /**
   * @param group the name of the bridges' group, which may change while the broker runs
   */
  public Bridges(Supplier<String> group) {
    this.group = group;
  }

  /** Tells whether a logged-in user is in the group. */
  public boolean include(ConnectionContext context) {
    return LoginInspector.isInOneOf(
        context.getSecurityContext(), Set.of(new GroupPrincipal(group.get())));
  }
}
