package io.portcullis.rule;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The result of judging a broker that is about to start.
 *
 * @param broker the broker
 * @param violations the violations of the broker and its environment, each once
 * @param foreseen the violations that will occur soon
 * @param notChecked what the rules cannot check
 */
public record Judgement(
    BrokerFacts broker,
    List<Violation> violations,
    List<Violation> foreseen,
    List<NotChecked> notChecked) {

  /** Copies the lists. */
  public Judgement {
    violations = List.copyOf(violations);
    foreseen = List.copyOf(foreseen);
    notChecked = List.copyOf(notChecked);
  }

  /**
   * Asks the rules.
   *
   * @param unknown what is still unknown of the broker
   */
  public static Judgement of(
      Rules rules, BrokerFacts broker, PostureFacts posture, List<NotChecked> unknown) {
    // The console may use the broker's own file of users.
    Set<Violation> violations = new LinkedHashSet<>(rules.judge(broker));
    violations.addAll(rules.judge(posture));
    List<Violation> foreseen = new ArrayList<>();
    for (ConnectorFacts connector : broker.connectors()) {
      foreseen.addAll(rules.judge(connector, rule -> rule.foresee(connector)));
    }
    Set<NotChecked> notChecked = new LinkedHashSet<>(rules.notChecked(posture));
    Stream.of(
            broker.authentication().logins().notChecked(),
            posture.management().logins().notChecked())
        .flatMap(List::stream)
        .map(NotChecked::of)
        .forEach(notChecked::add);
    notChecked.addAll(unknown);
    return new Judgement(broker, List.copyOf(violations), foreseen, List.copyOf(notChecked));
  }
}
