package io.portcullis.report;

import io.portcullis.enforce.Finding;
import io.portcullis.enforce.RegularFile;
import io.portcullis.report.XmlElement.Place;
import io.portcullis.rule.Argument;
import io.portcullis.rule.Violation;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the places of findings that are about a file beside the configuration: a user in a
 * properties file, a module in {@code login.config}, a file that others may read.
 */
final class OtherFiles {

  private static final int MOST_BYTES = 1 << 20;

  /** Files with lines that people write. For a key store or a folder, the element counts. */
  private static final Pattern TEXT =
      Pattern.compile(".*\\.(properties|config|conf|xml|password|access|security)");

  /** How a violation says where in a file it is. */
  private static final Pattern LINE = Pattern.compile("\\(line (\\d{1,7})\\)$");

  private final Path configuration;

  OtherFiles(Path configuration) {
    this.configuration = configuration;
  }

  /** Returns the place of a finding; empty if it is in the configuration. */
  Optional<PlacedFinding> place(Finding finding) {
    Violation violation = finding.violation();
    return switch (violation.about().kind()) {
      case USER -> ofUser(finding, violation);
      case FILE -> ofFile(finding, violation);
      case BROKER -> ofModule(finding, violation);
      default -> Optional.empty();
    };
  }

  private Optional<PlacedFinding> ofUser(Finding finding, Violation violation) {
    String user = violation.about().id();
    return file(violation.where())
        .map(
            file ->
                line(file, line -> isOf(user, line))
                    .map(line -> new PlacedFinding(finding, new Place(file, line), true))
                    .orElse(new PlacedFinding(finding, new Place(file, 1), false)));
  }

  /** Tells whether a line of a properties file, or of a password file, is about a user. */
  private static boolean isOf(String user, String line) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(line));
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
    return properties.containsKey(user);
  }

  private Optional<PlacedFinding> ofFile(Finding finding, Violation violation) {
    return file(violation.about().id())
        .filter(file -> TEXT.matcher(file.getFileName().toString()).matches())
        .map(file -> ofLine(finding, file, LINE.matcher(violation.where())));
  }

  /** Returns the line that a violation names, or the first of its file. */
  private static PlacedFinding ofLine(Finding finding, Path file, Matcher line) {
    return line.find()
        ? new PlacedFinding(finding, new Place(file, Integer.parseInt(line.group(1))), true)
        : new PlacedFinding(finding, new Place(file, 1), false);
  }

  private Optional<PlacedFinding> ofModule(Finding finding, Violation violation) {
    if (!violation.code().startsWith("login-module")) {
      return Optional.empty();
    }
    Path logins = configuration.toAbsolutePath().resolveSibling("login.config");
    List<String> names =
        violation.arguments().stream().map(Argument::value).map(String::valueOf).toList();
    return line(logins, line -> names.stream().anyMatch(name -> isNamed(name, line)))
        .map(line -> new PlacedFinding(finding, new Place(logins, line), true));
  }

  private static boolean isNamed(String type, String line) {
    return type.contains(".") && line.contains(type);
  }

  /** Returns a file if it exists. */
  private Optional<Path> file(String text) {
    try {
      Path file = Path.of(text);
      return file.isAbsolute() && !isConfiguration(file) && Files.isRegularFile(file)
          ? Optional.of(file)
          : Optional.empty();
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  private boolean isConfiguration(Path file) {
    return file.equals(configuration.toAbsolutePath());
  }

  /** Returns the last line that is meant, since the last of two that name one user counts. */
  private static Optional<Integer> line(Path file, Predicate<String> meant) {
    try {
      byte[] bytes = RegularFile.read(file, MOST_BYTES).bytes();
      List<String> lines = new String(bytes, StandardCharsets.ISO_8859_1).lines().toList();
      for (int i = lines.size(); i > 0; i--) {
        if (meant.test(lines.get(i - 1))) {
          return Optional.of(i);
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      // Without a line, the finding stands at the file.
      return Optional.empty();
    }
  }
}
