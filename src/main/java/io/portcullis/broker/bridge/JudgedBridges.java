package io.portcullis.broker.bridge;

import io.portcullis.broker.platform.PathSeparators;
import io.portcullis.enforce.Enforcer;
import io.portcullis.rule.RuleIds;
import org.apache.activemq.network.BridgeFactory;
import org.apache.activemq.network.DemandForwardingBridge;
import org.apache.activemq.network.NetworkBridgeConfiguration;
import org.apache.activemq.network.NetworkBridgeListener;
import org.apache.activemq.transport.Transport;
import org.apache.activemq.transport.failover.FailoverTransport;

/** A bridge factory of a network connector that judges what each bridge receives from its peer. */
final class JudgedBridges implements BridgeFactory {

  private final BridgeFactory own;
  private final Enforcer enforcer;
  private final PathSeparators separators;

  /**
   * @param own the factory that it replaces
   */
  JudgedBridges(BridgeFactory own, Enforcer enforcer, PathSeparators separators) {
    this.own = own;
    this.enforcer = enforcer;
    this.separators = separators;
  }

  /** What made them before. */
  BridgeFactory own() {
    return own;
  }

  @Override
  public DemandForwardingBridge createNetworkBridge(
      NetworkBridgeConfiguration configuration,
      Transport local,
      Transport remote,
      NetworkBridgeListener listener) {
    if (enforcer.enforces(RuleIds.REFUSE_UNVETTED_LINK)) {
      stay(remote);
    }
    return own.createNetworkBridge(
        configuration,
        local,
        new RemoteBridgeEnd(remote, configuration, enforcer, separators),
        listener);
  }

  /**
   * Makes a transport ignore other brokers that its peer suggests. The operator decides where to
   * connect.
   */
  private static void stay(Transport remote) {
    FailoverTransport failover = remote.narrow(FailoverTransport.class);
    if (failover != null) {
      failover.setReconnectSupported(false);
      failover.setUpdateURIsSupported(false);
    }
  }
}
