package io.portcullis.policy;

import java.util.ArrayList;
import java.util.List;

/** Reads the entries of {@code clientIds} and reports every error in them. */
final class ClientIdReader {

  private ClientIdReader() {}

  /** The patterns that the entries make; what is wrong with them goes into {@code problems}. */
  static ClientIdPatterns read(List<ClientIdEntry> entries, List<String> problems) {
    List<ClientIdPattern> read = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      ClientIdEntry entry = entries.get(i);
      String place = "clientIds[%d]".formatted(i);
      judgeOwner(place, entry, problems);
      judgePattern(place, entry.pattern(), problems);
      ClientIdPattern pattern = pattern(entry);
      if (read.contains(pattern)) {
        problems.add(
            "%s: pattern \"%s\" was said for the same %s already"
                .formatted(place, entry.pattern(), entry.user().isEmpty() ? "group" : "user"));
      }
      read.add(pattern);
    }
    return new ClientIdPatterns(read);
  }

  private static ClientIdPattern pattern(ClientIdEntry entry) {
    return entry.user().isEmpty()
        ? new ClientIdPattern(ClientIdPattern.Owner.GROUP, entry.group(), entry.pattern())
        : new ClientIdPattern(ClientIdPattern.Owner.USER, entry.user(), entry.pattern());
  }

  private static void judgeOwner(String place, ClientIdEntry entry, List<String> problems) {
    if (entry.user().isEmpty() && entry.group().isEmpty()) {
      problems.add("%s names neither user nor group; name one of them".formatted(place));
    } else if (!entry.user().isEmpty() && !entry.group().isEmpty()) {
      problems.add(
          "%s: user=\"%s\" and group=\"%s\" are both named; make two entries of it"
              .formatted(place, entry.user(), entry.group()));
    }
    judgeName(place + ".user", entry.user(), "user", problems);
    judgeName(place + ".group", entry.group(), "group", problems);
  }

  private static void judgeName(String place, String name, String kind, List<String> problems) {
    if (name.equals("*") || (kind.equals("group") && name.contains(","))) {
      problems.add("%s=\"%s\" is not the name of one %s".formatted(place, name, kind));
    }
  }

  private static void judgePattern(String place, String pattern, List<String> problems) {
    if (pattern.isEmpty()) {
      problems.add(
          "%s.pattern is missing; name client ids, with * for any run of characters"
              .formatted(place));
    }
  }
}
