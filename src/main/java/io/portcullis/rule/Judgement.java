package io.portcullis.rule;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The result of judging a broker that is about to start.
 *
 * @param broker the broker
 * @param violations the violations of the broker and its environment, each once
 * @param foreseen the violations that are reported and never refused
 * @param notChecked what the rules cannot check
 * @param unjudged the rules that judged nothing
 */
public record Judgement(
    BrokerFacts broker,
    List<Violation> violations,
    List<Violation> foreseen,
    List<NotChecked> notChecked,
    List<Unjudged> unjudged) {

  /** The state of a rule after a judgement. If several are true, the first one counts. */
  public enum State {
    REFUSED,
    REPORTED,
    WAIVED,
    /** It has no violation, and something that it needs is unknown. */
    NOT_CHECKED,
    /** The policy does not require it. */
    NOT_REQUIRED,
    /** The broker has nothing that it judges at a start. */
    NOTHING_TO_JUDGE,
    /** It judged something, and everything is as it demands. */
    PASSED;

    /** Returns its name for people, such as {@code nothing to judge}. */
    public String words() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Returns its name for programs, such as {@code nothing-to-judge}. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * A rule that judged nothing, so it has not passed.
   *
   * @param rule its id
   * @param state {@code NOT_REQUIRED} or {@code NOTHING_TO_JUDGE}
   * @param why the reason, in a few words
   */
  public record Unjudged(String rule, State state, String why) {

    static Optional<Unjudged> of(Rule rule, BrokerFacts broker, PostureFacts posture) {
      return rule.notRequired()
          .map(why -> new Unjudged(rule.id(), State.NOT_REQUIRED, why))
          .or(
              () ->
                  rule.nothingToJudge(broker, posture)
                      .map(why -> new Unjudged(rule.id(), State.NOTHING_TO_JUDGE, why)));
    }
  }

  /** Copies the lists. */
  public Judgement {
    violations = List.copyOf(violations);
    foreseen = List.copyOf(foreseen);
    notChecked = List.copyOf(notChecked);
    unjudged = List.copyOf(unjudged);
  }

  /** Says what a rule cannot check, each in words. */
  public List<String> notChecked(String rule) {
    return notChecked.stream()
        .filter(thing -> thing.rule().equals(rule))
        .map(NotChecked::what)
        .toList();
  }

  /** Says why a rule judged nothing; empty if it judged something. */
  public Optional<Unjudged> unjudged(String rule) {
    return unjudged.stream().filter(each -> each.rule().equals(rule)).findFirst();
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
    List<Violation> foreseen = new ArrayList<>(rules.judge(broker, rule -> rule.foresee(broker)));
    for (ConnectorFacts connector : broker.connectors()) {
      foreseen.addAll(rules.judge(connector, rule -> rule.foresee(connector)));
    }
    Set<NotChecked> notChecked = new LinkedHashSet<>(rules.notChecked(posture));
    Stream.of(
            broker.authentication().logins().notChecked(),
            posture.management().logins().notChecked())
        .flatMap(List::stream)
        .map(what -> new NotChecked(RefuseDefaultCredentials.ID, what))
        .forEach(notChecked::add);
    notChecked.addAll(Memberships.notChecked(broker));
    notChecked.addAll(unknown);
    return new Judgement(
        broker,
        List.copyOf(violations),
        foreseen,
        List.copyOf(notChecked),
        rules.all().stream().flatMap(rule -> Unjudged.of(rule, broker, posture).stream()).toList());
  }
}
