package io.portcullis.policy;

import java.util.Map;

/**
 * One entry of {@code bodyPolicies}, as text that is not yet validated.
 *
 * @param said the properties that were said, by name
 */
public record BodyEntry(Map<String, String> said) {

  /** Copies the map. */
  public BodyEntry {
    said = Map.copyOf(said);
  }

  /** Whether a property was said, and nothing with it. */
  boolean isBlank(String property) {
    return said.containsKey(property) && OptionParser.of(said.get(property)).isEmpty();
  }

  /** What was said of a property, or what holds where nothing was. */
  String text(String property, String otherwise) {
    return said.getOrDefault(property, otherwise).strip();
  }
}
