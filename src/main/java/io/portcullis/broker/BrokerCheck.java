package io.portcullis.broker;

import io.portcullis.broker.CheckedBroker.Gate;
import io.portcullis.enforce.Disposition;
import io.portcullis.enforce.Finding;
import io.portcullis.enforce.Regime;
import io.portcullis.enforce.WaiverUse;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.policy.Policy;
import io.portcullis.rule.AuthorizationFacts.Source;
import io.portcullis.rule.Fault;
import io.portcullis.rule.Judgement;
import io.portcullis.rule.ModernTls;
import io.portcullis.rule.NarrowSerialization;
import io.portcullis.rule.RequireAuthorization;
import io.portcullis.rule.RequireModernTls;
import io.portcullis.rule.RequireValidCertificate;
import io.portcullis.rule.Rules;
import io.portcullis.rule.UnansweredException;
import io.portcullis.rule.Violation;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/** Judges a broker of which nothing will start, and puts together what is to be shown of it. */
final class BrokerCheck {

  private static final Fault NO_GATE =
      new Fault(
          "gate-missing",
          "no Portcullis stands among its plugins, so nothing of this is enforced",
          "put <bean xmlns=\"http://www.springframework.org/schema/beans\""
              + " class=\"io.portcullis.PortcullisPlugin\"/> last into <plugins>");
  private static final Fault WRONG_PROPERTY =
      new Fault("gate-property-wrong", "%s", "correct the property, and check again");

  private static final String GATE_BEAN = "bean io.portcullis.PortcullisPlugin";

  private final BrokerFile file;
  private final Clock clock;
  private final List<Finding> findings = new ArrayList<>();
  private final Gate presence;
  private final GatePlugin gate;

  BrokerCheck(BrokerFile file, Clock clock) {
    this.file = file;
    this.clock = clock;
    this.presence = file.gate().isPresent() ? Gate.PRESENT : Gate.ABSENT;
    this.gate = file.gate().orElseGet(file::withGate);
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
              "broker \"%s\"".formatted(file.service().getBrokerName()), NO_GATE));
    }
    findings.addAll(file.keyStoreFaults());
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
      return new AbsentGate().policy();
    } catch (ConfigurationException e) {
      throw new IllegalStateException("the secure default is a valid policy", e);
    }
  }

  private CheckedBroker check(Policy policy, Gate presence, List<String> assumed)
      throws IOException {
    Regime regime = Regime.of(policy, clock);
    AskedRights rights = rights(policy, regime.enforces(RequireAuthorization.ID));
    Judgement judgement = judge(regime.rules(), rights);
    if (presence == Gate.WRONG) {
      judgement =
          new Judgement(
              judgement.broker(),
              List.of(),
              List.of(),
              List.of(
                  "the rules; what the gate is to demand is not known until its properties are right"));
    }
    List<WaiverUse.Used> waivers = decide(regime, judgement);
    return new CheckedBroker(
        file.file(),
        clock.instant(),
        BrokerVersion.number(),
        presence,
        assumed,
        policy,
        judgement,
        findings,
        connectors(policy, regime, judgement),
        presence == Gate.WRONG ? List.of() : accesses(rights),
        waivers);
  }

  /** What a start would make of everything, and what its waivers are good for. */
  private List<WaiverUse.Used> decide(Regime regime, Judgement judgement) {
    WaiverUse waivers = new WaiverUse(clock);
    waivers.follow(regime.policy().waivers());
    for (Finding finding : regime.findings(judgement)) {
      waivers.count(finding.waivers());
      findings.add(finding);
    }
    for (Violation violation : regime.reminders(waivers)) {
      findings.add(new Finding(violation, Disposition.REPORTED));
    }
    return waivers.all();
  }

  /** A map that cannot be asked is a violation already. */
  private static List<Access> accesses(AskedRights rights) {
    try {
      return Accesses.of(rights);
    } catch (UnansweredException e) {
      return List.of();
    }
  }

  private List<ShownConnector> connectors(Policy policy, Regime regime, Judgement judgement) {
    TlsBinding binding =
        new TlsBinding(
            file.service(),
            new ModernTls(policy.tls().minimumVersion()),
            regime.enforces(RequireModernTls.ID));
    return judgement.broker().connectors().stream()
        .map(
            facts ->
                new ShownConnector(facts, binding.protocols(facts), binding.cipherSuites(facts)))
        .toList();
  }

  private AskedRights rights(Policy policy, boolean enforced) {
    AskedRights rights = ConfiguredPlugins.of(file.service()).rights(policy, enforced);
    return Directory.behind(rights.map()).isPresent()
        ? new AskedRights(Source.NOT_ASKED, rights.current())
        : rights;
  }

  private Judgement judge(Rules rules, AskedRights rights) throws IOException {
    ConfiguredPlugins plugins = ConfiguredPlugins.of(file.service());
    List<String> unknown = new ArrayList<>(plugins.unknown());
    file.others()
        .forEach(
            name -> unknown.add("another broker of the same file, bean \"%s\"".formatted(name)));
    if (rights.source() == Source.NOT_ASKED) {
      unknown.add(
          Directory.behind(rights.map()).map(Directory::url).orElse("")
              + ", the directory that the authorization map is in");
    }
    if (ProcessInspector.process().serializablePackages().isEmpty()) {
      unknown.add(
          "[%s] the property of the broker's JVM, which this one may not have"
              .formatted(NarrowSerialization.ID));
    }
    for (String other : file.otherBrokers()) {
      unknown.add("broker \"%s\", which the file starts too: a check judges one".formatted(other));
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
                ListedUris.of(file.service()),
                plugins.mayAskForLogins(),
                new RightsAtStart(rights),
                unknown);
    return file.keyStoreFaults().isEmpty() ? judgement : withoutCertificates(judgement);
  }

  /** Without keys nobody sees a certificate: that is one fault, not one of every connector. */
  private static Judgement withoutCertificates(Judgement judgement) {
    List<String> notChecked = new ArrayList<>(judgement.notChecked());
    notChecked.add(
        "[%s] what connectors show, since the broker's keys were not loaded"
            .formatted(RequireValidCertificate.ID));
    return new Judgement(
        judgement.broker(),
        judgement.violations().stream()
            .filter(violation -> !violation.rule().equals(RequireValidCertificate.ID))
            .toList(),
        judgement.foreseen(),
        notChecked);
  }
}
