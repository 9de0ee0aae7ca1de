package io.portcullis.broker.jmx;

import io.portcullis.enforce.Enforcement;
import io.portcullis.enforce.Verdicts.RuleVerdict;
import java.util.List;
import javax.management.openmbean.TabularData;

/** The tables in JMX of the rules' states, and of what happens to violations of each rule. */
final class RulesTable {

  private static final Table<RuleVerdict> STATES =
      Table.<RuleVerdict>named("Rules", "Rule")
          .key("rule", RuleVerdict::rule)
          .text("state", verdict -> verdict.state().words())
          .text("why", RuleVerdict::why)
          .text("demands", RuleVerdict::demands);

  private static final Table<Enforcement> ENFORCEMENT =
      Table.<Enforcement>named("Enforcement", "EnforcedRule")
          .key("rule", Enforcement::rule)
          .flag("refuses", Enforcement::refuses)
          .text("because", enforcement -> enforcement.because().words());

  private RulesTable() {}

  static TabularData states(List<RuleVerdict> rules) {
    return STATES.of(rules);
  }

  static TabularData enforcement(List<Enforcement> rules) {
    return ENFORCEMENT.of(rules);
  }
}
