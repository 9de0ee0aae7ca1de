package io.portcullis.rule;

import java.util.List;
import java.util.Optional;

/**
 * A hole in releases of ActiveMQ by which somebody may run code in the broker.
 *
 * @param id its number in the list of Common Vulnerabilities and Exposures
 * @param way how it is used, in words
 * @param ranges the releases that have it
 */
record KnownHole(String id, String way, List<Range> ranges) {

  /** Releases from the first to before the one that mends it. */
  record Range(Release first, Release mended) {

    static Range of(String first, String mended) {
      return new Range(Release.of(first).orElseThrow(), Release.of(mended).orElseThrow());
    }
  }

  private static final String WITHOUT_LOGIN = "OpenWire, without a login";
  private static final String JOLOKIA = "Jolokia, with a login";

  /**
   * The well-known ones, the worst first. Each with its range of releases as <a
   * href="https://github.com/CVEProject/cvelistV5">CVE's own records</a> have it, those of 2015 and
   * 2016 as the <a href="https://activemq.apache.org/security-advisories">advisories</a> have it;
   * looked up in November 2026.
   */
  static final List<KnownHole> ALL =
      List.of(
          new KnownHole(
              "CVE-2023-46604",
              WITHOUT_LOGIN,
              List.of(
                  Range.of("0.0.0", "5.15.16"),
                  Range.of("5.16.0", "5.16.7"),
                  Range.of("5.17.0", "5.17.6"),
                  Range.of("5.18.0", "5.18.3"))),
          new KnownHole(
              "CVE-2016-3088", "the file server, without a login", from("5.0.0", "5.14.0")),
          new KnownHole("CVE-2015-5254", "object messages", from("5.0.0", "5.13.0")),
          new KnownHole(
              "CVE-2022-41678",
              JOLOKIA,
              List.of(Range.of("0.0.0", "5.16.6"), Range.of("5.17.0", "5.17.4"))),
          new KnownHole(
              "CVE-2026-34197",
              JOLOKIA,
              List.of(Range.of("0.0.0", "5.19.4"), Range.of("6.0.0", "6.2.3"))),
          new KnownHole(
              "CVE-2026-40466",
              JOLOKIA,
              List.of(Range.of("0.0.0", "5.19.6"), Range.of("6.0.0", "6.2.5"))));

  private static List<Range> from(String first, String mended) {
    return List.of(Range.of(first, mended));
  }

  /** The release that mends it, for one that has it. */
  Optional<Release> mendedFor(Release release) {
    return ranges.stream()
        .filter(range -> release.isIn(range.first, range.mended))
        .map(Range::mended)
        .findFirst();
  }

  @Override
  public String toString() {
    return "%s (%s)".formatted(id, way);
  }
}
