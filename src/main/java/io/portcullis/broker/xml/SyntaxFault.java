package io.portcullis.broker.xml;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.w3c.dom.Element;
import org.xml.sax.SAXParseException;

/** Says why a file is no XML: the line, what is wrong, and what to do. */
final class SyntaxFault {

  /** What a parser says of a mistake, and what to tell of it. */
  private record Mistake(Pattern said, String found, String remedy) {

    Mistake(String said, String found, String remedy) {
      this(Pattern.compile(said), found, remedy);
    }
  }

  private static final String QUOTED = "\"([^\"]*)\"";

  private static final List<Mistake> MISTAKES =
      List.of(
          new Mistake(
              "entity name must immediately follow the '&'|reference to entity " + QUOTED,
              "an & stands alone",
              "write &amp; for it, also in a URI"),
          new Mistake(
              "entity \"([^\"]*)\" was referenced, but not declared",
              "&%s; stands for nothing",
              "write &amp; for a plain &"),
          new Mistake(
              "Attribute \"([^\"]*)\" was already specified",
              "attribute \"%s\" stands in one element twice",
              "remove one of the two"),
          new Mistake(
              "Open quote is expected for attribute \"(?:\\{[^}]*})?([^\"|]*)",
              "the value of attribute \"%s\" has no quotation marks",
              "put the value in quotation marks"),
          new Mistake(
              "Attribute name \"([^\"]*)\" associated .* must be followed by the ' = '",
              "attribute \"%s\" has no value",
              "write =\"VALUE\" after it; look for a quotation mark that is missing before it"),
          new Mistake(
              "value of attribute \"([^\"]*)\" .*must not contain the '<'",
              "the value of attribute \"%s\" has no end before the next <",
              "put a quotation mark at its end, or write &lt; for a plain <"),
          new Mistake(
              "prefix \"([^\"]*)\" for (?:element|attribute)",
              "nothing says which namespace the prefix %s: is",
              "declare it in the root element, such as"
                  + " xmlns:PREFIX=\"http://activemq.apache.org/schema/core\", or remove the prefix"),
          new Mistake(
              "string \"--\" is not permitted within comments",
              "-- stands within a comment",
              "remove it: a comment ends with -->, and has no -- before that"),
          new Mistake(
              "not allowed in prolog|target matching \"\\[xX]",
              "something stands before the beginning of the XML",
              "let the file begin with <?xml or with its root element"),
          new Mistake(
              "following the root element|not allowed in trailing section",
              "something stands after the end of the root element",
              "put it into the root element, or remove it"),
          new Mistake(
              "Premature end of file", "the file is empty", "put the configuration into it"),
          new Mistake(
              "invalid XML character",
              "it has a character that XML does not allow",
              "remove it: it is a control character, or the file is not in the encoding that it names"),
          new Mistake(
              "Invalid byte|encoding|Invalid encoding name",
              "the file is not in the encoding that it names",
              "save it as UTF-8, or name its encoding in <?xml version=\"1.0\" encoding=\"...\"?>"),
          new Mistake(
              "must be followed by either attribute specifications",
              "this tag does not end",
              "put > at its end; look for a quotation mark that is too many before it"),
          new Mistake(
              "comment|\\[CDATA|CDATA section",
              "a comment or a CDATA section does not end",
              "write --> or ]]> at its end"),
          new Mistake(
              "content of elements must consist of well-formed",
              "a < stands alone",
              "write &lt; for it, or complete the tag"));

  private static final Pattern UNENDED =
      Pattern.compile("end-tag|end tag|start and end within the same entity");

  private final SAXParseException error;
  private final List<Element> open;

  /**
   * @param open the elements that have begun and not ended, the innermost first
   */
  SyntaxFault(SAXParseException error, List<Element> open) {
    this.error = error;
    this.open = List.copyOf(open);
  }

  /** Says it in one line. */
  String line() {
    String said = String.valueOf(error.getMessage());
    String line = "line %d".formatted(Math.max(1, error.getLineNumber()));
    if (UNENDED.matcher(said).find() && !open.isEmpty()) {
      return line + ": " + unended(said);
    }
    String where = line + inside() + ": ";
    for (Mistake mistake : MISTAKES) {
      Matcher found = mistake.said().matcher(said);
      if (found.find()) {
        String named = found.groupCount() > 0 && found.group(1) != null ? found.group(1) : "";
        return where + mistake.found().replace("%s", named) + "; " + mistake.remedy();
      }
    }
    return where + Shortened.of(said);
  }

  private String inside() {
    return open.isEmpty() ? "" : ", in " + LocatedXml.describe(open.get(0));
  }

  private String unended(String said) {
    boolean atEnd = said.contains("same entity");
    if (atEnd && open.size() > 1) {
      List<String> elements = new ArrayList<>();
      open.forEach(
          element ->
              elements.add(
                  "<%s> of line %d".formatted(element.getNodeName(), LocatedXml.line(element))));
      return "the file ends before %s; write the end tags that are missing"
          .formatted(String.join(", ", elements));
    }
    String name = open.get(0).getNodeName();
    return "<%1$s>, which begins at line %2$d, is not ended here; write </%1$s> where it ends"
        .formatted(name, LocatedXml.line(open.get(0)));
  }

  /** Says that bytes of the file are no characters in its encoding. */
  static String ofEncoding(List<Element> open) {
    String where =
        open.isEmpty() ? "line 1: " : "after line %d: ".formatted(LocatedXml.line(open.get(0)));
    return where
        + "the file is not in the encoding that it names, or not UTF-8 if it names none; save it as"
        + " UTF-8, or name its encoding in <?xml version=\"1.0\" encoding=\"...\"?>";
  }
}
