package io.portcullis.gate;

import io.portcullis.broker.connector.BrokerInspector;
import io.portcullis.broker.rights.AuthorizationMapView;
import io.portcullis.broker.rights.ConsumerRevocation;
import io.portcullis.broker.rights.DefaultMap;
import io.portcullis.broker.rights.DefaultRights;
import io.portcullis.broker.rights.LiveRights;
import io.portcullis.broker.rights.RightsAtStart;
import io.portcullis.broker.send.Administrators;
import io.portcullis.enforce.ActivePolicy;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Subject;
import io.portcullis.rule.AuthorizationFacts;
import io.portcullis.rule.AuthorizationFacts.Source;
import io.portcullis.rule.RuleIds;
import io.portcullis.rule.Violation;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.security.AuthorizationBroker;
import org.apache.activemq.security.AuthorizationMap;
import org.apache.activemq.security.AuthorizationPlugin;
import org.slf4j.Logger;

/** The broker's filters with an authorization map among them, and the rights that the map gives. */
final class GuardedChain {

  private static final Logger LOG = OperatorLog.LOG;

  private final Broker filters;
  private final AuthorizationMapView rights;
  private final Enforcer enforcer;

  /**
   * @param filters the filters behind the gate
   * @param rights the rights that the map gives, and the sessions that hold them
   * @param enforcer judges a map that is to replace the current one
   */
  GuardedChain(Broker filters, AuthorizationMapView rights, Enforcer enforcer) {
    this.filters = filters;
    this.rights = rights;
    this.enforcer = enforcer;
  }

  /** The filters that the gate stands before. */
  Broker filters() {
    return filters;
  }

  /** What the map answers, and whose it is. */
  AuthorizationMapView rights() {
    return rights;
  }

  /** Returns the filters of a broker, with the default map added if they have none. */
  static GuardedChain of(Broker broker, Enforcer enforcer) {
    AuthorizationBroker own = (AuthorizationBroker) broker.getAdaptor(AuthorizationBroker.class);
    if (own != null) {
      AuthorizationMapView rights =
          new AuthorizationMapView(Source.OPERATOR, own::getAuthorizationMap);
      return new GuardedChain(broker, rights, enforcer);
    }
    DefaultRights map =
        new DefaultMap(broker.getBrokerService(), broker).of(enforcer.now().policy().groups());
    boolean usable = BrokerInspector.loginsShowGroups(broker.getBrokerService());
    if (!enforcer.enforces(RuleIds.REQUIRE_AUTHORIZATION)) {
      return new GuardedChain(
          usable ? new AuthorizationReporter(broker, map, enforcer) : broker,
          new AuthorizationMapView(Source.NOT_INSTALLED, () -> map),
          enforcer);
    }
    if (!usable) {
      return new GuardedChain(
          broker, new AuthorizationMapView(Source.UNUSABLE, () -> map), enforcer);
    }
    LOG.info(
        "No authorization map is configured, so this one is installed:\n  {}",
        String.join("\n  ", map.lines()));
    AuthorizationBroker installed =
        (AuthorizationBroker) new AuthorizationPlugin(map).installPlugin(broker);
    AuthorizationMapView rights =
        new AuthorizationMapView(Source.DEFAULT, installed::getAuthorizationMap);
    return new GuardedChain(installed, rights, enforcer);
  }

  /**
   * Returns the live rights, of which {@code grants} hears. If users need no rights, the broker
   * keeps them as without the gate.
   */
  LiveRights live(Administrators administrators, LiveRights.Grants grants) {
    return enforcer.enforces(RuleIds.REQUIRE_AUTHORIZATION)
        ? LiveRights.of(
            filters,
            this::mayReplace,
            administrators,
            new ConsumerRevocation(filters, rights, enforcer),
            grants)
        : LiveRights.NONE;
  }

  /**
   * Judges a map that replaces another while the broker runs. It must pass the same rules as a map
   * at the start.
   */
  private boolean mayReplace(AuthorizationMap map) {
    AuthorizationFacts authorization =
        new RightsAtStart(new AuthorizationMapView(Source.OPERATOR, () -> map));
    ActivePolicy now = enforcer.now();
    List<Violation> refused =
        enforcer.enforce(now, Moment.START, Subject.BROKER, now.rules().judge(authorization));
    if (refused.isEmpty()) {
      LOG.info("The authorization map was replaced");
      return true;
    }
    LOG.error(
        "The new authorization map is refused, and the current one" + " stays:\n  {}",
        refused.stream().map(Violation::line).collect(Collectors.joining("\n  ")));
    return false;
  }
}
