package io.portcullis.report;

import io.portcullis.broker.platform.ConfigurationFault;
import io.portcullis.broker.start.CheckedBroker;
import io.portcullis.broker.start.CheckedBroker.Gate;
import io.portcullis.enforce.Disposition;
import io.portcullis.enforce.Verdicts;
import io.portcullis.rule.Judgement.State;
import io.portcullis.rule.Judgement.Unjudged;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The result of a check, in the order in which every format prints it: the worst first, then by
 * rule.
 *
 * @param file the configuration's name, as it was given
 * @param host the host of the check
 * @param user the user who ran it
 * @param version the version of Portcullis
 * @param checked the broker
 * @param findings its violations
 * @param unchecked what could not be checked
 */
public record Report(
    String file,
    String host,
    String user,
    String version,
    CheckedBroker checked,
    List<PlacedFinding> findings,
    List<UncheckedItem> unchecked) {

  /** Copies the lists. */
  public Report {
    findings = List.copyOf(findings);
    unchecked = List.copyOf(unchecked);
  }

  /** Creates the report of a broker that was checked on this host by this version of Portcullis. */
  public static Report of(String file, CheckedBroker checked, String version) {
    FindingLocator places = FindingLocator.of(checked);
    List<String> order = new ArrayList<>(RuleTexts.ids());
    order.add(0, ConfigurationFault.ID);
    return new Report(
        file,
        HostName.get(),
        System.getProperty("user.name", "unknown"),
        version,
        checked,
        checked.findings().stream()
            .map(places::place)
            .sorted(
                Comparator.comparing(PlacedFinding::disposition)
                    .thenComparing(found -> order.indexOf(found.rule())))
            .toList(),
        Stream.concat(
                checked.reading().leftOut().stream().map(UncheckedItem::of),
                checked.judgement().notChecked().stream().map(UncheckedItem::of))
            .toList());
  }

  /** Converts the findings. */
  List<PlacedFinding> findings(Disposition disposition) {
    return findings.stream().filter(found -> found.disposition() == disposition).toList();
  }

  /** Returns the omissions of a file that was read as data. */
  public List<UncheckedItem> leftOut() {
    return unchecked.stream().filter(thing -> thing.leftOut().isPresent()).toList();
  }

  /** Tells what to do about the omissions; empty if there are none. */
  Optional<String> advice() {
    int count = leftOut().size();
    return count == 0
        ? Optional.empty()
        : Optional.of(
            checked.reading().isFaulty()
                ? "%d not checked; correct what stands under configuration, and check again"
                    .formatted(count)
                : "%d not checked; --trust judges them".formatted(count));
  }

  /** Names the command that mends a configuration without the gate; empty if it has one. */
  Optional<String> shortcut() {
    return checked.gate() == Gate.ABSENT
        ? Optional.of(
            "The command harden writes a copy of this folder in which most of this is mended, and"
                + " lists the rest: bin/activemq portcullis harden --to conf-hardened")
        : Optional.empty();
  }

  /** Tells whether it has a refused or reported violation. */
  public boolean hasViolations() {
    return findings.stream().anyMatch(Report::counts);
  }

  private static boolean counts(PlacedFinding found) {
    return switch (found.disposition()) {
      case REFUSED, REPORTED -> true;
      case WAIVED -> false;
    };
  }

  /**
   * Tells whether rules, or an error before them, would refuse the broker. A missing gate does not
   * count.
   */
  boolean isRefused() {
    return findings(Disposition.REFUSED).size() > (checked.gate() == Gate.ABSENT ? 1 : 0);
  }

  /** Returns the verdict, as it follows the name of the file. */
  String verdict() {
    String verdict = isRefused() ? "would be refused" : "would start";
    return checked.gate() == Gate.ABSENT
        ? "has no Portcullis; with it, the broker " + verdict
        : verdict;
  }

  /** Counts the findings, such as {@code 3 violations, 2 more reported, 4 things not checked}. */
  String counts() {
    int refused = findings(Disposition.REFUSED).size();
    int reported = findings(Disposition.REPORTED).size();
    List<String> counts = new ArrayList<>();
    if (refused > 0) {
      counts.add(count(refused, "violation"));
    }
    if (reported > 0) {
      counts.add(reported + (refused > 0 ? " more reported" : " reported"));
    }
    int waived = findings(Disposition.WAIVED).size();
    if (waived > 0) {
      counts.add(waived + " waived");
    }
    if (findings.isEmpty()) {
      counts.add("no violation");
    }
    if (!unchecked.isEmpty()) {
      counts.add(count(unchecked.size(), "thing") + " not checked");
    }
    return String.join(", ", counts);
  }

  /** Returns the time of the check, to the second. */
  Instant when() {
    return checked.reading().when().truncatedTo(ChronoUnit.SECONDS);
  }

  static String count(int count, String noun) {
    return count + " " + noun + (count == 1 ? "" : "s");
  }

  /** Returns the state of every rule, in the order of the rules. */
  List<RuleState> rules() {
    return RuleTexts.ids().stream().map(this::state).toList();
  }

  private RuleState state(String rule) {
    List<PlacedFinding> its = findings.stream().filter(found -> found.rule().equals(rule)).toList();
    List<String> notChecked = new ArrayList<>();
    unchecked.stream()
        .filter(thing -> thing.rules().contains(rule))
        .forEach(thing -> notChecked.add(thing.what()));
    if (RuleTexts.asksAuthorization(rule) && !checked.authorizationAsked()) {
      notChecked.add("the authorization map is not asked");
    }
    if (checked.gate() == Gate.WRONG && !rule.equals(ConfigurationFault.ID)) {
      notChecked.add("Portcullis' properties are wrong");
    }
    Optional<Unjudged> unjudged = checked.judgement().unjudged(rule);
    State state =
        Verdicts.state(
            its.stream().map(PlacedFinding::disposition).findFirst(),
            notChecked.isEmpty(),
            unjudged);
    boolean judgedNothing = its.isEmpty() && notChecked.isEmpty() && unjudged.isPresent();
    return new RuleState(
        rule, state, its, judgedNothing ? List.of(unjudged.get().why()) : notChecked);
  }
}
