package io.portcullis.cli;

import io.portcullis.release.KnownReleases;
import io.portcullis.release.Release;
import io.portcullis.release.ReleaseLine;
import io.portcullis.release.Vulnerability;
import java.util.List;

/**
 * What is known of one release.
 *
 * @param known everything that is known
 * @param release the release
 * @param line its line
 */
record ReleaseAdvisories(KnownReleases known, Release release, ReleaseLine line) {

  /** Returns its vulnerabilities, the worst first. */
  List<Vulnerability> open() {
    return known.openIn(release);
  }

  /** Tells whether the gate was ever run on it. */
  boolean gateRan() {
    return release.compareTo(known.gateRunFrom()) >= 0;
  }
}
