package io.portcullis.release;

import io.portcullis.json.JsonFields;
import io.portcullis.release.KnownReleases.Dated;
import io.portcullis.release.Vulnerability.Guard;
import io.portcullis.release.Vulnerability.Range;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the data file. Whatever is wrong in it is an error that names the place. */
final class KnownReleasesReader {

  private KnownReleasesReader() {}

  /**
   * Reads a file.
   *
   * @throws IOException if it is no such file; the message names the field
   */
  static KnownReleases read(InputStream in) throws IOException {
    try {
      return known(JsonFields.read(in));
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static Release release(JsonFields fields, String field) {
    return fields.value(field, "release", Release::of);
  }

  private static KnownReleases known(JsonFields file) {
    List<Dated> releases = file.each("releases", KnownReleasesReader::dated);
    requireOrder(releases);
    KnownReleases known =
        new KnownReleases(
            file.date("asOf"),
            file.texts("sources"),
            release(file, "gateRunFrom"),
            file.each("lines", line -> line(line, releases)),
            releases,
            file.each("vulnerabilities", KnownReleasesReader::vulnerability));
    file.end();
    return known;
  }

  private static void requireOrder(List<Dated> releases) {
    for (int i = 1; i < releases.size(); i++) {
      Release before = releases.get(i - 1).release();
      Release release = releases.get(i).release();
      if (before.compareTo(release) >= 0) {
        throw new IllegalArgumentException("releases: %s after %s".formatted(release, before));
      }
    }
  }

  private static Dated dated(JsonFields release) {
    return new Dated(release(release, "release"), release.dateIfThere("date"));
  }

  /** A line begins and ends as its releases do. */
  private static ReleaseLine line(JsonFields line, List<Dated> releases) {
    String name = line.text("line");
    List<Dated> its =
        releases.stream().filter(release -> release.release().line().equals(name)).toList();
    if (its.isEmpty() || its.get(0).date().isEmpty()) {
      throw new IllegalArgumentException("line %s has no release with a date".formatted(name));
    }
    return new ReleaseLine(
        name,
        line.word("state", ReleaseLine.State.class),
        its.get(0).date().get(),
        its.get(its.size() - 1).release(),
        line.dateIfThere("ended"),
        line.textIfThere("note").orElse(""),
        line.text("source"));
  }

  private static Vulnerability vulnerability(JsonFields fields) {
    return new Vulnerability(
        fields.text("id"),
        fields.date("published"),
        fields.text("does"),
        fields.word("effect", Vulnerability.Effect.class),
        fields.word("access", Vulnerability.Access.class),
        fields.words("through", Vulnerability.Way.class),
        fields.flagIfThere("exploited"),
        fields.each("affected", KnownReleasesReader::range),
        releases(fields),
        fields.each("gate", KnownReleasesReader::guard),
        fields.textsIfThere("reopenedBy"),
        fields.textIfThere("note").orElse(""),
        fields.text("source"));
  }

  private static List<Release> releases(JsonFields fields) {
    List<Release> releases = new ArrayList<>();
    for (String text : fields.texts("mendedIn")) {
      Optional<Release> release = Release.of(text);
      releases.add(
          release.orElseThrow(
              () ->
                  new IllegalArgumentException(
                      "%s: \"%s\" is no release".formatted(fields.place("mendedIn"), text))));
    }
    return releases;
  }

  private static Range range(JsonFields range) {
    return new Range(release(range, "from"), release(range, "before"));
  }

  private static Guard guard(JsonFields guard) {
    return new Guard(
        guard.text("rule"),
        guard.word("stops", Vulnerability.Stops.class),
        guard.text("how"),
        guard.text("test"));
  }
}
