package io.portcullis.release;

import io.portcullis.release.ReleaseLine.State;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.Period;
import java.util.List;
import java.util.Optional;

/**
 * What is known of ActiveMQ's releases on one day.
 *
 * @param asOf that day
 * @param sources where it comes from, as addresses
 * @param gateRunFrom the oldest release that the gate's tests run on
 * @param lines every line, the oldest first
 * @param releases every release, the oldest first
 * @param vulnerabilities every published vulnerability, the oldest first
 */
public record KnownReleases(
    LocalDate asOf,
    List<String> sources,
    Release gateRunFrom,
    List<ReleaseLine> lines,
    List<Dated> releases,
    List<Vulnerability> vulnerabilities) {

  private static final String FILE = "releases.json";

  /** How long nobody needs to look for newer vulnerabilities. */
  private static final Period FRESH = Period.ofMonths(6);

  /**
   * A release and its day.
   *
   * @param release the release
   * @param date the day on which it was announced, or else tagged; empty if neither was found
   */
  public record Dated(Release release, Optional<LocalDate> date) {}

  /** Copies the lists. */
  public KnownReleases {
    sources = List.copyOf(sources);
    lines = List.copyOf(lines);
    releases = List.copyOf(releases);
    vulnerabilities = List.copyOf(vulnerabilities);
  }

  /** The data of this version of Portcullis, read once. */
  private static final class Bundled {
    static final KnownReleases DATA = read();

    private static KnownReleases read() {
      try (InputStream in = KnownReleases.class.getResourceAsStream(FILE)) {
        return KnownReleasesReader.read(in);
      } catch (IOException e) {
        throw new UncheckedIOException(FILE, e);
      }
    }
  }

  /**
   * Returns what this version of Portcullis knows.
   *
   * @throws ExceptionInInitializerError if its data file is wrong
   */
  public static KnownReleases bundled() {
    return Bundled.DATA;
  }

  /** Tells whether it is older than half a year, so that newer vulnerabilities may be missing. */
  public boolean isOldOn(LocalDate today) {
    return today.isAfter(asOf.plus(FRESH));
  }

  /** Returns the line of a release; empty if it is not known. */
  public Optional<ReleaseLine> lineOf(Release release) {
    return lines.stream().filter(line -> line.line().equals(release.line())).findFirst();
  }

  /** Tells whether it is one of the releases. */
  public boolean knows(Release release) {
    return releases.stream().anyMatch(known -> known.release().equals(release));
  }

  /**
   * Returns the vulnerabilities of a release, the worst first. Of releases that the gate was never
   * run on they have no guards.
   */
  public List<Vulnerability> openIn(Release release) {
    boolean gateRuns = release.compareTo(gateRunFrom) >= 0;
    return vulnerabilities.stream()
        .filter(each -> each.isIn(release))
        .map(each -> gateRuns ? each : each.withoutGate())
        .sorted(Vulnerability.WORST_FIRST)
        .toList();
  }

  /**
   * Returns the release to update to at least. It is the first without a known vulnerability of the
   * same line, or else of the supported line that is nearest.
   */
  public Release updateFor(Release release) {
    return firstWithoutVulnerability(release.line(), release)
        .orElseGet(
            () -> {
              ReleaseLine next = supportedLineFor(release);
              return firstWithoutVulnerability(next.line(), release).orElse(next.newest());
            });
  }

  /** Returns the release of a supported line to update to at least. */
  public Release supportedUpdateFor(Release release) {
    ReleaseLine next = supportedLineFor(release);
    return firstWithoutVulnerability(next.line(), release).orElse(next.newest());
  }

  /** The oldest supported line of the same major number that is not older, or else the newest. */
  private ReleaseLine supportedLineFor(Release release) {
    List<ReleaseLine> supported =
        lines.stream().filter(line -> line.state() == State.SUPPORTED).toList();
    return supported.stream()
        .filter(line -> line.newest().major() == release.major())
        .filter(line -> line.newest().compareTo(release) >= 0)
        .findFirst()
        .orElse(supported.get(supported.size() - 1));
  }

  private Optional<Release> firstWithoutVulnerability(String line, Release atLeast) {
    return releases.stream()
        .map(Dated::release)
        .filter(release -> release.line().equals(line) && release.compareTo(atLeast) >= 0)
        .filter(release -> vulnerabilities.stream().noneMatch(each -> each.isIn(release)))
        .findFirst();
  }
}
