package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import io.portcullis.release.KnownReleases;
import io.portcullis.release.Release;
import io.portcullis.release.ReleaseLine;
import io.portcullis.release.ReleaseLine.State;
import io.portcullis.release.Vulnerability;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Requires a release of ActiveMQ whose line gets security fixes and that has no published
 * vulnerability.
 *
 * <p>Why: a vulnerability in a line without fixes stays open. The gate blocks the way to some of
 * them and cannot fix them.
 *
 * <p>What is known of releases has a date. Once it is older than half a year, the rule reports that
 * too; that alone refuses nothing. Two kinds of versions are not checked: a line that is not known,
 * and a version that somebody else built. Such a builder may fix vulnerabilities under its own
 * version numbers.
 *
 * <p>Remedy: update ActiveMQ.
 *
 * <p>Source: {@code releases.json}, made from <a
 * href="https://github.com/CVEProject/cvelistV5">CVE's records</a>, ActiveMQ's <a
 * href="https://activemq.apache.org/components/classic/security">security advisories</a> and its <a
 * href="https://github.com/apache/activemq/blob/main/SECURITY.md">SECURITY.md</a>.
 */
final class RequireSupportedBroker implements Rule {

  /** So that a violation stays one line; the command names all. */
  private static final int MOST_NAMED = 5;

  private static final String UPDATE = "update ActiveMQ to %3$s or a later release of line %4$s";

  private static final Fault UNSUPPORTED =
      new Fault("line-without-fixes", "line %s gets no security fixes (as of %s)", UPDATE);
  private static final Fault DEPRECATED =
      new Fault("line-deprecated", "line %s is deprecated (as of %s): %5$s", UPDATE);
  private static final Fault HOLES =
      new Fault(
          "known-holes",
          "%d published %s open in it (as of %s), the worst first: %s",
          "update ActiveMQ to %5$s or later; portcullis advisories %6$s says what each does and what"
              + " stands in its way");
  private static final Fault OLD =
      new Fault(
          "release-data-old",
          "what this Portcullis knows of ActiveMQ's releases is of %s, so newer holes are missing",
          "update Portcullis; until then read"
              + " https://activemq.apache.org/components/classic/security");

  private final Supplier<KnownReleases> known;
  private final Clock clock;

  /**
   * Judges by this data at this time.
   *
   * @param known asked only when a version is judged
   */
  RequireSupportedBroker(Supplier<KnownReleases> known, Clock clock) {
    this.known = known;
    this.clock = clock;
  }

  @Override
  public String id() {
    return "require-supported-broker";
  }

  @Override
  public String demand() {
    return "a version of ActiveMQ that gets security fixes";
  }

  @Override
  public Kind plainKind(String name) {
    return Kind.RELEASE;
  }

  @Override
  public boolean enforcedByDefault() {
    return false;
  }

  @Override
  public List<Violation> judge(ProcessFacts process) {
    Optional<Release> release = Release.of(process.version());
    if (release.isEmpty()) {
      return List.of();
    }
    Optional<ReleaseLine> line = known.get().lineOf(release.get());
    return line.map(its -> judge(release.get(), its)).orElse(List.of());
  }

  private List<Violation> judge(Release release, ReleaseLine line) {
    Judged version =
        new Named(Resource.of(Kind.RELEASE, release.toString()), "ActiveMQ " + release);
    List<Violation> violations = new ArrayList<>();
    if (line.state() != State.SUPPORTED) {
      Release update = known.get().supportedUpdateFor(release);
      violations.add(
          violation(
              version,
              line.state() == State.DEPRECATED ? DEPRECATED : UNSUPPORTED,
              line.line(),
              Argument.shown(known.get().asOf()),
              Argument.shown(update),
              Argument.shown(update.line()),
              Argument.shown(line.note())));
    }
    List<Vulnerability> open = known.get().openIn(release);
    if (!open.isEmpty()) {
      violations.add(
          violation(
              version,
              HOLES,
              Argument.shown(open.size()),
              Argument.shown(open.size() == 1 ? "hole is" : "holes are"),
              Argument.shown(known.get().asOf()),
              Argument.shown(named(open)),
              Argument.shown(known.get().updateFor(release)),
              Argument.shown(release)));
    }
    return violations;
  }

  private static String named(List<Vulnerability> open) {
    String first =
        open.stream()
            .limit(MOST_NAMED)
            .map(Vulnerability::toString)
            .collect(Collectors.joining(", "));
    int more = open.size() - MOST_NAMED;
    return more > 0 ? "%s and %d more".formatted(first, more) : first;
  }

  @Override
  public boolean judgesLater() {
    return true;
  }

  /** Reports the data's age. Nothing is refused for it: nobody changed anything. */
  @Override
  public List<Violation> foresee(BrokerFacts broker) {
    LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
    return known.get().isOldOn(today)
        ? List.of(
            violation(
                Named.of(Kind.RELEASE, "known releases"), OLD, Argument.shown(known.get().asOf())))
        : List.of();
  }

  @Override
  public List<String> notChecked(PostureFacts posture) {
    String version = posture.process().version();
    if (version.isEmpty()) {
      return List.of("ActiveMQ's version: its jar does not say it");
    }
    Optional<Release> release = Release.of(version);
    if (release.isEmpty()) {
      return List.of("ActiveMQ %s: not one of ActiveMQ's own releases".formatted(version));
    }
    Optional<ReleaseLine> line = known.get().lineOf(release.get());
    if (line.isEmpty()) {
      return List.of(
          "ActiveMQ %s: line %s is not known (as of %s)"
              .formatted(version, release.get().line(), known.get().asOf()));
    }
    return release.get().compareTo(line.get().newest()) > 0
        ? List.of(
            "ActiveMQ %s: what it mends; %s is the newest release of line %s that is known (as of %s)"
                .formatted(version, line.get().newest(), line.get().line(), known.get().asOf()))
        : List.of();
  }
}
