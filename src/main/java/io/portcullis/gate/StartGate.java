package io.portcullis.gate;

import io.portcullis.broker.platform.ActiveMqInternals;
import io.portcullis.enforce.Disposition;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Subject;
import io.portcullis.enforce.WaiverUse;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.rule.Judgement;
import io.portcullis.rule.NotChecked;
import io.portcullis.rule.Violation;
import io.portcullis.rule.ViolationKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;

/**
 * Judges a broker that is about to start. It may judge several times, and it logs each finding
 * once.
 */
final class StartGate {

  private static final Logger LOG = OperatorLog.LOG;

  /** The class loader whose ActiveMQ is probed. Tests hide parts of it. */
  static volatile ClassLoader inside = StartGate.class.getClassLoader();

  private final Enforcer enforcer;
  private final WaiverUse waivers;
  private final Set<String> notChecked = new HashSet<>();
  private final Set<Said> said = new HashSet<>();

  /** A finding and its disposition. */
  private record Said(Disposition disposition, ViolationKey violation) {}

  StartGate(Enforcer enforcer, WaiverUse waivers) {
    this.enforcer = enforcer;
    this.waivers = waivers;
  }

  /**
   * Logs what was not logged before.
   *
   * @throws ConfigurationException with every violation that keeps the broker from starting
   */
  void pass(Judgement judgement) throws ConfigurationException {
    List<Violation> violations = new ArrayList<>(ActiveMqInternals.missing(inside));
    violations.addAll(judgement.violations());
    judgement.notChecked().stream()
        .map(NotChecked::line)
        .filter(notChecked::add)
        .forEach(what -> LOG.info("Not checked: {}", what));
    ActiveMqInternals.doneWithout(inside).stream()
        .filter(notChecked::add)
        .forEach(what -> LOG.info("Not checked: {}", what));
    enforcer.enforce(Moment.START, Subject.BROKER, notSaid(violations));
    enforcer.report(Moment.START, Subject.BROKER, notSaid(judgement.foreseen()));
    enforcer.remind(notSaid(enforcer.now().reminders(waivers)));
    List<Violation> refused =
        violations.stream()
            .filter(violation -> enforcer.now().on(violation).disposition() == Disposition.REFUSED)
            .toList();
    if (!refused.isEmpty()) {
      throw new ConfigurationException(
          "Portcullis refuses to start broker \"%s\" (%d %s):"
              .formatted(
                  judgement.broker().name(),
                  refused.size(),
                  refused.size() == 1 ? "violation" : "violations"),
          refused.stream().map(Violation::line).toList());
    }
  }

  private List<Violation> notSaid(List<Violation> violations) {
    return violations.stream()
        .filter(
            violation ->
                said.add(new Said(enforcer.now().on(violation).disposition(), violation.key())))
        .toList();
  }
}
