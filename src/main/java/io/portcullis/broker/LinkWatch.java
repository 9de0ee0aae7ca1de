package io.portcullis.broker;

import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Subject;
import io.portcullis.rule.LinkFacts;
import io.portcullis.rule.Violation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.network.NetworkConnector;

/**
 * Judges network connectors that are added while the broker runs, over JMX or by a change of its
 * configuration. A bridge logs in to its own broker first, over {@code vm://}, and only then to the
 * other; so that login is the moment to look.
 */
public final class LinkWatch {

  private final BrokerService service;
  private final Enforcer enforcer;
  private final Set<NetworkConnector> judged = Collections.newSetFromMap(new WeakHashMap<>());
  private final RefusedLinks refused;

  /**
   * Watches the network connectors of {@code service}; those it has now were judged at the start.
   */
  public LinkWatch(BrokerService service, Enforcer enforcer) {
    this.service = service;
    this.enforcer = enforcer;
    this.refused = new RefusedLinks(service);
    judged.addAll(service.getNetworkConnectors());
  }

  /**
   * Judges those that are new. A connector that is refused may have several bridges, and logs in
   * for each; so as long as one that was refused has not stopped, nobody logs in over {@code
   * vm://}.
   *
   * @return why one is refused; it is taken off and stopped
   */
  public synchronized Optional<Violation> judge() {
    List<Violation> why = new ArrayList<>();
    for (NetworkConnector connector : service.getNetworkConnectors()) {
      if (!judged.contains(connector)) {
        why.addAll(judge(connector));
      }
    }
    return why.stream().findFirst().or(refused::unstopped);
  }

  private List<Violation> judge(NetworkConnector connector) {
    LinkFacts link = Locations.networkConnector(connector);
    List<Violation> violations =
        enforcer.judge(
            Moment.CONNECTION,
            new Subject(link.name(), "", "", "", "", ""),
            link,
            rule -> rule.judge(link));
    judged.add(connector);
    if (!violations.isEmpty()) {
      refused.add(connector, violations.get(0));
    }
    return violations;
  }
}
