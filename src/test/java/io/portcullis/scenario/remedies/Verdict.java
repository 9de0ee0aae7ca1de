package io.portcullis.scenario.remedies;

import io.portcullis.broker.rights.GroupRights;
import io.portcullis.broker.start.CheckedBroker;
import io.portcullis.enforce.Disposition;
import io.portcullis.enforce.Finding;
import io.portcullis.rule.KnownLogin;
import io.portcullis.rule.Violation;
import io.portcullis.rule.ViolationKey;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What check says of a folder.
 *
 * @param violations those that a start refuses or reports
 * @param rights who may do what, each right by itself
 * @param users who can log in, each with where
 */
record Verdict(List<Violation> violations, Set<String> rights, Set<String> users) {

  static Verdict of(ConfFolder folder) throws IOException {
    CheckedBroker checked = CheckedBroker.of(folder.xml(), Clock.systemUTC());
    return new Verdict(
        checked.findings().stream()
            .filter(finding -> finding.disposition() != Disposition.WAIVED)
            .map(Finding::violation)
            .filter(violation -> !isOfThisHost(violation))
            .toList(),
        checked.accesses().stream()
            .flatMap(rights -> single(rights).stream())
            .collect(Collectors.toCollection(TreeSet::new)),
        users(checked));
  }

  /** What the machine brings that runs the tests, and not the folder. */
  private static boolean isOfThisHost(Violation violation) {
    return Set.of("refuse-root", "require-supported-broker").contains(violation.rule())
        || violation.where().startsWith("folder \"");
  }

  private static Set<String> single(GroupRights rights) {
    Set<String> single = new TreeSet<>();
    String who = "%s %s ".formatted(rights.group(), rights.destinations());
    if (rights.read()) {
      single.add(who + "read");
    }
    if (rights.write()) {
      single.add(who + "write");
    }
    if (rights.admin()) {
      single.add(who + "admin");
    }
    return single;
  }

  private static Set<String> users(CheckedBroker checked) {
    Set<String> users = new TreeSet<>();
    for (KnownLogin login : checked.judgement().broker().authentication().logins().logins()) {
      users.addAll(login.users());
    }
    return users;
  }

  Set<ViolationKey> keys() {
    return violations.stream().map(Violation::key).collect(Collectors.toSet());
  }

  List<Violation> with(String code) {
    return violations.stream().filter(violation -> violation.code().equals(code)).toList();
  }

  List<String> lines() {
    return violations.stream().map(Violation::line).toList();
  }
}
