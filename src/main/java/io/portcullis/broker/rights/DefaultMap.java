package io.portcullis.broker.rights;

import io.portcullis.broker.platform.BrokerVersion;
import io.portcullis.broker.platform.PathSeparators;
import io.portcullis.policy.Groups;
import java.util.Optional;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.security.AuthorizationBroker;

/** The default authorization map. Its groups may change while the broker runs. */
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

  /** Whether it is the map that is asked; somebody may have swapped in another. */
  public boolean stands() {
    return asks()
        .filter(broker -> broker.getAuthorizationMap() instanceof DefaultRights)
        .isPresent();
  }

  /** Replaces the map by that for these groups, if it stands. */
  public void replace(Groups now) {
    if (stands()) {
      asks().orElseThrow().setAuthorizationMap(of(now));
    }
  }

  private Optional<AuthorizationBroker> asks() {
    return Optional.ofNullable((AuthorizationBroker) chain.getAdaptor(AuthorizationBroker.class));
  }
}
