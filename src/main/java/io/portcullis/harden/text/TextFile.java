package io.portcullis.harden.text;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import com.github.difflib.patch.Chunk;
import com.github.difflib.patch.DeltaType;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A text file of the copy, and which rule changed which of its lines. It keeps the encoding, the
 * byte order mark and the line ends of the original.
 */
public final class TextFile {

  private static final Pattern LINE_ENDS = Pattern.compile("(?<=\r\n)|(?<=\n)|(?<=\r)(?!\n)");

  /**
   * A line and what happened to it.
   *
   * @param text the line with its end
   * @param changedBy the rules that inserted or changed it
   * @param removedBefore the rules that removed lines before it
   */
  public record Line(String text, Set<String> changedBy, Set<String> removedBefore) {}

  private final TextEncoding encoding;
  private final String original;
  private List<Line> lines;

  private TextFile(TextEncoding encoding, String original, List<Line> lines) {
    this.encoding = encoding;
    this.original = original;
    this.lines = lines;
  }

  /**
   * Reads the bytes of an existing file.
   *
   * @throws CharacterCodingException if the bytes are no text in this encoding
   */
  public static TextFile of(byte[] bytes, TextEncoding encoding) throws CharacterCodingException {
    CharBuffer text =
        encoding
            .charset()
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(ByteBuffer.wrap(bytes));
    String original = text.toString().substring(encoding.marked() ? 1 : 0);
    return new TextFile(encoding, original, unchanged(original));
  }

  /** Creates a file that the original folder does not have. */
  public static TextFile empty(Charset charset) {
    return new TextFile(new TextEncoding(charset, false), "", List.of());
  }

  private static List<Line> unchanged(String text) {
    return split(text).stream().map(line -> new Line(line, Set.of(), Set.of())).toList();
  }

  private static List<String> split(String text) {
    return text.isEmpty() ? List.of() : Arrays.asList(LINE_ENDS.split(text));
  }

  /** Returns the text as it was. */
  public String original() {
    return original;
  }

  /** Returns the text as it is. */
  public String text() {
    StringBuilder text = new StringBuilder();
    lines.forEach(line -> text.append(line.text()));
    return text.toString();
  }

  /** Returns the lines as they are. */
  public List<Line> lines() {
    return lines;
  }

  /** Tells whether the text differs from the original. */
  public boolean isChanged() {
    return !text().equals(original);
  }

  /** Returns the line end that most lines have; {@code \n} if there is none. */
  public String lineEnd() {
    int windows = count("\r\n");
    int unix = count("\n") - windows;
    int mac = count("\r") - windows;
    if (windows > unix && windows >= mac) {
      return "\r\n";
    }
    return mac > unix ? "\r" : "\n";
  }

  private int count(String end) {
    return (original.length() - original.replace(end, "").length()) / end.length();
  }

  /** Returns the bytes to write. */
  public byte[] bytes() {
    String mark = encoding.marked() ? TextEncoding.BYTE_ORDER_MARK : "";
    return (mark + text()).getBytes(encoding.charset());
  }

  /**
   * Replaces the text. Lines that stay keep their history. All others are changed by the rule.
   *
   * @param rule the id of the rule that needs the change
   */
  public void replace(String rule, String text) {
    List<String> before = lines.stream().map(Line::text).toList();
    List<String> after = split(text);
    List<Line> result = new ArrayList<>();
    int copied = 0;
    for (AbstractDelta<String> delta : DiffUtils.diff(before, after).getDeltas()) {
      Chunk<String> source = delta.getSource();
      result.addAll(lines.subList(copied, source.getPosition()));
      List<Line> replaced =
          lines.subList(source.getPosition(), source.getPosition() + source.size());
      copied = source.getPosition() + source.size();
      Set<String> rules = with(rule, replaced);
      if (delta.getType() == DeltaType.DELETE) {
        markNext(copied, rules, before.size());
        continue;
      }
      delta.getTarget().getLines().forEach(line -> result.add(new Line(line, rules, Set.of())));
    }
    result.addAll(lines.subList(copied, lines.size()));
    lines = List.copyOf(result);
  }

  /** Notes a removal at the line behind it, or at the last line. */
  private void markNext(int next, Set<String> rules, int size) {
    if (size == 0) {
      return;
    }
    int index = Math.min(next, size - 1);
    Line line = lines.get(index);
    Set<String> removed = new TreeSet<>(line.removedBefore());
    removed.addAll(rules);
    List<Line> marked = new ArrayList<>(lines);
    marked.set(index, new Line(line.text(), line.changedBy(), removed));
    lines = List.copyOf(marked);
  }

  private static Set<String> with(String rule, List<Line> replaced) {
    Set<String> rules = new TreeSet<>(Set.of(rule));
    replaced.forEach(
        line -> {
          rules.addAll(line.changedBy());
          rules.addAll(line.removedBefore());
        });
    return rules;
  }
}
