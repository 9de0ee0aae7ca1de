package io.portcullis.broker;

import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Subject;
import io.portcullis.rule.LinkFacts;
import io.portcullis.rule.Rules;
import io.portcullis.rule.Violation;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.network.NetworkConnector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges network connectors that are added while the broker runs, over JMX or by a change of its
 * configuration. A bridge logs in to its own broker first, over {@code vm://}, and only then to the
 * other; so that login is the moment to look.
 */
public final class LinkWatch {

  private static final Logger LOG = LoggerFactory.getLogger(LinkWatch.class);

  private final BrokerService service;
  private final Rules rules;
  private final Enforcer enforcer;
  private final Set<NetworkConnector> judged = Collections.newSetFromMap(new WeakHashMap<>());

  /**
   * Watches the network connectors of {@code service}; those it has now were judged at the start.
   */
  public LinkWatch(BrokerService service, Rules rules, Enforcer enforcer) {
    this.service = service;
    this.rules = rules;
    this.enforcer = enforcer;
    judged.addAll(service.getNetworkConnectors());
  }

  /**
   * Judges those that are new.
   *
   * @return why one is refused; it is taken off and stopped
   */
  public synchronized Optional<Violation> judge() {
    for (NetworkConnector connector : service.getNetworkConnectors()) {
      if (!judged.contains(connector)) {
        LinkFacts link = Locations.networkConnector(connector);
        List<Violation> refused =
            enforcer.enforce(
                Moment.CONNECTION,
                new Subject(link.name(), "", "", "", "", ""),
                rules.judge(link.where(), rule -> rule.judge(link)));
        if (!refused.isEmpty()) {
          remove(connector);
          return Optional.of(refused.get(0));
        }
        judged.add(connector);
      }
    }
    return Optional.empty();
  }

  /** Stops it elsewhere: whoever logs in now may be a part of it. */
  private void remove(NetworkConnector connector) {
    service.removeNetworkConnector(connector);
    service
        .getTaskRunnerFactory()
        .execute(
            () -> {
              try {
                connector.stop();
              } catch (Exception e) {
                LOG.warn(
                    "Network connector {} was refused but did not stop: {}",
                    connector.getName(),
                    e.toString());
              }
            });
  }
}
