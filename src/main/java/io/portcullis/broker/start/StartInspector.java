package io.portcullis.broker.start;

import io.portcullis.broker.configuration.ConfiguredPlugins;
import io.portcullis.broker.connector.BrokerInspector;
import io.portcullis.broker.connector.ConnectorUris;
import io.portcullis.broker.management.EntranceInspector;
import io.portcullis.broker.platform.SpringContextView;
import io.portcullis.broker.rights.AuthenticationInspector;
import io.portcullis.broker.rights.AuthorizationMapView;
import io.portcullis.broker.rights.LoginModules;
import io.portcullis.broker.rights.RightsAtStart;
import io.portcullis.policy.Policy;
import io.portcullis.rule.AuthorizationFacts;
import io.portcullis.rule.Judgement;
import io.portcullis.rule.NotChecked;
import io.portcullis.rule.PostureFacts;
import io.portcullis.rule.ProcessEntrances;
import io.portcullis.rule.Rules;
import java.util.List;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.security.AuthenticationBroker;

/**
 * Inspects a broker before it starts and asks the rules about it. It works before and after the
 * broker's plugins are installed. It opens nothing and changes nothing.
 */
public final class StartInspector {

  private final BrokerService service;
  private final BrokerPlugin gate;
  private final SpringContextView context;
  private final LoginModules modules;
  private final ProcessEntrances entrances;

  StartInspector(
      BrokerService service,
      BrokerPlugin gate,
      SpringContextView context,
      LoginModules modules,
      ProcessEntrances entrances) {
    this.service = service;
    this.gate = gate;
    this.context = context;
    this.modules = modules;
    this.entrances = entrances;
  }

  /** Inspects a broker that starts in this process. */
  public static StartInspector inThisProcess(
      BrokerService service, BrokerPlugin gate, SpringContextView context) {
    return new StartInspector(
        service, gate, context, LoginModules.ofThisJvm(), EntranceInspector.entrances(service));
  }

  /**
   * Judges the broker by the configuration of its plugins. What plugins do by code during
   * installation is judged after it.
   *
   * @param enforced whether users need rights
   */
  public Judgement judgeConfigured(Rules rules, Policy policy, boolean enforced) {
    ConfiguredPlugins plugins = ConfiguredPlugins.of(service);
    return judge(
        rules,
        ConnectorUris.of(service),
        plugins.mayAskForLogins(),
        new RightsAtStart(plugins.rights(policy, enforced)),
        plugins.unknown().stream().map(NotChecked::of).toList());
  }

  /**
   * Judges the broker by its installed filters.
   *
   * @param chain the filters of the plugins before the gate
   */
  public Judgement judgeInstalled(Rules rules, Broker chain, AuthorizationMapView rights) {
    boolean logins =
        chain.getAdaptor(AuthenticationBroker.class) != null
            || !AuthenticationInspector.loginsShowGroups(service);
    return judge(rules, ConnectorUris.NONE, logins, new RightsAtStart(rights), List.of());
  }

  /** Judges it by these. */
  Judgement judge(
      Rules rules,
      ConnectorUris uris,
      boolean logins,
      AuthorizationFacts authorization,
      List<NotChecked> unknown) {
    return Judgement.of(
        rules,
        BrokerInspector.broker(
            service,
            uris,
            gate,
            AuthenticationInspector.authentication(service, logins, modules, context.isKnown()),
            authorization,
            StealableDestinations.of(service.getDestinationPolicy())),
        new PostureFacts(
            ProcessInspector.process(),
            LimitInspector.limits(service, uris, context.unreplaced()),
            FileInspector.files(service, modules, context.files()),
            context.management().and(entrances)),
        unknown);
  }
}
