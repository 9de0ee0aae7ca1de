package io.portcullis.gate;

import io.portcullis.broker.bridge.Bridges;
import io.portcullis.broker.bridge.LocalBridgeEnds;
import io.portcullis.broker.bridge.NetworkConnectorGate;
import io.portcullis.broker.connector.ClientIdTakeover;
import io.portcullis.broker.connector.ConnectionIdTakeover;
import io.portcullis.broker.connector.ConnectorGates;
import io.portcullis.broker.jmx.BrokerTables;
import io.portcullis.broker.jmx.PortcullisView;
import io.portcullis.broker.keys.KeyStoreReload;
import io.portcullis.broker.management.OperatedBeans;
import io.portcullis.broker.observation.BodyLooks;
import io.portcullis.broker.observation.ObservedBroker;
import io.portcullis.broker.observation.UsageObserver;
import io.portcullis.broker.observation.UsageWatch;
import io.portcullis.broker.ownership.DurableSubscriptions;
import io.portcullis.broker.ownership.OpenTransactions;
import io.portcullis.broker.platform.FileContents;
import io.portcullis.broker.platform.PathSeparators;
import io.portcullis.broker.platform.SpringContextView;
import io.portcullis.broker.rights.AuthorizationMapView;
import io.portcullis.broker.rights.ConsoleGroups;
import io.portcullis.broker.rights.CurrentPrincipals;
import io.portcullis.broker.rights.DefaultMap;
import io.portcullis.broker.rights.LateSubscriptions;
import io.portcullis.broker.rights.LiveLogins;
import io.portcullis.broker.rights.LiveRights;
import io.portcullis.broker.rights.RightsExplainer;
import io.portcullis.broker.send.Administrators;
import io.portcullis.broker.send.Quarantine;
import io.portcullis.broker.send.ScheduledSends;
import io.portcullis.broker.start.StartInspector;
import io.portcullis.broker.transport.TlsBinding;
import io.portcullis.enforce.ActivePolicy;
import io.portcullis.enforce.AuditLog;
import io.portcullis.enforce.Counters;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.FailedHandshakes;
import io.portcullis.enforce.IndependentSteps;
import io.portcullis.enforce.Senders;
import io.portcullis.enforce.Verdicts;
import io.portcullis.enforce.WaiverUse;
import io.portcullis.login.LoginThrottle;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.policy.Policy;
import io.portcullis.rule.ModernTls;
import io.portcullis.rule.RuleIds;
import io.portcullis.usage.Usage;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.security.AuthenticationBroker;
import org.slf4j.Logger;

/**
 * Judges a broker that is about to start and builds its gate. Each part gets what it needs through
 * its constructor.
 */
public final class GateInstaller {

  private static final Logger LOG = OperatorLog.LOG;

  private static final Duration CONFIGURATION_PAUSE = Duration.ofSeconds(1);

  /** Two looks and the work between them take less than three seconds. */
  static final Duration KEYS_PAUSE = Duration.ofMillis(500);

  /** The parts of one gate. */
  public static final class Gate {

    private final PortcullisBroker broker;
    private final Reload reload;

    private Gate(PortcullisBroker broker, Reload reload) {
      this.broker = broker;
      this.reload = reload;
    }

    /** Returns the outermost filter. */
    public Broker broker() {
      return broker;
    }

    /**
     * Returns the operator's current configuration.
     *
     * @throws ConfigurationException with every error in it, or if it cannot be read
     */
    public Policy asked() throws ConfigurationException {
      return reload.read();
    }

    /**
     * Applies the operator's current configuration.
     *
     * @return what needs a restart, a line each
     * @throws ConfigurationException with every error in it, or with every violation by it; then
     *     nothing has changed
     */
    public List<String> reload() throws ConfigurationException {
      return reload.now();
    }
  }

  private final BrokerPlugin plugin;
  private final SpringContextView context;
  private final PolicySource source;
  private final Clock clock;
  private final Counters counters = new Counters();
  private final Senders senders;
  private final LoginThrottle failedLogins;
  private final FailedHandshakes handshakes;
  private final LiveLogins present = new LiveLogins();
  private final Usage usage;
  private final UsageObserver observer;
  private final WaiverUse waivers;
  private final Enforcer enforcer;
  private final StartGate start;
  private final LoginGate logins;
  private final FileContents configured;
  private final ChangedKeyStores stores;

  /**
   * @param plugin the gate's own plugin
   * @param policy the operator's policy
   * @param context what the Spring context defines beside the broker
   * @param source reads the operator's configuration again
   * @param clock the clock
   */
  public GateInstaller(
      BrokerPlugin plugin,
      Policy policy,
      SpringContextView context,
      PolicySource source,
      Clock clock) {
    this.plugin = plugin;
    this.context = context;
    this.source = source;
    this.clock = clock;
    this.senders = new Senders(clock);
    this.failedLogins = new LoginThrottle(clock);
    this.handshakes = new FailedHandshakes(clock);
    this.waivers = new WaiverUse(clock);
    this.usage = new Usage(clock);
    this.observer = new UsageObserver(usage, () -> policy().observe());
    this.enforcer =
        new Enforcer(
            ActivePolicy.of(policy, clock), waivers, new AuditLog(clock), counters, senders);
    this.logins = new LoginGate(enforcer, failedLogins);
    this.start = new StartGate(enforcer, waivers);
    // A standby may wait for weeks after this.
    this.configured = FileContents.of(context.configuration());
    this.stores = new ChangedKeyStores(context.files());
  }

  /**
   * Judges a configured broker before any part of it is installed or opened.
   *
   * @throws ConfigurationException with every violation
   */
  public void foresee(BrokerService service) throws ConfigurationException {
    start.pass(
        inspector(service)
            .judgeConfigured(
                enforcer.now().rules(),
                policy(),
                enforcer.enforces(RuleIds.REQUIRE_AUTHORIZATION)));
  }

  /**
   * Judges the broker behind these filters and builds the gate.
   *
   * @param asked the operator's current policy, which may have changed since {@link #foresee}
   * @return the gate in front of the filters
   * @throws ConfigurationException with every violation
   */
  public Gate install(Broker broker, Policy asked) throws ConfigurationException {
    BrokerService service = broker.getBrokerService();
    enforcer.adopt(ActivePolicy.of(asked, clock));
    GuardedChain guarded = GuardedChain.of(broker, enforcer);
    start.pass(
        inspector(service)
            .judgeInstalled(enforcer.now().rules(), guarded.filters(), guarded.rights()));
    ConsoleGroups.othersThan(policy().groups().system(), service).forEach(LOG::warn);
    ConnectionIdTakeover takeovers = takeovers(guarded.filters());
    TlsBinding binding =
        new TlsBinding(
            service,
            new ModernTls(policy().tls().minimumVersion()),
            enforcer.enforces(RuleIds.REQUIRE_MODERN_TLS));
    ConnectorGates connectors =
        new ConnectorGates(service, enforcer, handshakes, takeovers, binding);
    connectors.guard();
    OperatedBeans.see(guarded.filters(), enforcer);
    new NetworkConnectorGate(service, enforcer, PathSeparators.of(service)).guard();
    Gate gate = gate(service, guarded, connectors, binding, takeovers);
    LOG.info(
        "Portcullis guards broker {}: mode {}, {} rules",
        service.getBrokerName(),
        policy().mode(),
        enforcer.now().rules().all().size());
    context.webPages().forEach(LOG::info);
    OperatorLog.saySignatureProviders(policy());
    return gate;
  }

  /** Returns the policy in force. */
  private Policy policy() {
    return enforcer.now().policy();
  }

  private ConnectionIdTakeover takeovers(Broker chain) {
    Optional<AuthenticationBroker> plugin =
        Optional.ofNullable((AuthenticationBroker) chain.getAdaptor(AuthenticationBroker.class));
    return new ConnectionIdTakeover(
        enforcer, (peer, subject, info) -> logins.foresee(plugin, peer, subject, info));
  }

  private Gate gate(
      BrokerService service,
      GuardedChain guarded,
      ConnectorGates connectors,
      TlsBinding binding,
      ConnectionIdTakeover takeovers) {
    Administrators administrators = new Administrators(() -> policy().groups().administrators());
    PathSeparators separators = PathSeparators.of(service);
    Quarantine quarantine =
        new Quarantine(service, guarded.filters(), administrators, enforcer, this::policy, clock);
    LiveRights live = guarded.live(administrators, observer);
    AuthorizationMapView rights = live.of(guarded.rights());
    TemporaryGate temporary =
        new TemporaryGate(guarded.filters(), enforcer, separators, new LocalBridgeEnds(service));
    OpenTransactions open =
        new OpenTransactions(guarded.filters(), rights, administrators, separators);
    Bridges bridges = new Bridges(() -> policy().bridgesGroup());
    BodyLooks looks = new BodyLooks(observer);
    SendGate sends =
        new SendGate(enforcer, counters, quarantine, rights, separators, bridges, looks);
    ScheduledSends scheduled = ScheduledSends.of(guarded.filters());
    ScheduleGate schedule =
        new ScheduleGate(
            enforcer,
            sends,
            rights,
            scheduled,
            CurrentPrincipals.of(service, present, scheduled, clock));
    CertificateWatch certificates = new CertificateWatch(service, enforcer, clock);
    BrokerTables tables =
        new BrokerTables(
            service, () -> judgeNow(service, guarded.filters(), rights), rights, binding, clock);
    KeyStoreReload keys =
        new KeyStoreReload(
            service,
            enforcer,
            present,
            stores.bound(),
            () -> IndependentSteps.steps(certificates::look, tables::forget),
            clock);
    Reload reload = reload(service, guarded.filters(), rights, live, keys, connectors);
    ExistingDestinations existing = ExistingDestinations.of(guarded.filters());
    ObservedBroker observed =
        new ObservedBroker(
            guarded.filters(), observer, rights, separators, existing::isNothingToRemove);
    UsageWatch watch =
        new UsageWatch(
            service, usage, observer, observed, looks, live, present, rights, this::policy);
    Broker owned =
        new OwnershipBroker(
            new RecordingBroker(observed, enforcer, rights, separators),
            temporary,
            new TransactionGate(enforcer, open),
            open);
    ConnectionGate connections =
        new ConnectionGate(enforcer, bridges, new NameGate(enforcer, separators));
    RemovalGate removals =
        new RemovalGate(enforcer, rights, quarantine, separators, temporary, existing);
    SubscriptionGate subscriptions =
        new SubscriptionGate(
            enforcer,
            new DurableSubscriptions(guarded.filters(), rights, administrators, this::policy));
    DestinationGate destinations =
        DestinationGate.install(
            guarded.filters(),
            quarantine,
            scheduled,
            schedule,
            new LateSubscriptions(service, rights, enforcer));
    UseGate uses = new UseGate(connections, live, removals, subscriptions, sends);
    PortcullisView view =
        view(tables, watch, RightsExplainer.of(service, rights, present, administrators), reload);
    PortcullisBroker broker =
        new PortcullisBroker(
            owned,
            new GateLifecycle(
                view,
                logins,
                live,
                hourly(certificates),
                configurationWatch(reload, keys),
                new ConfigurationWatch(
                    "key stores", KEYS_PAUSE, keys.files(), keys.inUse(), taking(keys), clock),
                watch,
                connectors),
            connections,
            new SessionGate(
                logins,
                connections,
                new IdGate(new ClientIdTakeover(enforcer), takeovers),
                live,
                present,
                keys,
                observer),
            uses,
            new ConsumerGate(
                owned, connections, uses, subscriptions, live, destinations, quarantine),
            new MessageGate(owned, connections, sends, destinations, scheduled, open, looks));
    return new Gate(broker, reload);
  }

  private PortcullisView view(
      BrokerTables tables, UsageWatch watch, RightsExplainer rights, Reload reload) {
    return new PortcullisView(
        enforcer,
        new PortcullisView.Statistics(counters, senders, waivers, failedLogins, handshakes),
        present,
        tables,
        watch::now,
        rights,
        reload::now);
  }

  private HourlyWatch hourly(CertificateWatch certificates) {
    return new HourlyWatch(List.of(certificates, new WaiverWatch(waivers, enforcer, clock)));
  }

  private ConfigurationWatch configurationWatch(Reload reload, KeyStoreReload keys) {
    List<Path> files =
        context.configuration().stream()
            .filter(file -> !keys.files().contains(file.toAbsolutePath()))
            .toList();
    return new ConfigurationWatch(
        "configuration",
        CONFIGURATION_PAUSE,
        files,
        configured.only(files),
        reload::nowOrSayWhyNot,
        clock);
  }

  private static ConfigurationWatch.Change taking(KeyStoreReload keys) {
    return new ConfigurationWatch.Change() {
      @Override
      public boolean take() {
        return keys.take();
      }

      @Override
      public void restored() {
        keys.restored();
      }
    };
  }

  private Reload reload(
      BrokerService service,
      Broker chain,
      AuthorizationMapView rights,
      LiveRights live,
      KeyStoreReload keys,
      ConnectorGates connectors) {
    StartInspector inspector = inspector(service);
    return new Reload(
        service,
        source,
        (rules, asked) -> inspector.judgeInstalled(rules, chain, asked),
        new ReloadedRights(rights, live, new DefaultMap(service, chain), policy().groups()),
        stores,
        keys,
        connectors::judgeProtocolsAgain,
        enforcer,
        clock);
  }

  /** Returns what a start of the broker in its current state would find. */
  private Verdicts judgeNow(BrokerService service, Broker chain, AuthorizationMapView rights) {
    ActivePolicy now = enforcer.now();
    return now.verdicts(inspector(service).judgeInstalled(now.rules(), chain, rights));
  }

  private StartInspector inspector(BrokerService service) {
    return StartInspector.inThisProcess(service, plugin, context);
  }
}
