package io.portcullis;

import io.portcullis.broker.Administrators;
import io.portcullis.broker.AskedRights;
import io.portcullis.broker.AuthorizationReporter;
import io.portcullis.broker.BrokerInspector;
import io.portcullis.broker.BrokerVersion;
import io.portcullis.broker.ConnectorGates;
import io.portcullis.broker.ConsumerRevocation;
import io.portcullis.broker.DefaultRights;
import io.portcullis.broker.Demands;
import io.portcullis.broker.DestinationGate;
import io.portcullis.broker.GatePlugin;
import io.portcullis.broker.LinkWatch;
import io.portcullis.broker.LiveLogins;
import io.portcullis.broker.LiveRights;
import io.portcullis.broker.PathSeparators;
import io.portcullis.broker.PortcullisView;
import io.portcullis.broker.Quarantine;
import io.portcullis.broker.RightsAtStart;
import io.portcullis.broker.RightsExplainer;
import io.portcullis.enforce.AuditLog;
import io.portcullis.enforce.Backoff;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Senders;
import io.portcullis.enforce.Subject;
import io.portcullis.enforce.Tally;
import io.portcullis.login.FailedLogins;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.policy.Policy;
import io.portcullis.policy.PolicyBuilder;
import io.portcullis.rule.AuthorizationFacts.Source;
import io.portcullis.rule.BrokerFacts;
import io.portcullis.rule.RequireAuthorization;
import io.portcullis.rule.Rules;
import io.portcullis.rule.Violation;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.security.AuthorizationBroker;
import org.apache.activemq.security.AuthorizationMap;
import org.apache.activemq.security.AuthorizationPlugin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gate, as it stands in {@code activemq.xml}: last in {@code <plugins>}.
 *
 * <pre>{@code
 * <bean xmlns="http://www.springframework.org/schema/beans" id="portcullis"
 *       class="io.portcullis.PortcullisPlugin"/>
 * }</pre>
 *
 * <p>With nothing else said, that is the whole of the secure default. All properties are text;
 * whatever is wrong with them is said when the broker starts, all at once.
 */
public final class PortcullisPlugin implements BrokerPlugin, GatePlugin {

  private static final Logger LOG = LoggerFactory.getLogger(PortcullisPlugin.class);

  private final PolicyBuilder policy = Policy.builder();

  /**
   * Judges the broker and, if it may start, stands before it.
   *
   * @throws ConfigurationException with every violation, or with everything that is wrong with the
   *     properties; the broker then does not start
   */
  @Override
  public Broker installPlugin(Broker broker) throws ConfigurationException {
    Policy policy = policy();
    Rules rules = Rules.of(policy);
    Clock clock = Clock.systemUTC();
    Tally tally = new Tally();
    Senders senders = new Senders(clock);
    FailedLogins failedLogins = new FailedLogins(clock);
    Enforcer enforcer = new Enforcer(policy, rules.all(), new AuditLog(clock), tally, senders);

    BrokerService service = broker.getBrokerService();
    Guarded guarded = withRights(broker, policy, rules, enforcer);
    judge(
        BrokerInspector.broker(service, guarded.chain, this, new RightsAtStart(guarded.rights)),
        rules,
        enforcer);

    ConnectorGates gates = new ConnectorGates(service, rules, enforcer);
    gates.guard();
    Administrators administrators = Administrators.of(policy.groups().administrators());
    Quarantine quarantine =
        new Quarantine(
            service,
            guarded.chain,
            administrators,
            policy.quarantineMaxMessages(),
            policy.quarantineMaxBytes(),
            clock);
    Demands demands = new Demands(policy.bodies());
    LiveLogins logins = new LiveLogins();
    PathSeparators separators = PathSeparators.of(service);
    SendGate sends =
        new SendGate(rules, enforcer, tally, demands, quarantine, guarded.rights, separators);
    Optional<LiveRights> live =
        enforcer.enforces(RequireAuthorization.ID)
            ? LiveRights.of(
                guarded.chain,
                map -> mayReplace(map, rules, enforcer),
                new ConsumerRevocation(guarded.chain, guarded.rights, rules, enforcer))
            : Optional.empty();
    DestinationGate destinations =
        DestinationGate.install(guarded.chain, administrators, sends::judgeSentOn);
    LOG.info(
        "Portcullis guards broker {}: mode {}, {} rules",
        service.getBrokerName(),
        policy.mode(),
        rules.all().size());
    return new PortcullisBroker(
        guarded.chain,
        new LoginGate(enforcer, failedLogins),
        new ConnectionGate(
            rules, enforcer, new LinkWatch(service, rules, enforcer), new Backoff<>(clock)),
        sends,
        live,
        new RemovalGate(rules, enforcer, guarded.rights, separators),
        gates,
        destinations,
        demands,
        quarantine,
        logins,
        new PortcullisView(
            policy.mode(),
            tally,
            senders,
            failedLogins,
            RightsExplainer.of(service, guarded.rights, logins, policy.groups().administrators())));
  }

  @Override
  public Policy policy() throws ConfigurationException {
    return policy.build(Rules.ids());
  }

  /** The broker's filters with an authorization map among them, and what that map answers. */
  private record Guarded(Broker chain, AskedRights rights) {}

  private static Guarded withRights(Broker broker, Policy policy, Rules rules, Enforcer enforcer) {
    AuthorizationBroker own = (AuthorizationBroker) broker.getAdaptor(AuthorizationBroker.class);
    if (own != null) {
      return new Guarded(broker, new AskedRights(Source.OPERATOR, own::getAuthorizationMap));
    }
    DefaultRights map =
        new DefaultRights(
            policy.groups(),
            BrokerVersion.advisories(),
            PathSeparators.of(broker.getBrokerService()));
    boolean usable = BrokerInspector.loginsShowGroups(broker.getBrokerService());
    if (!enforcer.enforces(RequireAuthorization.ID)) {
      return new Guarded(
          usable ? new AuthorizationReporter(broker, map, rules, enforcer) : broker,
          new AskedRights(Source.NOT_INSTALLED, () -> map));
    }
    if (!usable) {
      return new Guarded(broker, new AskedRights(Source.UNUSABLE, () -> map));
    }
    LOG.info(
        "No authorization map is configured, so this one is installed:\n  {}",
        String.join("\n  ", map.lines()));
    AuthorizationBroker installed =
        (AuthorizationBroker) new AuthorizationPlugin(map).installPlugin(broker);
    return new Guarded(installed, new AskedRights(Source.DEFAULT, installed::getAuthorizationMap));
  }

  private static void judge(BrokerFacts broker, Rules rules, Enforcer enforcer)
      throws ConfigurationException {
    List<Violation> refused = enforcer.enforce(Moment.START, Subject.BROKER, rules.judge(broker));
    if (!refused.isEmpty()) {
      throw new ConfigurationException(
          "Portcullis refuses to start broker \"%s\" (%d %s):"
              .formatted(
                  broker.name(), refused.size(), refused.size() == 1 ? "violation" : "violations"),
          refused.stream().map(Violation::line).toList());
    }
  }

  /** A map that somebody swaps in while the broker runs has to be as good as one at the start. */
  private static boolean mayReplace(AuthorizationMap map, Rules rules, Enforcer enforcer) {
    List<Violation> refused =
        enforcer.enforce(
            Moment.START, Subject.BROKER, rules.judge(new AskedRights(Source.OPERATOR, () -> map)));
    if (refused.isEmpty()) {
      LOG.info("The authorization map was replaced");
      return true;
    }
    LOG.error(
        "The authorization map that was to replace the present one is refused, and the present one"
            + " stays:\n  {}",
        refused.stream().map(Violation::line).collect(Collectors.joining("\n  ")));
    return false;
  }

  /** {@code ENFORCE}, the default, or {@code REPORT_ONLY}. */
  public void setMode(String mode) {
    policy.mode(mode);
  }

  /** Ids of rules that only report while the rest enforce, comma-separated. */
  public void setReportOnly(String ruleIds) {
    policy.reportOnly(ruleIds);
  }

  /** Ids of rules that enforce whatever the mode or their default says, comma-separated. */
  public void setEnforce(String ruleIds) {
    policy.enforce(ruleIds);
  }

  /**
   * CIDR blocks, comma-separated: clients may connect from these and from nowhere else. Default:
   * loopback, RFC 1918, IPv6 unique local and link-local.
   */
  public void setAllowedNetworks(String networks) {
    policy.allowedNetworks(networks);
  }

  /** The administrators' group in the default authorization map; {@code admins}. */
  public void setAdministratorsGroup(String group) {
    policy.administratorsGroup(group);
  }

  /** The users' group in the default authorization map; {@code users}. */
  public void setUsersGroup(String group) {
    policy.usersGroup(group);
  }

  /** The web console's group; {@code activemq-webconsole}. */
  public void setSystemGroup(String group) {
    policy.systemGroup(group);
  }

  /**
   * How many messages all quarantine queues together may hold; 1,000 by default. When they are
   * full, a refused message is rejected instead.
   */
  public void setQuarantineMaxMessages(String number) {
    policy.quarantineMaxMessages(number);
  }

  /** How many bytes all quarantine queues together may hold; 67,108,864 by default. */
  public void setQuarantineMaxBytes(String number) {
    policy.quarantineMaxBytes(number);
  }

  /**
   * What destinations demand of a body; the most specific entry that matches decides, and where
   * none does the body must be encrypted.
   */
  public void setBodyPolicies(List<BodyPolicy> bodyPolicies) {
    policy.bodies(bodyPolicies.stream().map(BodyPolicy::entry).toList());
  }
}
