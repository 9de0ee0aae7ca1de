package io.portcullis.broker.configuration;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Replaces placeholders by values of the properties files beside a configuration, and by the
 * broker's folders. It uses no value of this JVM or its environment, because the author of the
 * configuration may see the report.
 */
final class Placeholders {

  /** The maximum length of a value, and the maximum number of placeholders in it. */
  private static final int MOST_CHARS = 1 << 20;

  private static final int MOST_LOOKUPS = 1000;

  /** The maximum depth of nested placeholders. One that contains itself has no end. */
  private static final int MOST_DEEP = 100;

  private static final String TOO_MUCH = "...";

  private final Map<String, String> folders;
  private final Map<String, Optional<String>> values = new HashMap<>();
  private boolean replaces;
  private boolean ignoresUnknown;
  private boolean incomplete;

  /**
   * @param folders the folders that a start knows, such as {@code activemq.conf}
   */
  Placeholders(Map<String, String> folders) {
    this.folders = Map.copyOf(folders);
  }

  /** The result of the replacement in a text. */
  sealed interface Result {

    /** The text with all placeholders replaced. */
    record Text(String text) implements Result {}

    /** A placeholder of the text whose value is unknown. */
    record Unknown(String placeholder) implements Result {}
  }

  /**
   * Adds values. The first source with a value decides. An empty value exists and is unknown. A
   * source that was not read may have any value, so it decides for all sources after it.
   */
  void add(Map<String, Optional<String>> properties) {
    if (!incomplete) {
      properties.forEach(values::putIfAbsent);
    }
  }

  /** Makes all values unknown. */
  void doubt() {
    values.clear();
    incomplete = true;
  }

  /** Records that something in the configuration replaces placeholders, so that a start does. */
  void replace(boolean ignoringUnknown) {
    replaces = true;
    ignoresUnknown |= ignoringUnknown;
  }

  /** Records that some sources are not read. */
  void notAllKnown() {
    incomplete = true;
  }

  /**
   * Replaces folder placeholders. Spring replaces them in file names even if nothing else replaces
   * placeholders.
   */
  Result folders(String text) {
    return replaced(text, new Lookup(Map.of(), folders, true));
  }

  /** Replaces all placeholders, if a start does. */
  Result in(String text) {
    if (!replaces || !text.contains("${")) {
      return new Result.Text(text);
    }
    Result result = replaced(text, new Lookup(values, folders, !incomplete));
    return result instanceof Result.Unknown && ignoresUnknown && missing(result).isPresent()
        ? new Result.Text(text)
        : result;
  }

  /** Returns the placeholder of a text that has no value, so that a start fails. */
  Optional<String> missing(String text) {
    return !replaces || ignoresUnknown || !text.contains("${")
        ? Optional.empty()
        : missing(replaced(text, new Lookup(values, folders, !incomplete)));
  }

  private Optional<String> missing(Result result) {
    return result instanceof Result.Unknown unknown
            && !incomplete
            && !unknown.placeholder().equals(TOO_MUCH)
            && !isThere(unknown.placeholder())
        ? Optional.of(unknown.placeholder())
        : Optional.empty();
  }

  /** Returns the names that have values. */
  Set<String> names() {
    Set<String> names = new TreeSet<>(values.keySet());
    names.addAll(folders.keySet());
    return names;
  }

  private static Result replaced(String text, Lookup lookup) {
    try {
      return new Result.Text(lookup.replace(text, 0));
    } catch (UnknownException e) {
      return new Result.Unknown(e.getMessage());
    }
  }

  private boolean isThere(String name) {
    return values.containsKey(name)
        || System.getProperty(name) != null
        || System.getenv(name) != null;
  }

  /** Stops a replacement at a placeholder whose value is unknown. */
  private static final class UnknownException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownException(String placeholder) {
      super(placeholder);
    }
  }

  /** Replaces placeholders as Spring does, also nested ones and those with defaults. */
  private static final class Lookup {

    private static final String PREFIX = "${";

    private final Map<String, Optional<String>> properties;
    private final Map<String, String> folders;
    private final boolean whole;
    private int lookups;
    private int chars;

    /**
     * @param whole whether all sources are known, so that a default applies
     */
    Lookup(Map<String, Optional<String>> properties, Map<String, String> folders, boolean whole) {
      this.properties = properties;
      this.folders = folders;
      this.whole = whole;
    }

    String replace(String text, int depth) {
      if (depth > MOST_DEEP) {
        throw new UnknownException(TOO_MUCH);
      }
      StringBuilder replaced = new StringBuilder();
      int from = 0;
      for (int at = text.indexOf(PREFIX); at >= 0; at = text.indexOf(PREFIX, from)) {
        int end = end(text, at + PREFIX.length());
        if (end < 0) {
          break;
        }
        String name = replace(text.substring(at + PREFIX.length(), end), depth + 1);
        replaced.append(text, from, at).append(replace(value(name), depth + 1));
        from = end + 1;
      }
      return replaced.append(text, from, text.length()).toString();
    }

    /** Returns the end of a placeholder that may contain others. */
    private static int end(String text, int from) {
      int open = 0;
      for (int i = from; i < text.length(); i++) {
        if (text.charAt(i) == '{') {
          open++;
        } else if (text.charAt(i) == '}' && open-- == 0) {
          return i;
        }
      }
      return -1;
    }

    private String value(String name) {
      int separator = name.indexOf(':');
      Optional<String> found = known(name);
      if (found.isEmpty() && separator >= 0) {
        found =
            known(name.substring(0, separator))
                .or(() -> whole ? Optional.of(name.substring(separator + 1)) : Optional.empty());
      }
      lookups++;
      chars += found.map(String::length).orElse(0);
      if (lookups > MOST_LOOKUPS || chars > MOST_CHARS) {
        throw new UnknownException(TOO_MUCH);
      }
      return found.orElseThrow(() -> new UnknownException(name));
    }

    private Optional<String> known(String name) {
      if (properties.containsKey(name)) {
        return Optional.of(properties.get(name).orElseThrow(() -> new UnknownException(name)));
      }
      return Optional.ofNullable(folders.get(name));
    }
  }
}
