package io.portcullis.broker.start;

import io.portcullis.broker.configuration.BrokerFile;
import io.portcullis.broker.configuration.ConfiguredPlugins;
import io.portcullis.broker.configuration.DefaultGate;
import io.portcullis.broker.configuration.GatePlugin;
import io.portcullis.broker.configuration.Omission;
import io.portcullis.broker.connector.ConnectorUris;
import io.portcullis.broker.management.EntranceInspector;
import io.portcullis.broker.platform.BrokerVersion;
import io.portcullis.broker.platform.ConfigurationFault;
import io.portcullis.broker.platform.HostLookups;
import io.portcullis.broker.platform.Plugins;
import io.portcullis.broker.platform.UnloadedMap;
import io.portcullis.broker.rights.AuthorizationMapView;
import io.portcullis.broker.rights.GroupRights;
import io.portcullis.broker.rights.LdapDirectory;
import io.portcullis.broker.rights.RightsAtStart;
import io.portcullis.broker.rights.RightsMatrix;
import io.portcullis.broker.start.CheckedBroker.Gate;
import io.portcullis.broker.transport.TlsBinding;
import io.portcullis.enforce.ActivePolicy;
import io.portcullis.enforce.Disposition;
import io.portcullis.enforce.Finding;
import io.portcullis.enforce.WaiverUse;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.policy.Policy;
import io.portcullis.rule.AuthorizationFacts.Source;
import io.portcullis.rule.Fault;
import io.portcullis.rule.Judgement;
import io.portcullis.rule.ModernTls;
import io.portcullis.rule.NotChecked;
import io.portcullis.rule.RuleIds;
import io.portcullis.rule.Rules;
import io.portcullis.rule.UnansweredException;
import io.portcullis.rule.Violation;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Judges a broker that will not start, and collects what the report shows of it. */
final class BrokerCheck {

  private static final Fault NO_GATE =
      new Fault(
          "gate-missing",
          "no Portcullis stands among its plugins, so nothing of this is enforced",
          "put %s");
  private static final Fault WRONG_PROPERTY =
      new Fault("gate-property-wrong", "%s", "correct the property, and check again");
  private static final String PUBLIC_CONNECTOR = "refuse-public-connector";
  private static final String GATE_BEAN = "bean io.portcullis.PortcullisPlugin";

  private static final String GATE_ELEMENT =
      "<bean xmlns=\"http://www.springframework.org/schema/beans\""
          + " class=\"io.portcullis.PortcullisPlugin\"/>";

  private final BrokerFile file;
  private final Clock clock;
  private final List<Finding> findings = new ArrayList<>();
  private final Gate presence;
  private final boolean withPlugins;
  private final GatePlugin gate;
  private final KeptObservation kept;

  /** Grows while host names are held back. */
  private Set<String> heldBackNames = Set.of();

  BrokerCheck(BrokerFile file, Clock clock) {
    this.file = file;
    this.clock = clock;
    this.withPlugins = !Plugins.of(file.service()).isEmpty();
    this.presence = file.gate().isPresent() ? Gate.PRESENT : Gate.ABSENT;
    this.gate = file.gate().orElseGet(file::withGate);
    this.kept = KeptObservation.of(file);
  }

  /** Judges it without looking up its host names. */
  BrokerCheck with(HostLookups heldBack) {
    heldBackNames = heldBack.names();
    return this;
  }

  /** Returns the omissions of the file and of what the judgement needs. */
  private List<Omission> leftOut() {
    List<Omission> leftOut = new ArrayList<>(file.leftOut());
    List<String> rules = List.of(PUBLIC_CONNECTOR, "secure-management");
    heldBackNames.forEach(
        name ->
            leftOut.add(
                new Omission(
                    "the addresses of host \"%s\" are not looked up".formatted(name),
                    file.file(),
                    file.lineOf(name),
                    rules,
                    false)));
    return leftOut;
  }

  /**
   * Judges it.
   *
   * @param assumed the folders that were assumed
   * @throws IOException if the login configuration beside the file cannot be read
   */
  CheckedBroker check(List<String> assumed) throws IOException {
    if (presence == Gate.ABSENT) {
      findings.add(
          ConfigurationFault.of(
              "broker \"%s\"".formatted(file.service().getBrokerName()),
              NO_GATE,
              withPlugins
                  ? GATE_ELEMENT + " last into <plugins>"
                  : "<plugins>%s</plugins> into <broker>".formatted(GATE_ELEMENT)));
    }
    findings.addAll(file.keyStoreFaults());
    file.faults().forEach(fault -> findings.add(fault.finding()));
    try {
      return check(gate.policy(), presence, assumed);
    } catch (ConfigurationException e) {
      e.problems()
          .forEach(
              problem -> findings.add(ConfigurationFault.of(GATE_BEAN, WRONG_PROPERTY, problem)));
      return check(secureDefault(), Gate.WRONG, assumed);
    }
  }

  private static Policy secureDefault() {
    try {
      return new DefaultGate().policy();
    } catch (ConfigurationException e) {
      throw new IllegalStateException("the secure default is a valid policy", e);
    }
  }

  private CheckedBroker check(Policy policy, Gate presence, List<String> assumed)
      throws IOException {
    ActivePolicy active = ActivePolicy.of(policy, clock);
    AuthorizationMapView rights = rights(policy, active.enforces(RuleIds.REQUIRE_AUTHORIZATION));
    Judgement judgement = judge(active.rules(), rights);
    if (presence == Gate.WRONG) {
      judgement =
          new Judgement(
              judgement.broker(),
              List.of(),
              List.of(),
              List.of(
                  NotChecked.of(
                      "the rules; what Portcullis is to demand is not known until its properties are"
                          + " right")),
              List.of());
    }
    List<WaiverUse.Used> waivers = decide(active, judgement);
    List<ShownConnector> connectors = connectors(policy, active, judgement);
    List<GroupRights> accesses = presence == Gate.WRONG ? List.of() : accesses(rights);
    return new CheckedBroker(
        reading(assumed),
        presence,
        policy,
        judgement,
        findings,
        connectors,
        accesses,
        waivers,
        presence == Gate.WRONG ? StartChanges.UNKNOWN : changes(active, judgement, rights),
        kept.observed());
  }

  private StartChanges changes(
      ActivePolicy active, Judgement judgement, AuthorizationMapView rights) throws IOException {
    return new StartForesight(file.service(), active, judgement.broker())
        .changes(rights, file.modules(), !silenced().contains(RuleIds.REQUIRE_AUTHENTICATION));
  }

  private CheckedBroker.Reading reading(List<String> assumed) {
    return new CheckedBroker.Reading(
        file.file(),
        file.reach().folder().isPresent(),
        clock.instant(),
        BrokerVersion.number(),
        assumed,
        leftOut(),
        file.faults());
  }

  /** Determines what a start would do with each violation, and how often each waiver is used. */
  private List<WaiverUse.Used> decide(ActivePolicy active, Judgement judgement) {
    WaiverUse waivers = new WaiverUse(clock);
    waivers.follow(active.policy().waivers());
    for (Finding finding : active.findings(judgement)) {
      waivers.count(finding.waivers());
      findings.add(finding);
    }
    for (Violation violation : active.reminders(waivers)) {
      findings.add(new Finding(violation, Disposition.REPORTED));
    }
    return waivers.all();
  }

  /** Returns the rights. A map that cannot be asked is a violation already. */
  private static List<GroupRights> accesses(AuthorizationMapView rights) {
    try {
      return RightsMatrix.of(rights);
    } catch (UnansweredException e) {
      return List.of();
    }
  }

  private List<ShownConnector> connectors(Policy policy, ActivePolicy active, Judgement judgement) {
    TlsBinding binding =
        new TlsBinding(
            file.service(),
            new ModernTls(policy.tls().minimumVersion()),
            active.enforces(RuleIds.REQUIRE_MODERN_TLS));
    return judgement.broker().connectors().stream()
        .map(
            facts ->
                new ShownConnector(facts, binding.protocols(facts), binding.cipherSuites(facts)))
        .toList();
  }

  private AuthorizationMapView rights(Policy policy, boolean enforced) {
    AuthorizationMapView rights = ConfiguredPlugins.of(file.service()).rights(policy, enforced);
    return rights.map() instanceof UnloadedMap || LdapDirectory.behind(rights.map()).isPresent()
        ? new AuthorizationMapView(Source.NOT_ASKED, rights.current())
        : rights;
  }

  private Judgement judge(Rules rules, AuthorizationMapView rights) throws IOException {
    ConfiguredPlugins plugins = ConfiguredPlugins.of(file.service());
    List<NotChecked> unknown = new ArrayList<>();
    plugins.unknown().forEach(what -> unknown.add(NotChecked.of(what)));
    file.others()
        .forEach(
            name ->
                unknown.add(
                    NotChecked.of("another broker of the same file, bean \"%s\"".formatted(name))));
    LdapDirectory.behind(rights.map())
        .map(directory -> directory.url() + ", the directory that the authorization map is in")
        .map(NotChecked::of)
        .ifPresent(unknown::add);
    kept.unread().ifPresent(unknown::add);
    if (ProcessInspector.process().serializablePackages().isEmpty()) {
      unknown.add(
          new NotChecked(
              RuleIds.NARROW_SERIALIZATION,
              "the property of the broker's JVM, which this one may not have"));
    }
    for (String other : file.otherBrokers()) {
      unknown.add(
          NotChecked.of(
              "broker \"%s\", which the file starts too: a check judges one".formatted(other)));
    }
    Judgement judgement =
        new StartInspector(
                file.service(),
                gate,
                file.surroundings(),
                file.modules(),
                EntranceInspector.entrancesOfAnotherProcess(file.service()))
            .judge(
                rules,
                ConnectorUris.of(file.service()),
                plugins.mayAskForLogins(),
                new RightsAtStart(rights),
                unknown);
    Judgement judged = withoutSilenced(judgement);
    return file.keyStoreFaults().isEmpty() ? judged : withoutCertificates(judged);
  }

  /** Removes results of rules that cannot judge because of an omission. */
  private Judgement withoutSilenced(Judgement judgement) {
    Set<String> silenced = silenced();
    return new Judgement(
        judgement.broker(),
        judgement.violations().stream()
            .filter(violation -> !silenced.contains(violation.rule()))
            .filter(violation -> !isOfUnknownHost(violation, judgement))
            .toList(),
        judgement.foreseen().stream()
            .filter(violation -> !silenced.contains(violation.rule()))
            .filter(violation -> !isOfUnknownUsers(violation, silenced))
            .toList(),
        judgement.notChecked(),
        judgement.unjudged());
  }

  private Set<String> silenced() {
    Set<String> silenced = new HashSet<>();
    file.leftOut().stream()
        .filter(Omission::silences)
        .forEach(thing -> silenced.addAll(thing.rules()));
    return silenced;
  }

  /** Tells whether a violation compares a map with users of whom some were not read. */
  private static boolean isOfUnknownUsers(Violation violation, Set<String> silenced) {
    return silenced.contains(RuleIds.REQUIRE_AUTHENTICATION)
        && violation.rule().equals(RuleIds.REQUIRE_AUTHORIZATION);
  }

  /**
   * Tells whether a violation is about a connector whose host was not looked up. Its addresses are
   * unknown.
   */
  private boolean isOfUnknownHost(Violation violation, Judgement judgement) {
    return !heldBackNames.isEmpty()
        && violation.rule().equals(PUBLIC_CONNECTOR)
        && judgement.broker().connectors().stream()
            .filter(connector -> connector.addresses().isEmpty())
            .anyMatch(connector -> connector.where().equals(violation.where()));
  }

  /**
   * Removes violations about missing certificates. Without keys there are none, and that is one
   * fault, not one of every connector.
   */
  private static Judgement withoutCertificates(Judgement judgement) {
    List<NotChecked> notChecked = new ArrayList<>(judgement.notChecked());
    notChecked.add(
        new NotChecked(
            RuleIds.REQUIRE_VALID_CERTIFICATE,
            "what connectors show, since the broker's keys were not loaded"));
    return new Judgement(
        judgement.broker(),
        judgement.violations().stream()
            .filter(violation -> !violation.rule().equals(RuleIds.REQUIRE_VALID_CERTIFICATE))
            .toList(),
        judgement.foreseen(),
        notChecked,
        judgement.unjudged());
  }
}
