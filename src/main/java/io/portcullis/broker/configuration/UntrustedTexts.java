package io.portcullis.broker.configuration;

import java.nio.file.Path;
import java.util.Optional;
import org.w3c.dom.Element;

/**
 * Replaces placeholders in the texts of a configuration that is read as data. It evaluates nothing.
 */
final class UntrustedTexts {

  private static final String EXPRESSION = "#{";

  private final Placeholders placeholders;
  private final Omissions leftOut;

  UntrustedTexts(Placeholders placeholders, Omissions leftOut) {
    this.placeholders = placeholders;
    this.leftOut = leftOut;
  }

  /**
   * Returns a text. If it is an expression or has a placeholder without a value, it is empty and
   * becomes an omission.
   *
   * @param where what the text belongs to, in words
   */
  Optional<String> of(
      String raw, String where, Path file, Element element, DependentRules need, boolean silences) {
    if (raw.contains(EXPRESSION)) {
      leftOut.add(
          file, element, "an expression in %s is not evaluated".formatted(where), need, silences);
      return Optional.empty();
    }
    Placeholders.Result result = placeholders.in(raw);
    if (result instanceof Placeholders.Result.Unknown unknown) {
      leftOut.add(
          file,
          element,
          "%s is not known: ${%s} has no value in a properties file of the folder"
              .formatted(where, unknown.placeholder()),
          need,
          silences);
      return Optional.empty();
    }
    String text = ((Placeholders.Result.Text) result).text();
    if (text.contains(EXPRESSION)) {
      leftOut.add(
          file, element, "an expression in %s is not evaluated".formatted(where), need, silences);
      return Optional.empty();
    }
    return Optional.of(text);
  }

  /**
   * Returns a text that is only shown. Unknown parts are masked, so that Spring does not evaluate
   * them.
   */
  String shown(String raw) {
    String text =
        placeholders.in(raw) instanceof Placeholders.Result.Text replaced ? replaced.text() : raw;
    return text.matches("\\s*#\\{\\s*systemProperties\\[\\s*'jetty\\.(host|port)'\\s*]\\s*}\\s*")
        ? text
        : text.replace("#{", "?{").replace("${", "?{");
  }
}
