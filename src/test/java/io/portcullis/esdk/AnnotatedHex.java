package io.portcullis.esdk;

import java.io.ByteArrayOutputStream;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Bytes written as the specification's examples are: a line of hexadecimal digits for each field,
 * and behind {@code #} its name. Names are unique, so that a test can change one field.
 */
final class AnnotatedHex {
  private final Map<String, String> fields;

  private AnnotatedHex(Map<String, String> fields) {
    this.fields = fields;
  }

  static AnnotatedHex of(String text) {
    Map<String, String> fields = new LinkedHashMap<>();
    text.lines()
        .filter(line -> !line.isBlank())
        .map(line -> line.split("#", 2))
        .forEach(
            parts -> {
              if (fields.put(parts[1].strip(), digits(parts[0])) != null) {
                throw new IllegalArgumentException("twice: " + parts[1]);
              }
            });
    return new AnnotatedHex(fields);
  }

  static AnnotatedHex empty() {
    return new AnnotatedHex(Map.of());
  }

  /** The same with one more field behind it. */
  AnnotatedHex and(String field, String hex) {
    return followedBy(new AnnotatedHex(Map.of(field, digits(hex))));
  }

  Set<String> names() {
    return Collections.unmodifiableSet(fields.keySet());
  }

  /** The same with other bytes, of any number, in one field. */
  AnnotatedHex with(String field, String hex) {
    if (!fields.containsKey(field)) {
      throw new IllegalArgumentException("no field " + field + " in " + fields.keySet());
    }
    Map<String, String> changed = new LinkedHashMap<>(fields);
    changed.put(field, digits(hex));
    return new AnnotatedHex(changed);
  }

  /** The same with the fields of another behind it. */
  AnnotatedHex followedBy(AnnotatedHex other) {
    Map<String, String> both = new LinkedHashMap<>(fields);
    for (Map.Entry<String, String> entry : other.fields.entrySet()) {
      if (both.put(entry.getKey(), entry.getValue()) != null) {
        throw new IllegalArgumentException("twice: " + entry.getKey());
      }
    }
    return new AnnotatedHex(both);
  }

  String hex(String field) {
    return fields.get(field);
  }

  int offsetOf(String field) {
    int digits = 0;
    for (Map.Entry<String, String> entry : fields.entrySet()) {
      if (entry.getKey().equals(field)) {
        return digits / 2;
      }
      digits += entry.getValue().length();
    }
    throw new IllegalArgumentException("no field " + field);
  }

  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    fields.values().forEach(hex -> bytes.writeBytes(HexFormat.of().parseHex(hex)));
    return bytes.toByteArray();
  }

  private static String digits(String hex) {
    return hex.replace(" ", "");
  }
}
