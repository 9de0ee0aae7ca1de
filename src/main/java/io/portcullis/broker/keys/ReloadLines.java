package io.portcullis.broker.keys;

import io.portcullis.broker.platform.Subjects;
import io.portcullis.enforce.RegularFile;
import io.portcullis.rule.CertificateFacts;
import io.portcullis.rule.ShownCertificateFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.activemq.broker.TransportConnector;

/** What operators read about key stores that changed, in words. */
final class ReloadLines {

  private static final int MOST_BYTES = 64 << 20;

  private ReloadLines() {}

  /** Says that a change is in use. */
  static String taken(
      List<Path> changed,
      Optional<ShownCertificateFacts> former,
      List<TransportConnector> served,
      ShownCertificateFacts shown) {
    String before = former.map(ReloadLines::own).orElse("nothing");
    String after = own(shown);
    return "%s changed and is in use: %s %s"
        .formatted(
            names(changed),
            served.stream().map(Subjects::connector).collect(Collectors.joining(", ")),
            before.equals(after)
                ? "show the same certificate"
                : "show %s instead of %s".formatted(after, before));
  }

  private static String own(ShownCertificateFacts shown) {
    return shown.certificates().stream()
        .filter(CertificateFacts::own)
        .map(own -> "%s (serial %s, until %s)".formatted(own.subject(), own.serial(), own.until()))
        .collect(Collectors.joining(" and "));
  }

  /** Says why a change is not in use. */
  static String unusable(List<Path> changed, String why) {
    return "%s changed and cannot be used: %s; connectors go on with what they have read"
        .formatted(names(changed), why);
  }

  /** Says that a file changed and is not in use. */
  static String waiting(Path file) {
    try {
      RegularFile unused = RegularFile.read(file, MOST_BYTES);
      return "%s has changed and cannot be used; connectors go on with what they have read"
          .formatted(file);
    } catch (IOException e) {
      return ("%s cannot be read any more; connectors go on with what they have read, and the"
              + " broker does not start again without it")
          .formatted(file);
    }
  }

  /** Returns the names of files. */
  static String names(List<Path> files) {
    return files.stream().map(Path::toString).collect(Collectors.joining(", "));
  }
}
