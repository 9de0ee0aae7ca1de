package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Requires a version of ActiveMQ whose line gets security fixes and that has no well-known
 * vulnerability which runs code.
 *
 * <p>Why: a vulnerability in a line without fixes stays open. The gate blocks the way to some of
 * them and cannot fix them.
 *
 * <p>The table of lines is of November 2026. Two kinds of versions are not checked: a line that is
 * newer than the table, and a version that somebody else built. Such a builder may fix
 * vulnerabilities under its own version numbers.
 *
 * <p>Remedy: update ActiveMQ.
 *
 * <p>Source: the supported versions in <a
 * href="https://github.com/apache/activemq/blob/main/SECURITY.md">ActiveMQ's SECURITY.md</a>, and
 * its <a href="https://activemq.apache.org/security-advisories">security advisories</a>.
 */
final class RequireSupportedBroker implements Rule {

  private static final List<String> SUPPORTED = List.of("5.19", "6.2", "6.3");
  private static final String AS_OF = "November 2026";
  private static final Release NEWER = new Release(6, 4, 0);
  private static final String UPDATE =
      "update ActiveMQ to the newest release of line %s".formatted(String.join(" or ", SUPPORTED));

  private static final Fault UNSUPPORTED =
      new Fault(
          "line-without-fixes", "line %s gets no security fixes (as of " + AS_OF + ")", UPDATE);
  private static final Fault HOLES =
      new Fault("known-holes", "others can run code in it by well-known holes: %s", UPDATE);

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
    return release.map(this::judge).orElse(List.of());
  }

  private List<Violation> judge(Release release) {
    Judged version =
        new Named(Resource.of(Kind.RELEASE, release.toString()), "ActiveMQ " + release);
    List<Violation> violations = new ArrayList<>();
    if (!isNewer(release) && !SUPPORTED.contains(release.line())) {
      violations.add(violation(version, UNSUPPORTED, release.line()));
    }
    List<KnownVulnerability> holes =
        KnownVulnerability.ALL.stream()
            .filter(hole -> hole.mendedFor(release).isPresent())
            .toList();
    if (!holes.isEmpty()) {
      violations.add(violation(version, HOLES, holes));
    }
    return violations;
  }

  @Override
  public List<String> notChecked(PostureFacts posture) {
    String version = posture.process().version();
    if (version.isEmpty()) {
      return List.of("ActiveMQ's version: its jar does not say it");
    }
    Optional<Release> release = Release.of(version);
    if (release.isEmpty()) {
      return List.of("ActiveMQ %s: not one of ActiveMQ's own versions".formatted(version));
    }
    return isNewer(release.get())
        ? List.of("ActiveMQ %s: newer than the lines known in %s".formatted(version, AS_OF))
        : List.of();
  }

  private static boolean isNewer(Release release) {
    return release.compareTo(NEWER) >= 0;
  }
}
