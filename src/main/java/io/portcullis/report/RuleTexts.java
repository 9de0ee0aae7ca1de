package io.portcullis.report;

import io.portcullis.broker.platform.ConfigurationFault;
import io.portcullis.rule.Rule;
import io.portcullis.rule.Rules;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Provides the texts of reports about a rule, by its id. The configuration counts as the last rule.
 * A test compares the texts with the table in the manual's page of rules.
 */
final class RuleTexts {

  private static final String MANUAL = "http://portcullis.io/";

  private static final String CONFIGURATION_DEMAND =
      "a gate in the broker, with right properties, and keys to load";

  private static final Map<String, Optional<Rule>> RULES = new LinkedHashMap<>();

  static {
    Rules.ofSecureDefault().all().forEach(rule -> RULES.put(rule.id(), Optional.of(rule)));
    RULES.put(ConfigurationFault.ID, Optional.empty());
  }

  private RuleTexts() {}

  /** Returns the ids of all rules, and the text in the place of one. */
  static Set<String> ids() {
    return RULES.keySet();
  }

  /** Returns what a rule requires; empty if the id is unknown. */
  static String demand(String rule) {
    return rule.equals(ConfigurationFault.ID)
        ? CONFIGURATION_DEMAND
        : known(rule).map(Rule::demand).orElse("");
  }

  /**
   * Returns the address of a rule's section in the manual. SARIF demands an absolute one, so it
   * begins as the namespace of Portcullis does.
   */
  static String section(String rule) {
    return rule.equals(ConfigurationFault.ID)
        ? MANUAL + "check.html#what-cannot-be-read"
        : MANUAL + "rules.html#" + rule;
  }

  /** Tells whether a rule only reports if the policy does not name it. */
  static boolean isReportedByDefault(String rule) {
    return is(rule, known -> !known.enforcedByDefault());
  }

  /** Tells whether a rule needs the authorization map to judge. */
  static boolean asksAuthorization(String rule) {
    return is(rule, Rule::judgesAuthorizationOnly);
  }

  private static boolean is(String rule, Predicate<Rule> question) {
    return known(rule).filter(question).isPresent();
  }

  private static Optional<Rule> known(String rule) {
    return RULES.getOrDefault(rule, Optional.empty());
  }
}
