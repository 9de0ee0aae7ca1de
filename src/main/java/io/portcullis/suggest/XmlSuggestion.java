package io.portcullis.suggest;

import static io.portcullis.suggest.XmlEscapes.attribute;

import io.portcullis.policy.DestinationKind;
import io.portcullis.policy.DestinationName;
import io.portcullis.rule.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The proposal as XML to paste: an {@code <authorizationPlugin>}, and all else in comments beside
 * it. The whole is a document.
 */
final class XmlSuggestion {

  private final Suggestion suggestion;
  private final List<String> lines = new ArrayList<>();

  private XmlSuggestion(Suggestion suggestion) {
    this.suggestion = suggestion;
  }

  /** Returns the lines of the document. */
  static List<String> lines(Suggestion suggestion) {
    XmlSuggestion xml = new XmlSuggestion(suggestion);
    xml.head();
    xml.plugin();
    Section.of(suggestion).forEach(section -> xml.block(section.heading(), section.lines()));
    GateXml.of(suggestion.gate()).forEach(xml::property);
    if (!suggestion.gate().notices().isEmpty()) {
      xml.block("Not proposed for Portcullis", suggestion.gate().notices());
    }
    return xml.lines;
  }

  private void head() {
    List<String> head = new ArrayList<>(Phrases.source(suggestion.observation()));
    head.add(
        "Only what went through is proposed. Read it, and put the element in the place of your");
    head.add("<authorizationPlugin>. Other rights, such as those of yearly jobs, are not in it.");
    block("Proposed by Portcullis from what was observed", head);
  }

  private void plugin() {
    lines.add("<authorizationPlugin xmlns=\"http://activemq.apache.org/schema/core\">");
    lines.add("  <map>");
    lines.add("    <authorizationMap>");
    lines.add("      <authorizationEntries>");
    for (ProposedEntry entry : suggestion.map().entries()) {
      line(
          "        <authorizationEntry %s%s/>".formatted(named(entry.destination()), rights(entry)),
          entry);
    }
    lines.add("      </authorizationEntries>");
    lines.add("      <tempDestinationAuthorizationEntry>");
    ProposedEntry temporary = suggestion.map().temporary();
    line("        <tempDestinationAuthorizationEntry%s/>".formatted(rights(temporary)), temporary);
    lines.add("      </tempDestinationAuthorizationEntry>");
    lines.add("    </authorizationMap>");
    lines.add("  </map>");
    lines.add("</authorizationPlugin>");
  }

  private void line(String element, ProposedEntry entry) {
    lines.add(
        "%s <!-- %s -->"
            .formatted(
                element,
                XmlEscapes.comment(
                    String.join(
                        "; ",
                        Phrases.reasons(
                            entry, suggestion.observation().rights().createdByClients())))));
  }

  private static String named(DestinationName destination) {
    return "%s=\"%s\""
        .formatted(
            destination.kind() == DestinationKind.QUEUE ? "queue" : "topic",
            attribute(destination.name()));
  }

  private static String rights(ProposedEntry entry) {
    StringBuilder rights = new StringBuilder();
    for (Operation operation : Operation.values()) {
      Set<String> groups = entry.groups(operation);
      if (!groups.isEmpty()) {
        rights.append(
            " %s=\"%s\"".formatted(operation.right(), attribute(String.join(",", groups))));
      }
    }
    return rights.toString();
  }

  private void block(String heading, List<String> content) {
    lines.add("<!-- %s:".formatted(XmlEscapes.comment(heading)));
    content.forEach(line -> lines.add("  " + XmlEscapes.comment(line)));
    lines.add("-->");
  }

  /** The element stands in the comment as it is to be pasted. */
  private void property(GateXml.Property property) {
    lines.add("<!-- For Portcullis' bean, to paste between its tags.");
    property.from().forEach(line -> lines.add("  " + XmlEscapes.comment(line)));
    lines.add("");
    property.xml().forEach(line -> lines.add("  " + line));
    lines.add("-->");
  }
}
