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
   * @param chain the filters; one of them asks the map
   */
  public DefaultMap(BrokerService service, Broker chain) {
    this.service = service;
    this.chain = chain;
  }

  /** Creates the map for these groups. */
  public DefaultRights of(Groups groups) {
    return new DefaultRights(groups, BrokerVersion.advisories(), PathSeparators.of(service));
  }

  /** Tells whether the broker uses this map. Somebody may have replaced it. */
  public boolean stands() {
    return asks()
        .filter(broker -> broker.getAuthorizationMap() instanceof DefaultRights)
        .isPresent();
  }

  /** Replaces the map by one for these groups, if the broker uses this map. */
  public void replace(Groups now) {
    if (stands()) {
      asks().orElseThrow().setAuthorizationMap(of(now));
    }
  }

  private Optional<AuthorizationBroker> asks() {
    return Optional.ofNullable((AuthorizationBroker) chain.getAdaptor(AuthorizationBroker.class));
  }
}
