package io.portcullis.cli;

import io.portcullis.release.Release;
import io.portcullis.release.ReleaseLine;
import io.portcullis.release.Vulnerability;
import io.portcullis.release.Vulnerability.Guard;
import io.portcullis.release.Vulnerability.Stops;
import java.util.List;
import java.util.stream.Collectors;

/** Prints advisories for people: the verdict, then what nothing stands against, then the rest. */
final class AdvisoriesText {

  private final ReleaseAdvisories advisories;
  private final StyledLines lines;

  AdvisoriesText(ReleaseAdvisories advisories, StyledLines lines) {
    this.advisories = advisories;
    this.lines = lines;
  }

  /** Adds everything to the lines. */
  void write() {
    List<Vulnerability> open = advisories.open();
    lines.strong(open.isEmpty() ? "bold,green" : "bold,red", verdict(open));
    lines.item(line(advisories.line()));
    if (!open.isEmpty()) {
      Release update = advisories.known().updateFor(advisories.release());
      lines.item("Update to %s or later; it has none of them.".formatted(update));
    }
    if (!open.isEmpty() && !advisories.gateRan()) {
      lines.item(
          "Portcullis was never run on releases before %s, so nothing is said of it here."
              .formatted(advisories.known().gateRunFrom()));
    }
    lines.item("Known as of %s.".formatted(advisories.known().asOf()));
    group("Nothing of Portcullis stands against", open, List.of(Stops.NONE));
    group("Portcullis stands against in part", open, List.of(Stops.SOME, Stops.STRANGERS));
    group("Portcullis stands against, where the rule enforces", open, List.of(Stops.ALL));
  }

  private String verdict(List<Vulnerability> open) {
    String what =
        switch (open.size()) {
          case 0 -> "no published hole is open in it";
          case 1 -> "1 published hole is open in it";
          default -> open.size() + " published holes are open in it";
        };
    long unguarded = open.stream().filter(hole -> hole.guarded() == Stops.NONE).count();
    return "ActiveMQ %s: %s%s"
        .formatted(
            advisories.release(),
            what,
            advisories.gateRan() && unguarded > 0
                ? "; against %d of them nothing of Portcullis stands".formatted(unguarded)
                : "");
  }

  private static String line(ReleaseLine line) {
    String state =
        switch (line.state()) {
          case SUPPORTED -> "gets security fixes";
          case DEPRECATED -> "is deprecated";
          case ENDED ->
              "gets no security fixes" + line.ended().map(day -> ", said on " + day).orElse("");
        };
    return "Line %s (since %s, newest %s) %s%s."
        .formatted(
            line.line(),
            line.first(),
            line.newest(),
            state,
            line.note().isEmpty() ? "" : ": " + line.note());
  }

  private void group(String heading, List<Vulnerability> open, List<Stops> stops) {
    List<Vulnerability> group =
        open.stream().filter(hole -> stops.contains(hole.guarded())).toList();
    if (group.isEmpty()) {
      return;
    }
    lines.heading(advisories.gateRan() ? heading : "Open");
    group.forEach(this::hole);
  }

  private void hole(Vulnerability hole) {
    lines.item(
        "%s (%s, %s%s): %s"
            .formatted(
                hole.id(),
                hole.effect().words(),
                hole.access().words(),
                hole.exploited() ? ", known to be exploited" : "",
                hole.does()));
    lines.inner(
        "through "
            + hole.through().stream()
                .map(AdvisoriesFormat::word)
                .collect(Collectors.joining(", ")));
    lines.inner(
        "mended in "
            + hole.mendedIn().stream().map(String::valueOf).collect(Collectors.joining(", ")));
    for (Guard guard : hole.gate()) {
      lines.inner("%s, against %s: %s".formatted(guard.rule(), whom(guard), guard.how()));
    }
    if (!hole.reopenedBy().isEmpty()) {
      lines.inner("opened again by " + String.join("; ", hole.reopenedBy()));
    }
    if (!hole.note().isEmpty()) {
      lines.inner("note: " + hole.note());
    }
    lines.inner(hole.source());
  }

  private static String whom(Guard guard) {
    return switch (guard.stops()) {
      case ALL -> "everybody";
      case STRANGERS -> "whoever has no login";
      case SOME, NONE -> "some";
    };
  }
}
