package io.portcullis.broker.bridge;

import io.portcullis.broker.transport.LoginInspector;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.jaas.GroupPrincipal;

/** Who may say that it is the bridge of a peer broker. */
public final class Bridges {

  private final Supplier<String> group;

  /**
   * @param group the name of their group, which may change while the broker runs
   */
  public Bridges(Supplier<String> group) {
    this.group = group;
  }

  /** Whether somebody who is logged in is one of them. */
  public boolean include(ConnectionContext context) {
    return LoginInspector.isInOneOf(
        context.getSecurityContext(), Set.of(new GroupPrincipal(group.get())));
  }
}
