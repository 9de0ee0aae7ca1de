package io.portcullis.harden;

import io.portcullis.rule.Operation;
import io.portcullis.rule.Violation;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Completes the operator's authorization map with the operator's own groups: the system group,
 * temporary destinations, and the advisories that clients need. It takes no right from anybody.
 */
final class CompleteMap implements Fix {

  private static final String TOPIC = "topic";
  private static final String OF_CLIENTS =
      "ActiveMQ.Advisory.TempQueue,ActiveMQ.Advisory.TempTopic";

  @Override
  public boolean apply(Work work, Violation violation) throws IOException {
    AuthorizationEntries entries = new AuthorizationEntries(work.draft(), violation.rule());
    if (!entries.isThere()) {
      work.decide(violation.rule(), "%s: %s".formatted(violation.where(), violation.remedy()));
      return false;
    }
    return switch (violation.code()) {
      case "system-group-right-missing" ->
          entries.allow(
              argument(violation, 2), ">", argument(violation, 1), List.of(argument(violation, 0)));
      case "temporary-destinations-open" -> temporary(work, entries);
      case "advisories-unreadable" ->
          entries.allow(TOPIC, OF_CLIENTS, "read", List.of(argument(violation, 0)));
      case "client-group-shut-out" -> letIn(entries, argument(violation, 0));
      case "advisories-uncreatable" ->
          entries.allow(TOPIC, "ActiveMQ.Advisory.>", "admin", List.of(argument(violation, 0)));
      default -> false;
    };
  }

  private static boolean letIn(AuthorizationEntries entries, String group) throws IOException {
    boolean reads = entries.allow(TOPIC, OF_CLIENTS, "read", List.of(group));
    return entries.allowTemporary(rights(), List.of(group)) || reads;
  }

  /** Everybody may use temporary destinations so far, so every group of the map may from now on. */
  private static boolean temporary(Work work, AuthorizationEntries entries) throws IOException {
    Set<String> groups = new LinkedHashSet<>(entries.groups());
    groups.add(work.checked().policy().groups().system());
    return entries.allowTemporary(rights(), groups);
  }

  private static List<String> rights() {
    return Arrays.stream(Operation.values()).map(Operation::right).toList();
  }

  private static String argument(Violation violation, int index) {
    return String.valueOf(violation.arguments().get(index).value());
  }
}
