package io.portcullis.broker.start;

import io.portcullis.broker.platform.FileReach;
import io.portcullis.enforce.RegularFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Says where a placeholder stands that has no value, and which name was meant. */
final class UnresolvedPlaceholder {

  private static final Pattern MESSAGE =
      Pattern.compile("Could not resolve placeholder '([^':]+)[':]");

  private UnresolvedPlaceholder() {}

  /** Returns an exception with the place, if it is about a placeholder, and the same otherwise. */
  static IOException in(Path file, IOException e) {
    return name(e)
        .map(
            name ->
                new IOException(
                    "%s%s%s".formatted(line(file, name), e.getMessage(), meant(name)), e))
        .orElse(e);
  }

  private static Optional<String> name(Throwable thrown) {
    for (Throwable each = thrown; each != null; each = each.getCause()) {
      Matcher message = MESSAGE.matcher(String.valueOf(each.getMessage()));
      if (message.find()) {
        return Optional.of(message.group(1));
      }
    }
    return Optional.empty();
  }

  private static String line(Path file, String name) {
    try {
      byte[] bytes = RegularFile.read(file, (int) FileReach.MOST_BYTES).bytes();
      List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).contains("${" + name)) {
          return "line %d: ".formatted(i + 1);
        }
      }
      return "";
    } catch (IOException e) {
      return "";
    }
  }

  private static String meant(String name) {
    return KnownProperties.similarTo(name)
        .filter(similar -> !similar.equals(name))
        .map("; did you mean ${%s}?"::formatted)
        .orElse("");
  }
}
