package io.portcullis.broker;

import io.portcullis.policy.Groups;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.security.AuthorizationBroker;

/** The gate's own authorization map, made for groups that may change while the broker runs. */
public final class DefaultMap {

  private final BrokerService service;
  private final Broker chain;

  /**
   * @param chain the filters, with the one among them that asks the map
   */
  public DefaultMap(BrokerService service, Broker chain) {
    this.service = service;
    this.chain = chain;
  }

  /** The map for these groups. */
  public DefaultRights of(Groups groups) {
    return new DefaultRights(groups, BrokerVersion.advisories(), PathSeparators.of(service));
  }

  /** Replaces the map if its groups have changed. */
  public void replace(Groups before, Groups now) {
    if (!before.equals(now)
        && chain.getAdaptor(AuthorizationBroker.class) instanceof AuthorizationBroker asks) {
      asks.setAuthorizationMap(of(now));
    }
  }
}
