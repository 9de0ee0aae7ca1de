package io.portcullis.scenario.remedies;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.rule.Violation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Does what the words of a remedy say to a file that is not what ActiveMQ reads. It edits text, as
 * an operator does. The alternatives of a remedy are divided by {@code , or } and {@code ; }.
 */
final class XmlRemedy {

  private static final String NO_BEANS =
      """
      <beans xmlns="http://www.springframework.org/schema/beans"
             xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
             xsi:schemaLocation="http://www.springframework.org/schema/beans
               http://www.springframework.org/schema/beans/spring-beans.xsd"/>
      """;

  private static final String ATTRIBUTES = "(?:\\s+[\\w:.-]+=\"[^\"]*\")*\\s*/?>";

  /** What words say to do: the text of the file before and after. */
  private interface Deed {
    String apply(XmlRemedy remedy, String text, Matcher words) throws Exception;
  }

  private static final List<Map.Entry<Pattern, Deed>> DEEDS =
      List.of(
          deed("^did you mean <(\\w+)>\\?", XmlRemedy::renameElement),
          deed("^did you mean (\\$\\{.+?})\\?", XmlRemedy::renamePlaceholder),
          deed("^did you mean \"?([\\w.]+)\"?\\?", XmlRemedy::renameQuoted),
          deed("^remove it$", XmlRemedy::remove),
          deed("^remove the reference", XmlRemedy::removeReference),
          deed("^remove the text", XmlRemedy::removeText),
          deed("^remove one of the two", XmlRemedy::remove),
          deed("^delete this bean, lines? (\\d+)(?: to (\\d+))?", XmlRemedy::deleteLines),
          deed("^put it into <(\\w+)>", XmlRemedy::move),
          deed("^put it there", XmlRemedy::putFile),
          deed("^add \"(\\S+ \\S+)\" to xsi:schemaLocation", XmlRemedy::addLocation),
          deed(
              "^write (xsi:\\S+=\"[^\"]+\") and, if it is not there, (xmlns:xsi=\"\\S+\") into the"
                  + " root element",
              XmlRemedy::addToRoot),
          deed("in xsi:schemaLocation write (\\S+) (\\S+)", XmlRemedy::otherLocation),
          deed("^write (xmlns=\"\\S+\") in it", XmlRemedy::namespace),
          deed("^add (\\w+)$", XmlRemedy::addAttribute),
          deed("^write one of ([\\w-]+)", XmlRemedy::value),
          deed("^write (true) or false", XmlRemedy::value),
          deed("^write a whole number", XmlRemedy::number),
          deed("^write a URI, such as (\\S+)", XmlRemedy::uri),
          deed("^give one of them another name", XmlRemedy::otherName),
          deed("^give it one in the properties file", XmlRemedy::property));

  private final Violation violation;
  private final ConfFolder folder;

  private XmlRemedy(Violation violation, ConfFolder folder) {
    this.violation = violation;
    this.folder = folder;
  }

  private static Map.Entry<Pattern, Deed> deed(String pattern, Deed deed) {
    return Map.entry(Pattern.compile(pattern), deed);
  }

  /** Applies one of the alternatives of a violation's remedy. */
  static void apply(Violation violation, int alternative, ConfFolder folder) throws Exception {
    String words = violation.remedy().split(", or ", -1)[alternative];
    for (Map.Entry<Pattern, Deed> each : DEEDS) {
      Matcher matcher = each.getKey().matcher(words);
      if (matcher.find()) {
        XmlRemedy remedy = new XmlRemedy(violation, folder);
        String was = folder.read("activemq.xml");
        folder.write("activemq.xml", each.getValue().apply(remedy, was, matcher));
        return;
      }
    }
    throw new AssertionError("what to do in: " + words);
  }

  /** Returns the name of the element that the violation is about. */
  private String element() {
    Matcher name = Pattern.compile("<(\\w+)>").matcher(violation.where());
    assertThat(name.find()).as(violation.where()).isTrue();
    return name.group(1);
  }

  /** Returns what the violation quotes, such as a wrong name. */
  private String quoted() {
    Matcher quoted = Pattern.compile("\"([^\"]*)\"[^\"]*$").matcher(violation.found());
    assertThat(quoted.find()).as(violation.found()).isTrue();
    return quoted.group(1);
  }

  /** Finds the last start tag of the element that the violation is about. */
  private Matcher tag(String text) {
    Matcher name = Pattern.compile("\"(.*)\"").matcher(violation.where());
    String named = name.find() ? "\"" + name.group(1) + "\"" : "";
    Matcher tag = Pattern.compile("<" + element() + ATTRIBUTES).matcher(text);
    List<Integer> found = new ArrayList<>();
    while (tag.find()) {
      if (tag.group().contains(named)) {
        found.add(tag.start());
      }
    }
    assertThat(found).as(violation.where()).isNotEmpty();
    assertThat(tag.find(found.get(found.size() - 1))).isTrue();
    return tag;
  }

  private String withTag(String text, String from, String to) {
    Matcher tag = tag(text);
    assertThat(tag.group()).contains(from);
    return text.substring(0, tag.start())
        + tag.group().replace(from, to)
        + text.substring(tag.end());
  }

  /** Returns where the element ends. */
  private int end(String text, Matcher tag) {
    String close = "</%s>".formatted(element());
    return tag.group().endsWith("/>") ? tag.end() : text.indexOf(close, tag.end()) + close.length();
  }

  private String renameElement(String text, Matcher words) {
    return text.replaceAll("(</?)" + element() + "\\b", "$1" + words.group(1));
  }

  private String renamePlaceholder(String text, Matcher words) {
    Matcher wrong = Pattern.compile("\\$\\{[^}]+}").matcher(violation.found());
    assertThat(wrong.find()).as(violation.found()).isTrue();
    return text.replace(wrong.group(), words.group(1));
  }

  /** Writes another name for that of an attribute, a property, a class or a bean. */
  private String renameQuoted(String text, Matcher words) {
    Matcher type = Pattern.compile("^class (\\S+) is not").matcher(violation.found());
    String wrong = type.find() ? type.group(1) : quoted();
    return text.replaceFirst(
        "(?<=[\\s\"#])" + Pattern.quote(wrong) + "(?=[\"=])",
        Matcher.quoteReplacement(words.group(1)));
  }

  private String remove(String text, Matcher words) {
    if (violation.code().equals("xml-attribute-unknown")) {
      return text.replaceFirst("\\s" + Pattern.quote(quoted()) + "=\"[^\"]*\"", "");
    }
    Matcher tag = tag(text);
    return text.substring(0, tag.start()) + text.substring(end(text, tag));
  }

  private String removeReference(String text, Matcher words) {
    return text.replaceFirst("\\s\\w+=\"#" + Pattern.quote(quoted()) + "\"", "");
  }

  private String removeText(String text, Matcher words) {
    Matcher tag = tag(text);
    return text.substring(0, tag.end()) + text.substring(tag.end()).replaceFirst("^[^<]*", "");
  }

  private String deleteLines(String text, Matcher words) {
    List<String> lines = new ArrayList<>(text.lines().toList());
    int from = Integer.parseInt(words.group(1));
    int to = words.group(2) == null ? from : Integer.parseInt(words.group(2));
    lines.subList(from - 1, to).clear();
    return String.join("\n", lines) + "\n";
  }

  private String move(String text, Matcher words) {
    Matcher tag = tag(text);
    int end = end(text, tag);
    String moved = text.substring(tag.start(), end);
    String rest = text.substring(0, tag.start()) + text.substring(end);
    String into = "<%s>".formatted(words.group(1));
    return rest.contains(into)
        ? rest.replace(into, into + moved)
        : text.substring(0, tag.start())
            + "%s%s</%s>".formatted(into, moved, words.group(1))
            + text.substring(end);
  }

  private String putFile(String text, Matcher words) throws Exception {
    Matcher named = Pattern.compile("not there: (\\S+)").matcher(violation.found());
    assertThat(named.find()).as(violation.found()).isTrue();
    String name = Path.of(named.group(1)).getFileName().toString();
    folder.write(name, name.endsWith(".xml") ? NO_BEANS : "");
    return text;
  }

  private String addLocation(String text, Matcher words) {
    return text.replace("xsi:schemaLocation=\"", "xsi:schemaLocation=\"" + words.group(1) + " ");
  }

  private String addToRoot(String text, Matcher words) {
    String declaration = text.contains(words.group(2)) ? "" : " " + words.group(2);
    return text.replaceFirst("<beans", "<beans%s %s".formatted(declaration, words.group(1)));
  }

  private String otherLocation(String text, Matcher words) {
    return text.replaceFirst(
        "(?<=\\s)" + Pattern.quote(words.group(1)) + "\\s+\\S+?(?=[\\s\"])",
        words.group(1) + " " + words.group(2));
  }

  private String namespace(String text, Matcher words) {
    Matcher tag = tag(text);
    String without = tag.group().replaceFirst("\\sxmlns=\"[^\"]*\"", "");
    return text.substring(0, tag.start())
        + without.replaceFirst("^<\\w+", "$0 " + words.group(1))
        + text.substring(tag.end());
  }

  /** Adds an attribute with a value of the operator's choice. */
  private String addAttribute(String text, Matcher words) {
    return withTag(text, "<" + element(), "<%s %s=\"mode\"".formatted(element(), words.group(1)));
  }

  private String value(String text, Matcher words) {
    return text.replace("\"" + quoted() + "\"", "\"" + words.group(1) + "\"");
  }

  /** Writes a URI of the operator's choice, with the bounds that the rules demand. */
  private String uri(String text, Matcher words) {
    return text.replace(
        "\"" + quoted() + "\"", "\"%s?%s\"".formatted(words.group(1), ConfFolder.BOUNDS));
  }

  private String number(String text, Matcher words) {
    return text.replace("\"" + quoted() + "\"", "\"10000\"");
  }

  private String otherName(String text, Matcher words) {
    return withTag(text, "\"" + quoted() + "\"", "\"other\"");
  }

  /** Writes a value into the file of properties. */
  private String property(String text, Matcher words) throws Exception {
    Matcher name = Pattern.compile("\\$\\{([^}]+)}").matcher(violation.found());
    assertThat(name.find()).as(violation.found()).isTrue();
    Path file = folder.path("credentials.properties");
    folder.write(
        "credentials.properties", Files.readString(file) + "%s=mended\n".formatted(name.group(1)));
    return text;
  }
}
