package io.portcullis.report;

import io.portcullis.broker.rights.GroupRights;
import io.portcullis.broker.start.CheckedBroker.Gate;
import io.portcullis.broker.start.StartChanges;
import io.portcullis.broker.start.StartChanges.GuardChange;
import io.portcullis.broker.start.StartChanges.Right;
import io.portcullis.broker.start.StartChanges.RightsChange;
import io.portcullis.broker.start.StartChanges.TlsChange;
import io.portcullis.broker.start.StartChanges.UserChange;
import io.portcullis.rule.Operation;
import io.portcullis.rule.RuleIds;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Says in words what a start will change. The text and the HTML report print the same words. */
final class ChangeText {

  static final String HEADING = "What a start will change";

  /** Users with other rights than these are only in the JSON report. */
  private static final int MOST_USERS = 40;

  private static final int MOST_SHOWN = 3;

  /**
   * A change.
   *
   * @param title what changes, and whether it does now
   * @param lines the change, in sentences without full stops
   * @param remedy what to do if somebody must not lose anything; empty if nobody does
   */
  record Change(String title, List<String> lines, Optional<String> remedy) {}

  private final Report report;
  private final StartChanges changes;

  ChangeText(Report report) {
    this.report = report;
    this.changes = report.checked().changes();
  }

  /** Returns the sentence before the changes. */
  String lead() {
    if (report.checked().gate() == Gate.WRONG) {
      return "Not known until Portcullis' properties are right";
    }
    if (!changes.changesSomething()) {
      return "Nothing, since the rules only report (mode %s); once they enforce, this changes:"
          .formatted(report.checked().policy().mode());
    }
    return report.isRefused()
        ? "Today the start is refused; once it is not, it changes this:"
        : "A start changes this:";
  }

  /** Returns the changes. */
  List<Change> changes() {
    List<Change> all = new ArrayList<>();
    changes.rights().ifPresent(rights -> all.add(change(rights)));
    changes.tls().forEach(tls -> all.add(change(tls)));
    if (!changes.logins().isEmpty()) {
      all.add(
          new Change(
              "Passwords: a start moves none to a hash, and PasswordLoginModule accepts only hashes",
              changes.logins(),
              Optional.empty()));
    }
    guards(true).ifPresent(all::add);
    guards(false).ifPresent(all::add);
    return all;
  }

  private static String now(boolean enforced, String rule) {
    return enforced ? "" : " (not now: %s only reports)".formatted(rule);
  }

  private Change change(RightsChange rights) {
    List<String> lines = new ArrayList<>();
    lines.add("Today every user may read, write and admin every destination");
    Map<String, List<GroupRights>> groups =
        rights.after().stream()
            .collect(
                Collectors.groupingBy(GroupRights::group, LinkedHashMap::new, Collectors.toList()));
    groups.forEach((group, rows) -> lines.add(after(group, rows, rights)));
    users(rights.users()).forEach(lines::add);
    rights.unknown().forEach(why -> lines.add("Other users are not known: " + why));
    return new Change(
        "Rights: no authorization map is configured, so the default one is installed"
            + now(rights.enforced(), RuleIds.REQUIRE_AUTHORIZATION),
        lines,
        remedy(rights, groups.keySet()));
  }

  private static String after(String group, List<GroupRights> rows, RightsChange rights) {
    long all = rights.after().stream().map(GroupRights::destinations).distinct().count();
    if (rows.size() == all
        && rows.stream().allMatch(row -> row.read() && row.write() && row.admin())) {
      return "After the start group \"%s\" may do everything".formatted(group);
    }
    List<String> parts = new ArrayList<>();
    for (Operation operation : Operation.values()) {
      List<String> on =
          rows.stream()
              .filter(
                  row ->
                      switch (operation) {
                        case READ -> row.read();
                        case WRITE -> row.write();
                        case ADMIN -> row.admin();
                      })
              .map(GroupRights::destinations)
              .toList();
      if (!on.isEmpty()) {
        parts.add(words(new Right(operation, on)));
      }
    }
    return "After the start group \"%s\" may %s".formatted(group, String.join("; ", parts));
  }

  /** Returns a line for each set of users with the same groups, those who lose first. */
  private static List<String> users(List<UserChange> users) {
    Map<Set<String>, List<UserChange>> same =
        users.stream()
            .collect(
                Collectors.groupingBy(
                    change -> change.user().groups(), LinkedHashMap::new, Collectors.toList()));
    List<String> lines =
        new ArrayList<>(
            same.values().stream()
                .sorted((one, other) -> Boolean.compare(keepsAll(one), keepsAll(other)))
                .map(ChangeText::line)
                .limit(MOST_USERS)
                .toList());
    if (same.size() > MOST_USERS) {
      lines.add("Others are in the JSON report");
    }
    return lines;
  }

  private static boolean keepsAll(List<UserChange> users) {
    return users.get(0).lost().isEmpty();
  }

  private static String line(List<UserChange> users) {
    UserChange first = users.get(0);
    Set<String> groups = new TreeSet<>(first.user().groups());
    return "%s %s (%s) %s"
        .formatted(
            users.size() == 1 ? "User" : "Users",
            cut(users.stream().map(change -> "\"%s\"".formatted(change.user().name())).toList()),
            groups.isEmpty() ? "no group" : String.join(", ", groups),
            loss(first, users.size() > 1));
  }

  private static String loss(UserChange change, boolean several) {
    String lose = several ? "lose" : "loses";
    if (change.lost().isEmpty()) {
      return several ? "keep everything" : "keeps everything";
    }
    return change.kept().isEmpty()
        ? lose + " everything"
        : lose
            + ": "
            + change.lost().stream().map(ChangeText::words).collect(Collectors.joining("; "));
  }

  private static String words(Right right) {
    return right.operation().right() + " " + String.join(", ", right.destinations());
  }

  private Optional<String> remedy(RightsChange rights, Set<String> ofMap) {
    Set<String> joinable = new TreeSet<>(ofMap);
    joinable.remove(report.checked().policy().groups().system());
    Set<String> groups = new TreeSet<>();
    rights.users().stream()
        .filter(change -> !change.lost().isEmpty())
        .forEach(change -> groups.addAll(change.user().groups()));
    groups.removeAll(ofMap);
    return groups.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "to keep a right, configure <authorizationPlugin> with an <authorizationEntry> for %s;"
                    .formatted(String.join(", ", groups))
                + " or put their users into one of "
                + String.join(", ", joinable));
  }

  private static String count(TlsChange tls) {
    return Report.count(tls.ended().size(), "cipher suite");
  }

  /** Returns what ended, first what old clients have: keys without forward secrecy. */
  private static String old(TlsChange tls) {
    return cut(
        tls.ended().stream()
            .sorted(Comparator.comparing(name -> !name.startsWith("TLS_RSA_")))
            .toList());
  }

  private static Change change(TlsChange tls) {
    List<String> lines = new ArrayList<>();
    if (!tls.protocols().isEmpty()) {
      lines.add("They speak " + String.join(", ", tls.protocols()));
    }
    if (!tls.cipherSuites().isEmpty()) {
      lines.add("Their cipher suites are " + String.join(", ", tls.cipherSuites()));
    }
    if (!tls.ended().isEmpty()) {
      lines.add(
          "They refuse %s that this host's Java enables otherwise: %s"
              .formatted(count(tls), old(tls)));
    }
    return new Change(
        "TLS of %s %s"
                .formatted(
                    tls.connectors().size() == 1 ? "connector" : "connectors",
                    tls.connectors().stream()
                        .map("\"%s\""::formatted)
                        .collect(Collectors.joining(", ")))
            + now(tls.enforced(), RuleIds.REQUIRE_MODERN_TLS),
        lines,
        Optional.empty());
  }

  private Optional<Change> guards(boolean enforced) {
    List<String> lines =
        changes.guards().stream()
            .filter(guard -> guard.enforced() == enforced)
            .map(ChangeText::line)
            .toList();
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Change(
                enforced ? "Clients" : "Clients (not now: these rules only report)",
                lines,
                Optional.empty()));
  }

  private static String line(GuardChange guard) {
    return "%s (%s)".formatted(guard.what(), guard.rule());
  }

  private static String cut(List<String> words) {
    int more = words.size() - MOST_SHOWN;
    return more <= 0
        ? String.join(", ", words)
        : "%s and %d more".formatted(String.join(", ", words.subList(0, MOST_SHOWN)), more);
  }
}
