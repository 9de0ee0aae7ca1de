package io.portcullis.harden;

import io.portcullis.login.PasswordLine;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The secrets of the original files. It hides them in what is shown: where the lines of the files
 * have them, and wherever else their words stand.
 */
final class KnownSecrets {

  static final String MASK = "********";

  /** A shorter word is hidden where it was found only. */
  private static final int LEAST = 3;

  /** A longer word is hidden within other words, too. */
  private static final int LONG = 8;

  private static final Pattern LINE_ENDS = Pattern.compile("\\R");
  private static final Pattern PLACEHOLDER = Pattern.compile("(?:\\$\\{[^:{}\"']*})+");
  private static final Pattern PIECES = Pattern.compile("\\$\\{[^:{}]*(?::|})|}|ENC\\(|\\)$");
  private static final Set<String> NONE = Set.of("true", "false", "null");

  /** The begins of lines up to the end of a secret, each with the length before the secret. */
  private final Map<String, Integer> begins = new HashMap<>();

  private final TreeSet<Integer> lengths = new TreeSet<>(Comparator.reverseOrder());

  /** The words by their begins and then by their lengths, the longest first. */
  private final Map<String, NavigableMap<Integer, Set<String>>> words = new HashMap<>();

  private final Set<String> names = new HashSet<>();

  /** Tells whether a text has placeholders and nothing else, so that it may be shown. */
  static boolean isPlaceholder(String text) {
    return PLACEHOLDER.matcher(text.strip()).matches();
  }

  /** Placeholders are no secret, and hashes are hidden in a way of their own. */
  private static boolean isShown(String text) {
    return isPlaceholder(text) || PasswordLine.isHash(text.strip());
  }

  /** Adds a part of a text, which may have several lines. */
  void add(String text, int from, int to) {
    if (from >= to || isShown(text.substring(from, to))) {
      return;
    }
    int at = from;
    for (String piece : LINE_ENDS.split(text.substring(from, to), -1)) {
      int start = text.indexOf(piece, at);
      addPiece(text.substring(lineStart(text, start), start), piece);
      at = start + piece.length();
    }
  }

  private static int lineStart(String text, int at) {
    return Math.max(text.lastIndexOf('\n', at - 1), text.lastIndexOf('\r', at - 1)) + 1;
  }

  private void addPiece(String head, String piece) {
    String secret = piece.strip();
    if (!secret.isEmpty()) {
      String before = head + piece.substring(0, piece.indexOf(secret));
      begins.put(before + secret, before.length());
      lengths.add(before.length() + secret.length());
      add(secret);
    }
  }

  /** Adds a secret, wherever it stands. Passwords that ActiveMQ ships are no secret. */
  void add(String secret) {
    addWord(secret);
    for (String piece : PIECES.split(secret, -1)) {
      addWord(piece.strip());
    }
  }

  private void addWord(String word) {
    boolean known = NONE.contains(word) || ShippedPasswords.has("", word);
    if (word.length() >= LEAST && !known && !isShown(word)) {
      words
          .computeIfAbsent(
              word.substring(0, LEAST), begin -> new TreeMap<>(Comparator.reverseOrder()))
          .computeIfAbsent(word.length(), length -> new HashSet<>())
          .add(word);
    }
  }

  /** Adds the name of a user. It is shown, also if somebody has it as a password. */
  void addName(String name) {
    names.add(name);
  }

  /** Returns a line of a diff without the secrets. */
  String masked(String line) {
    String masked = line;
    for (int length : lengths) {
      for (int sign = 0; sign <= 1; sign++) {
        masked = maskedBegin(masked, sign, length);
      }
    }
    return maskedWords(masked);
  }

  private String maskedBegin(String line, int sign, int length) {
    int end = sign + length;
    if (end > line.length()) {
      return line;
    }
    Integer before = begins.get(line.substring(sign, end));
    return before == null ? line : line.substring(0, sign + before) + MASK + line.substring(end);
  }

  /** Returns a text in which no secret stands. */
  String maskedWords(String text) {
    StringBuilder masked = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int length = wordAt(text, at);
      masked.append(length > 0 ? MASK : text.substring(at, at + 1));
      at += Math.max(1, length);
    }
    return masked.toString();
  }

  private int wordAt(String text, int at) {
    if (at + LEAST > text.length()) {
      return 0;
    }
    NavigableMap<Integer, Set<String>> its = words.get(text.substring(at, at + LEAST));
    if (its == null) {
      return 0;
    }
    for (Map.Entry<Integer, Set<String>> each : its.entrySet()) {
      int end = at + each.getKey();
      boolean fits = end <= text.length() && (each.getKey() >= LONG || isAlone(text, at, end));
      String word = fits ? text.substring(at, end) : "";
      if (each.getValue().contains(word) && !names.contains(word)) {
        return each.getKey();
      }
    }
    return 0;
  }

  private static boolean isAlone(String text, int from, int to) {
    return (from == 0 || !Character.isLetterOrDigit(text.charAt(from - 1)))
        && (to == text.length() || !Character.isLetterOrDigit(text.charAt(to)));
  }
}
