package io.portcullis.harden.text;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A well-formed XML text whose elements know their offsets, so that one can be changed and the rest
 * stays letter by letter. An edit returns the changed text.
 *
 * <p>The reader assumes that an XML parser accepted the text. It skips comments, CDATA sections,
 * processing instructions and the document type. Libraries that write a changed tree were tried.
 * They normalize white space in tags, and character references.
 */
public final class XmlText {

  private static final Pattern NAME = Pattern.compile("[^\\s/>=]+");
  private static final Pattern ENTITY = Pattern.compile("&(#x?)?([^;]+);");
  private static final String DEFAULT_INDENT = "  ";

  private final String text;
  private final String lineEnd;
  private Optional<XmlNode> root = Optional.empty();
  private Optional<XmlNode> current = Optional.empty();

  private XmlText(String text, String lineEnd) {
    this.text = text;
    this.lineEnd = lineEnd;
  }

  /**
   * Reads a text.
   *
   * @param lineEnd the line end that inserted lines get
   * @throws IllegalArgumentException if the text is not well-formed
   */
  public static XmlText of(String text, String lineEnd) {
    XmlText xml = new XmlText(text, lineEnd);
    try {
      xml.read();
    } catch (IndexOutOfBoundsException e) {
      throw new IllegalArgumentException("it ends within a tag", e);
    }
    if (xml.root.isEmpty() || xml.current.isPresent()) {
      throw new IllegalArgumentException("it is not well-formed");
    }
    return xml;
  }

  /** Returns the whole text. */
  public String text() {
    return text;
  }

  public XmlNode root() {
    return root.orElseThrow();
  }

  private void read() {
    int at = text.indexOf('<');
    while (at >= 0) {
      at = text.indexOf('<', tag(at));
    }
  }

  /** Reads what begins at an offset, and returns the offset behind it. */
  private int tag(int at) {
    if (text.startsWith("<!--", at)) {
      return behind("-->", at + 4);
    }
    if (text.startsWith("<![CDATA[", at)) {
      return behind("]]>", at);
    }
    if (text.startsWith("<?", at)) {
      return behind("?>", at);
    }
    if (text.startsWith("<!", at)) {
      return documentType(at);
    }
    return text.startsWith("</", at) ? endTag(at) : startTag(at);
  }

  private int behind(String end, int from) {
    int found = text.indexOf(end, from);
    if (found < 0) {
      throw new IllegalArgumentException("it lacks " + end);
    }
    return found + end.length();
  }

  private int documentType(int at) {
    int subset = text.indexOf('[', at);
    int end = text.indexOf('>', at);
    return subset >= 0 && subset < end ? behind(">", behind("]", subset)) : behind(">", at);
  }

  private int endTag(int at) {
    int end = behind(">", at);
    XmlNode node =
        current.orElseThrow(() -> new IllegalArgumentException("an end tag has no start tag"));
    node.closed(at, end);
    current = node.parent();
    return end;
  }

  private int startTag(int at) {
    int position = nameEnd(at + 1);
    XmlNode node = new XmlNode(text.substring(at + 1, position), current, at);
    position = blanksEnd(position);
    while (text.charAt(position) != '>' && text.charAt(position) != '/') {
      position = blanksEnd(attribute(node, position));
    }
    int end = behind(">", position);
    node.opened(end);
    current.ifPresent(parent -> parent.add(node));
    if (root.isEmpty()) {
      root = Optional.of(node);
    }
    if (text.charAt(position) == '/') {
      node.closed(end, end);
    } else {
      current = Optional.of(node);
    }
    return end;
  }

  private int attribute(XmlNode node, int from) {
    int nameEnd = nameEnd(from);
    int quote = blanksEnd(blanksEnd(nameEnd) + 1);
    int to = text.indexOf(text.charAt(quote), quote + 1);
    if (to < 0) {
      throw new IllegalArgumentException("an attribute lacks its quotation mark");
    }
    node.add(
        text.substring(from, nameEnd),
        new XmlNode.Attribute(resolved(text.substring(quote + 1, to)), from, quote + 1, to));
    return to + 1;
  }

  private int nameEnd(int from) {
    Matcher name = NAME.matcher(text).region(from, text.length());
    if (!name.lookingAt()) {
      throw new IllegalArgumentException("a tag has no name");
    }
    return name.end();
  }

  private int blanksEnd(int from) {
    int at = from;
    while (Character.isWhitespace(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static String resolved(String raw) {
    return ENTITY
        .matcher(raw)
        .replaceAll(entity -> Matcher.quoteReplacement(resolved(entity.group(1), entity.group(2))));
  }

  private static String resolved(String sign, String name) {
    if (sign != null) {
      return Character.toString(Integer.parseInt(name, sign.length() == 2 ? 16 : 10));
    }
    return switch (name) {
      case "amp" -> "&";
      case "lt" -> "<";
      case "gt" -> ">";
      case "quot" -> "\"";
      case "apos" -> "'";
      default -> "&" + name + ";";
    };
  }

  /** Escapes a text for an attribute's value. */
  public static String escaped(String value) {
    return value
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace("\"", "&quot;")
        .replace("'", "&apos;");
  }

  /** Sets an attribute. A new one comes last. */
  public String withAttribute(XmlNode node, String name, String value) {
    Optional<XmlNode.Attribute> place = node.place(name);
    if (place.isPresent()) {
      return splice(place.get().valueFrom(), place.get().valueTo(), escaped(value));
    }
    int last =
        node.attributes().stream()
            .mapToInt(other -> node.place(other).orElseThrow().valueTo() + 1)
            .max()
            .orElse(node.from() + 1 + node.name().length());
    return splice(last, last, " %s=\"%s\"".formatted(name, escaped(value)));
  }

  /** Removes an attribute and the white space before it. */
  public String withoutAttribute(XmlNode node, String name) {
    return node.place(name)
        .map(place -> splice(blanksBegin(place.from()), place.valueTo() + 1, ""))
        .orElse(text);
  }

  /** Inserts lines before an element. Each level of the fragment is indented by two blanks. */
  public String before(XmlNode node, String fragment) {
    String indent = indent(node.from());
    return splice(node.from(), node.from(), lines(fragment, indent, unit(node)) + lineEnd + indent);
  }

  /** Inserts lines behind an element. */
  public String after(XmlNode node, String fragment) {
    return splice(
        node.to(),
        node.to(),
        lineEnd + indent(node.from()) + lines(fragment, indent(node.from()), unit(node)));
  }

  /** Inserts lines as the first child of an element. */
  public String first(XmlNode node, String fragment) {
    return node.isEmptyTag() ? filled(node, fragment) : inside(node, node.openTo(), fragment);
  }

  /** Inserts lines as the last child of an element. */
  public String last(XmlNode node, String fragment) {
    if (node.isEmptyTag()) {
      return filled(node, fragment);
    }
    if (node.children().isEmpty()) {
      return inside(node, node.openTo(), fragment);
    }
    return after(node.children().get(node.children().size() - 1), fragment);
  }

  private String inside(XmlNode node, int at, String fragment) {
    String indent = indent(node.from()) + unit(node);
    String rest = text.substring(at, node.closeFrom());
    String end =
        rest.isBlank() && !rest.contains("\n") && !rest.contains("\r")
            ? lineEnd + indent(node.from())
            : "";
    return splice(at, at, lineEnd + indent + lines(fragment, indent, unit(node)) + end);
  }

  private String filled(XmlNode node, String fragment) {
    int slash = text.lastIndexOf('/', node.to());
    String indent = indent(node.from());
    String inner = indent + unit(node);
    return splice(
        blanksBegin(slash),
        node.to(),
        ">"
            + lineEnd
            + inner
            + lines(fragment, inner, unit(node))
            + lineEnd
            + indent
            + "</"
            + node.name()
            + ">");
  }

  /** Replaces an element by lines. */
  public String replaced(XmlNode node, String fragment) {
    return splice(node.from(), node.to(), lines(fragment, indent(node.from()), unit(node)));
  }

  /** Puts a start tag before the root element, and an end tag behind it. */
  public String wrapped(XmlNode node, String startTag, String endTag) {
    return text.substring(0, node.from())
        + startTag
        + lineEnd
        + text.substring(node.from(), node.to())
        + lineEnd
        + endTag
        + text.substring(node.to());
  }

  /** Removes an element, and its line if nothing else is on it. */
  public String without(XmlNode node) {
    int from = node.from() - indent(node.from()).length();
    boolean wholeLine = from == 0 || isLineEnd(text.charAt(from - 1));
    int end = node.to();
    if (!wholeLine || end >= text.length() || !isLineEnd(text.charAt(end))) {
      return splice(node.from(), end, "");
    }
    return splice(from, text.startsWith("\r\n", end) ? end + 2 : end + 1, "");
  }

  /** Replaces what stands between a start tag and its end tag. */
  public String withContent(XmlNode node, String content) {
    return splice(node.openTo(), node.closeFrom(), content);
  }

  /** Returns what stands between a start tag and its end tag. */
  public String content(XmlNode node) {
    return node.isEmptyTag() ? "" : text.substring(node.openTo(), node.closeFrom());
  }

  private String splice(int from, int to, String insert) {
    return text.substring(0, from) + insert + text.substring(to);
  }

  private String lines(String fragment, String indent, String unit) {
    StringBuilder result = new StringBuilder();
    for (String line : fragment.strip().lines().toList()) {
      String stripped = line.stripLeading();
      int level = (line.length() - stripped.length()) / 2;
      if (!result.isEmpty()) {
        result.append(lineEnd).append(stripped.isEmpty() ? "" : indent + unit.repeat(level));
      }
      result.append(stripped);
    }
    return result.toString();
  }

  /** Returns the white space before an offset, if a line begins with it. */
  private String indent(int offset) {
    int begin = offset;
    while (begin > 0 && isBlank(text.charAt(begin - 1))) {
      begin--;
    }
    boolean beginsLine = begin == 0 || isLineEnd(text.charAt(begin - 1));
    return beginsLine ? text.substring(begin, offset) : lineIndent(begin);
  }

  private String lineIndent(int offset) {
    int begin = offset;
    while (begin > 0 && !isLineEnd(text.charAt(begin - 1))) {
      begin--;
    }
    int end = begin;
    while (end < offset && isBlank(text.charAt(end))) {
      end++;
    }
    return text.substring(begin, end);
  }

  /** Returns what an element is indented more than the one around it. */
  private String unit(XmlNode node) {
    Optional<XmlNode> inner =
        node.children().isEmpty() ? Optional.of(node) : Optional.of(node.children().get(0));
    for (; inner.flatMap(XmlNode::parent).isPresent(); inner = inner.get().parent()) {
      String outside = indent(inner.get().parent().orElseThrow().from());
      String own = indent(inner.get().from());
      if (own.length() > outside.length() && own.startsWith(outside)) {
        return own.substring(outside.length());
      }
    }
    return DEFAULT_INDENT;
  }

  private int blanksBegin(int offset) {
    int begin = offset;
    while (begin > 0 && Character.isWhitespace(text.charAt(begin - 1))) {
      begin--;
    }
    return begin;
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  private static boolean isLineEnd(char c) {
    return c == '\n' || c == '\r';
  }
}
