package io.portcullis.harden.text;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * The text of a properties file, entry by entry. A change keeps all other lines, their ends and the
 * comments. It reads as {@link Properties} does: of entries with the same key, the last counts, and
 * a byte order mark is part of the first key.
 */
public final class PropertiesText {

  private static final Pattern LINE_ENDS = Pattern.compile("(?<=\r\n)|(?<=\n)|(?<=\r)(?!\n)");
  private static final Pattern LAST_LINE_END = Pattern.compile("(\r\n|\r|\n)$");

  /**
   * An entry.
   *
   * @param key its key
   * @param value its value
   */
  public record Entry(String key, String value) {}

  /** The key of an entry, and the offsets of its value as it is written. */
  public record Place(String key, int from, int to) {}

  /** Comments, an empty line, or an entry, which may continue on further lines. */
  private record Line(String text, Optional<Entry> entry) {}

  private final List<Line> lines;
  private final String lineEnd;

  /** The lines of each key, by their indexes, in the order of the text. */
  private final Map<String, Deque<Integer>> indexes = new HashMap<>();

  private PropertiesText(List<Line> lines, String lineEnd) {
    this.lines = lines;
    this.lineEnd = lineEnd;
    index();
  }

  private void index() {
    indexes.clear();
    for (int i = 0; i < lines.size(); i++) {
      index(i);
    }
  }

  private void index(int at) {
    lines
        .get(at)
        .entry()
        .ifPresent(
            entry -> indexes.computeIfAbsent(entry.key(), key -> new ArrayDeque<>()).addLast(at));
  }

  /**
   * Reads a text.
   *
   * @param lineEnd the line end that new lines get
   * @throws IllegalArgumentException if a line cannot be read; the message says which
   */
  public static PropertiesText of(String text, String lineEnd) {
    List<Line> lines = new ArrayList<>();
    StringBuilder logical = new StringBuilder();
    int number = 0;
    for (String natural : text.isEmpty() ? new String[0] : LINE_ENDS.split(text)) {
      number++;
      if (logical.isEmpty() && !isEntry(natural)) {
        lines.add(new Line(natural, Optional.empty()));
        continue;
      }
      logical.append(natural);
      if (!continues(natural)) {
        lines.add(line(logical.toString(), number));
        logical.setLength(0);
      }
    }
    if (!logical.isEmpty()) {
      lines.add(line(logical.toString(), number));
    }
    return new PropertiesText(lines, lineEnd);
  }

  private static boolean isEntry(String line) {
    String stripped = line.strip();
    return !stripped.isEmpty() && !stripped.startsWith("#") && !stripped.startsWith("!");
  }

  private static boolean continues(String line) {
    String text = LAST_LINE_END.matcher(line).replaceFirst("");
    int backslashes = 0;
    while (backslashes < text.length() && text.charAt(text.length() - 1 - backslashes) == '\\') {
      backslashes++;
    }
    return backslashes % 2 == 1;
  }

  private static Line line(String text, int number) {
    Properties one = new Properties();
    try {
      one.load(new StringReader(text));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "line %d has a \\u without four hexadecimal digits".formatted(number), e);
    } catch (IOException e) {
      throw new UncheckedIOException("a StringReader does not fail", e);
    }
    return new Line(
        text,
        one.stringPropertyNames().stream()
            .findFirst()
            .map(key -> new Entry(key, one.getProperty(key))));
  }

  /** Returns the text. */
  public String text() {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line.text()));
    return text.toString();
  }

  /** Returns the entries that count, in the order of the text. */
  public List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Optional<Entry> entry = lines.get(i).entry();
      if (entry.isPresent() && last(entry.get().key()) == i) {
        entries.add(entry.get());
      }
    }
    return entries;
  }

  /** Returns the value of a key. */
  public Optional<String> value(String key) {
    int index = last(key);
    return index < 0 ? Optional.empty() : lines.get(index).entry().map(Entry::value);
  }

  /** Returns the places of all values in the text, also of those that do not count. */
  public List<Place> places() {
    List<Place> places = new ArrayList<>();
    int at = 0;
    for (Line line : lines) {
      int begin = at;
      int end = LAST_LINE_END.matcher(line.text()).replaceFirst("").length();
      int from = Math.min(valueFrom(line.text()), end);
      line.entry()
          .ifPresent(entry -> places.add(new Place(entry.key(), begin + from, begin + end)));
      at += line.text().length();
    }
    return places;
  }

  private int last(String key) {
    Deque<Integer> its = indexes.getOrDefault(key, new ArrayDeque<>());
    return its.isEmpty() ? -1 : its.getLast();
  }

  /** Sets a value in its line, or in a new last one. */
  public void set(String key, String value) {
    int index = last(key);
    if (index < 0) {
      append(escaped(key, true) + "=" + escaped(value, false));
      return;
    }
    String text = lines.get(index).text();
    String end = text.substring(LAST_LINE_END.matcher(text).replaceFirst("").length());
    String before = text.substring(0, valueFrom(text));
    boolean one = !continues(text) && before.indexOf('\n') < 0 && before.indexOf('\r') < 0;
    String sign = keyEnd(text) == before.length() ? "=" : "";
    String name = one ? before + sign : escaped(key, true) + "=";
    String changed = name + escaped(value, false) + end;
    lines.set(index, new Line(changed, Optional.of(new Entry(key, value))));
  }

  /** Turns an entry into a comment, behind a comment that says why. */
  public void comment(String key, String why, String instead) {
    String both = "# " + why + lineEnd + "# " + instead + lineEnd;
    lines.set(indexes.get(key).removeLast(), new Line(both, Optional.empty()));
  }

  /**
   * Removes the entries that do not count, since a later one has the same key.
   *
   * @return their keys
   */
  public List<String> removeRepeated() {
    List<String> repeated = new ArrayList<>();
    List<Line> kept = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      Optional<String> key = lines.get(i).entry().map(Entry::key);
      if (key.isPresent() && last(key.get()) != i) {
        repeated.add(key.get());
      } else {
        kept.add(lines.get(i));
      }
    }
    lines.clear();
    lines.addAll(kept);
    index();
    return repeated;
  }

  /** Appends a line. */
  public void append(String line) {
    if (!lines.isEmpty()) {
      endLast();
    }
    String ended = line + lineEnd;
    lines.add(isEntry(line) ? line(ended, 0) : new Line(ended, Optional.empty()));
    index(lines.size() - 1);
  }

  /** Ends the last line. A backslash there has nothing to continue with, and must not get it. */
  private void endLast() {
    Line last = lines.get(lines.size() - 1);
    String text = LAST_LINE_END.matcher(last.text()).replaceFirst("");
    String end = last.text().substring(text.length());
    boolean open = last.entry().isPresent() && continues(text);
    String closed = open ? text.substring(0, text.length() - 1) : text;
    lines.set(lines.size() - 1, new Line(closed + (end.isEmpty() ? lineEnd : end), last.entry()));
  }

  private static int keyEnd(String text) {
    int at = blanksEnd(text, 0);
    while (at < text.length() && "=: \t\f\r\n".indexOf(text.charAt(at)) < 0) {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    return Math.min(at, text.length());
  }

  private static int valueFrom(String text) {
    int at = blanksEnd(text, keyEnd(text));
    boolean separated = at < text.length() && "=:".indexOf(text.charAt(at)) >= 0;
    return separated ? blanksEnd(text, at + 1) : at;
  }

  private static int blanksEnd(String text, int from) {
    int at = from;
    while (at < text.length() && " \t\f".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  /** Escapes a key or a value, so that a file in any encoding gives it back. */
  public static String escaped(String text, boolean key) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~') {
        escaped.append("\\u%04X".formatted((int) c));
      } else if (c == '\\' || (c == ' ' && (key || i == 0)) || (key && "=:#!".indexOf(c) >= 0)) {
        escaped.append('\\').append(c);
      } else {
        escaped.append(c);
      }
    }
    return escaped.toString();
  }
}
