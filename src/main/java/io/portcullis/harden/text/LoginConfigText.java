package io.portcullis.harden.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The text of a JAAS login configuration whose modules know their offsets. An edit returns the
 * changed text, in which all else stays.
 *
 * <p>Source: the syntax in the Javadoc of {@link javax.security.auth.login.Configuration}. The JDK
 * tells words, quoted texts and comments apart as {@link java.io.StreamTokenizer} does.
 */
public final class LoginConfigText {

  private static final Pattern LINE_END = Pattern.compile("\\R");
  private static final String INDENT = "    ";

  /**
   * A login configuration of a name.
   *
   * @param name the name
   * @param modules its login modules
   */
  public record Entry(String name, List<Module> modules) {}

  /**
   * A login module of a login configuration.
   *
   * @param type the token of its class
   * @param options its options, by their names
   * @param optionsFrom the offset behind its flag
   * @param to the offset behind its semicolon
   */
  public record Module(Token type, Map<String, Option> options, int optionsFrom, int to) {

    /** Returns an option's value. */
    public Optional<String> option(String name) {
      return Optional.ofNullable(options.get(name)).map(option -> option.value().text());
    }
  }

  /** An option, {@code name=value}. */
  public record Option(Token name, Token value) {}

  /**
   * A word, a quoted text without its quotation marks, or a sign.
   *
   * @param from the offset of its first character
   * @param to the offset behind it
   */
  public record Token(String text, int from, int to) {}

  private record Splice(int from, int to, String insert) {}

  private final String text;
  private final String lineEnd;
  private final List<Token> tokens = new ArrayList<>();
  private final List<Entry> entries = new ArrayList<>();
  private int next;

  private LoginConfigText(String text, String lineEnd) {
    this.text = text;
    this.lineEnd = lineEnd;
  }

  /**
   * Reads a text.
   *
   * @throws IllegalArgumentException if it is no login configuration
   */
  public static LoginConfigText of(String text, String lineEnd) {
    LoginConfigText config = new LoginConfigText(text, lineEnd);
    config.tokenize();
    while (config.next < config.tokens.size()) {
      config.entries.add(config.entry());
    }
    return config;
  }

  /** Returns the login configuration of a name. */
  public Optional<Entry> entry(String name) {
    return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
  }

  /** Returns all login configurations. */
  public List<Entry> entries() {
    return entries;
  }

  private void tokenize() {
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c <= ' ') {
        at++;
      } else if (text.startsWith("/*", at)) {
        int end = text.indexOf("*/", at + 2);
        at = end < 0 ? text.length() : end + 2;
      } else if (c == '/') {
        at = lineEnd(at);
      } else {
        Token token = c == '"' || c == '\'' ? quoted(at) : word(at);
        tokens.add(token);
        at = token.to();
      }
    }
  }

  private int lineEnd(int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
      at++;
    }
    return at;
  }

  private Token quoted(int from) {
    StringBuilder value = new StringBuilder();
    int at = from + 1;
    int end = lineEnd(from);
    while (at < end && text.charAt(at) != text.charAt(from)) {
      if (text.charAt(at) == '\\' && at + 1 < end) {
        at++;
      }
      value.append(text.charAt(at));
      at++;
    }
    return new Token(value.toString(), from, Math.min(at + 1, text.length()));
  }

  private Token word(int from) {
    int at = from;
    while (at < text.length() && isWord(text.charAt(at))) {
      at++;
    }
    int to = Math.max(at, from + 1);
    return new Token(text.substring(from, to), from, to);
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c >= 0xA0 || "._$*-".indexOf(c) >= 0;
  }

  private Entry entry() {
    String name = take().text();
    expect("{");
    List<Module> modules = new ArrayList<>();
    while (!peek().equals("}")) {
      modules.add(module());
    }
    expect("}");
    expect(";");
    return new Entry(name, modules);
  }

  private Module module() {
    Token type = take();
    int optionsFrom = take().to();
    Map<String, Option> options = new LinkedHashMap<>();
    while (!peek().equals(";")) {
      Token name = take();
      expect("=");
      options.put(name.text(), new Option(name, take()));
    }
    return new Module(type, options, optionsFrom, take().to());
  }

  private String peek() {
    if (next >= tokens.size()) {
      throw new IllegalArgumentException("it ends within a login configuration");
    }
    return tokens.get(next).text();
  }

  private Token take() {
    peek();
    return tokens.get(next++);
  }

  private void expect(String sign) {
    Token token = take();
    if (!token.text().equals(sign)) {
      throw new IllegalArgumentException(
          "line %d lacks \"%s\"".formatted(lineOf(token.from()), sign));
    }
  }

  private long lineOf(int offset) {
    return 1 + LINE_END.matcher(text.substring(0, offset)).results().count();
  }

  /**
   * Changes a module's class and options. Options that it keeps stay where they are.
   *
   * @param options all options that it is to have
   */
  public String with(Module module, String type, Map<String, String> options) {
    List<Splice> splices = new ArrayList<>();
    if (!module.type().text().equals(type)) {
      splices.add(new Splice(module.type().from(), module.type().to(), type));
    }
    int last = module.optionsFrom();
    for (Option option : module.options().values()) {
      String value = options.get(option.name().text());
      if (value == null) {
        splices.add(removal(option.name().from(), option.value().to()));
      } else if (!value.equals(option.value().text())) {
        splices.add(new Splice(option.value().from(), option.value().to(), quoted(value)));
      }
      last = Math.max(last, option.value().to());
    }
    StringBuilder added = new StringBuilder();
    options.forEach(
        (name, value) -> {
          if (!module.options().containsKey(name)) {
            added.append(lineEnd).append(INDENT.repeat(2)).append(name).append('=');
            added.append(quoted(value));
          }
        });
    splices.add(new Splice(last, last, added.toString()));
    return spliced(splices);
  }

  /** Removes a module with its lines. */
  public String without(Module module) {
    return spliced(List.of(removal(module.type().from(), module.to())));
  }

  /** Appends a login configuration with one required module. */
  public String withEntry(String name, String type, Map<String, String> options) {
    StringBuilder entry = new StringBuilder(text);
    if (!text.isEmpty() && !text.endsWith("\n") && !text.endsWith("\r")) {
      entry.append(lineEnd);
    }
    entry.append(name).append(" {").append(lineEnd);
    entry.append(INDENT).append(type).append(" required");
    options.forEach(
        (option, value) ->
            entry
                .append(lineEnd)
                .append(INDENT.repeat(2))
                .append(option)
                .append('=')
                .append(quoted(value)));
    return entry.append(';').append(lineEnd).append("};").append(lineEnd).toString();
  }

  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** Removes a part, and its lines if they have nothing else. A comment before it keeps its end. */
  private Splice removal(int from, int to) {
    int begin = from;
    while (begin > 0 && isBlank(text.charAt(begin - 1))) {
      begin--;
    }
    boolean beginsLine =
        begin == 0 || text.charAt(begin - 1) == '\n' || text.charAt(begin - 1) == '\r';
    int end = to;
    while (end < text.length() && isBlank(text.charAt(end))) {
      end++;
    }
    boolean endsLine = end < text.length() && lineEnd(end) == end;
    if (!beginsLine || !endsLine) {
      return new Splice(beginsLine ? from : begin, to, "");
    }
    return new Splice(begin, text.startsWith("\r\n", end) ? end + 2 : end + 1, "");
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private String spliced(List<Splice> splices) {
    StringBuilder result = new StringBuilder(text);
    splices.stream()
        .sorted(Comparator.comparingInt(Splice::from).reversed())
        .forEach(splice -> result.replace(splice.from(), splice.to(), splice.insert()));
    return result.toString();
  }
}
