package io.portcullis.suggest;

import io.portcullis.report.LineWrap;
import io.portcullis.report.Printable;
import io.portcullis.rule.Operation;
import java.util.ArrayList;
import java.util.List;

/** The proposal for people: a table by destination, and what is said beside it. */
final class TextSuggestion {

  private static final int RIGHT_WIDTH = 5;

  private final LineWrap wrap;
  private final List<String> lines = new ArrayList<>();

  private TextSuggestion(LineWrap wrap) {
    this.wrap = wrap;
  }

  /** Returns the lines. */
  static List<String> lines(Suggestion suggestion, LineWrap wrap) {
    TextSuggestion text = new TextSuggestion(wrap);
    Phrases.source(suggestion.observation()).forEach(line -> text.line(line, 0));
    text.heading("Rights by destination, from what went through");
    boolean created = suggestion.observation().rights().createdByClients();
    suggestion.map().entries().forEach(entry -> text.entry(entry, created));
    text.entry(suggestion.map().temporary(), created);
    for (Section section : Section.of(suggestion)) {
      text.heading(section.heading());
      section.lines().forEach(line -> text.line(line, 2));
    }
    for (GateXml.Property property : GateXml.of(suggestion.gate())) {
      text.heading("For Portcullis' bean");
      property.from().forEach(line -> text.line(line, 2));
      property.xml().forEach(line -> text.lines.add("    " + line));
    }
    if (!suggestion.gate().notices().isEmpty()) {
      text.heading("Not proposed for Portcullis");
      suggestion.gate().notices().forEach(line -> text.line(line, 2));
    }
    return text.lines;
  }

  private void heading(String heading) {
    lines.add("");
    line(heading + ":", 0);
  }

  private void line(String line, int indent) {
    lines.addAll(wrap.lines(Printable.of(line), indent, indent + 2));
  }

  private void entry(ProposedEntry entry, boolean createdByClients) {
    line(
        entry.destination().equals(ProposedMap.TEMPORARY)
            ? "temporary destinations"
            : entry.destination().shown(),
        2);
    for (Operation operation : Operation.values()) {
      if (!entry.groups(operation).isEmpty()) {
        line(
            "%s  %s"
                .formatted(
                    LineWrap.padded(operation.right(), RIGHT_WIDTH),
                    String.join(", ", entry.groups(operation))),
            4);
      }
    }
    Phrases.reasons(entry, createdByClients).forEach(reason -> line(reason, 6));
  }
}
