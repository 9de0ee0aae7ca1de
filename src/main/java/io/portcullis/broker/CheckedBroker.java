package io.portcullis.broker;

import io.portcullis.enforce.Decision;
import io.portcullis.enforce.Disposition;
import io.portcullis.enforce.Finding;
import io.portcullis.enforce.Regime;
import io.portcullis.enforce.WaiverUse;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.policy.Policy;
import io.portcullis.rule.AuthorizationFacts.Source;
import io.portcullis.rule.Judgement;
import io.portcullis.rule.RequireAuthorization;
import io.portcullis.rule.Rules;
import io.portcullis.rule.Violation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A broker as its activemq.xml has it, judged as a start would judge it, with nothing started and
 * nobody asked over the network.
 *
 * @param file where it stands
 * @param when when it was judged
 * @param policy what the operator asked for
 * @param judgement what the rules say
 * @param findings their violations, and what a start would make of each
 */
public record CheckedBroker(
    Path file, Instant when, Policy policy, Judgement judgement, List<Finding> findings) {

  /** Copies the list. */
  public CheckedBroker {
    findings = List.copyOf(findings);
  }

  /** Whether it would start. */
  public boolean wouldStart() {
    return findings.stream().noneMatch(finding -> finding.disposition() == Disposition.REFUSED);
  }

  /**
   * Judges a file.
   *
   * @throws IOException if it cannot be read, or its broker has no gate; the message says why
   * @throws ConfigurationException if the gate's properties are wrong, which a start would refuse
   */
  public static CheckedBroker of(Path path, Clock clock)
      throws IOException, ConfigurationException {
    BrokerFile file = BrokerFile.read(path);
    GatePlugin gate =
        file.gate()
            .orElseThrow(() -> new IOException("its broker has no Portcullis among its plugins"));
    Policy policy = gate.policy();
    Regime regime = Regime.of(policy, clock);
    AskedRights rights = rights(file, policy, regime.enforces(RequireAuthorization.ID));
    Judgement judgement = judge(file, gate, regime.rules(), rights);
    List<Finding> findings = new ArrayList<>();
    WaiverUse waivers = new WaiverUse(clock);
    waivers.follow(policy.waivers());
    for (Violation violation : judgement.violations()) {
      findings.add(finding(violation, regime.on(violation), waivers));
    }
    for (Violation violation : judgement.foreseen()) {
      findings.add(finding(violation, regime.onReported(violation), waivers));
    }
    for (Violation violation : regime.reminders(waivers)) {
      findings.add(new Finding(violation, Disposition.REPORTED));
    }
    return new CheckedBroker(path, clock.instant(), policy, judgement, findings);
  }

  private static Finding finding(Violation violation, Decision decision, WaiverUse waivers) {
    waivers.count(decision.waivers());
    return new Finding(violation, decision.disposition());
  }

  private static AskedRights rights(BrokerFile file, Policy policy, boolean enforced) {
    AskedRights rights = ConfiguredPlugins.of(file.service()).rights(policy, enforced);
    return Directory.behind(rights.map()).isPresent()
        ? new AskedRights(Source.NOT_ASKED, rights.current())
        : rights;
  }

  private static Judgement judge(BrokerFile file, GatePlugin gate, Rules rules, AskedRights rights)
      throws IOException {
    ConfiguredPlugins plugins = ConfiguredPlugins.of(file.service());
    List<String> unknown = new ArrayList<>(plugins.unknown());
    if (rights.source() == Source.NOT_ASKED) {
      unknown.add(
          Directory.behind(rights.map()).map(Directory::url).orElse("")
              + ", the directory that the authorization map is in");
    }
    return new StartInspector(
            file.service(),
            gate,
            gate.surroundings(),
            file.modules(),
            EntranceInspector.entrancesOfAnotherProcess(file.service()))
        .judge(
            rules,
            ListedUris.of(file.service()),
            plugins.mayAskForLogins(),
            new RightsAtStart(rights),
            unknown);
  }
}
