package io.portcullis.suggest;

import io.portcullis.suggest.Unproposed.Cause;
import io.portcullis.usage.Use;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A part of what is said beside the proposal, for people.
 *
 * @param heading what it is about
 * @param lines what there is, at least one line
 */
record Section(String heading, List<String> lines) {

  /** Copies the list. */
  Section {
    lines = List.copyOf(lines);
  }

  /** Returns all that is said of rights. */
  static List<Section> of(Suggestion suggestion) {
    List<Section> sections = new ArrayList<>();
    add(
        "Needs a decision. It went through, and no entry above is for it",
        open(suggestion),
        sections);
    add("To look at", suggestion.notices(), sections);
    add(
        "Would be newly refused",
        suggestion.newlyRefused().isEmpty()
            ? List.of("nothing else that went through")
            : uses(suggestion.newlyRefused()),
        sections);
    add(
        "Went through, although today's map does not permit it",
        uses(suggestion.notPermittedToday()),
        sections);
    add("Was refused, so nothing of it is proposed", uses(suggestion.refused()), sections);
    add(
        "Used by users who have every right already, so no other group gets it",
        unlimited(suggestion),
        sections);
    add(
        "Rights of today's map that nobody used for %s"
            .formatted(Phrases.count(suggestion.unused().days(), "day")),
        unused(suggestion.unused()),
        sections);
    add(
        "Rights, one for each entry, operation and group",
        List.of(
            "today: %s"
                .formatted(suggestion.rightsToday().map(String::valueOf).orElse("not known")),
            "proposed: %d".formatted(suggestion.map().rights())),
        sections);
    return sections;
  }

  private static void add(String heading, List<String> lines, List<Section> sections) {
    if (!lines.isEmpty()) {
      sections.add(new Section(heading, lines));
    }
  }

  private static List<String> uses(List<Use> uses) {
    return uses.stream().map(Phrases::use).toList();
  }

  private static List<String> open(Suggestion suggestion) {
    return suggestion.unproposed().stream()
        .filter(Unproposed::isOpen)
        .map(
            open ->
                "%s%s; %s"
                    .formatted(
                        open.cause() == Cause.NO_GROUP ? "" : "cannot be written: ",
                        Phrases.use(open.use()),
                        open.reason()))
        .toList();
  }

  private static List<String> unlimited(Suggestion suggestion) {
    Map<String, Integer> rights = new TreeMap<>();
    suggestion.unproposed().stream()
        .filter(open -> !open.isOpen())
        .forEach(
            open ->
                rights.merge(
                    "%s (%s)".formatted(Phrases.user(open.use().user()), open.reason()),
                    1,
                    Integer::sum));
    List<String> lines = new ArrayList<>();
    rights.forEach(
        (who, count) -> lines.add("%s: %s".formatted(who, Phrases.count(count, "right"))));
    return lines;
  }

  private static List<String> unused(UnusedRights unused) {
    if (unused.unknown().isPresent()) {
      return List.of("not known: " + unused.unknown().get());
    }
    return unused.rights().isEmpty()
        ? List.of("none")
        : unused.rights().stream()
            .map(
                right ->
                    "%s %s: group %s"
                        .formatted(
                            right.operation().right(), right.destination().shown(), right.group()))
            .toList();
  }
}
