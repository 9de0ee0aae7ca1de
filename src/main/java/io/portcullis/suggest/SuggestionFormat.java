package io.portcullis.suggest;

import com.fasterxml.jackson.core.JsonGenerator;
import io.portcullis.json.JsonText;
import io.portcullis.report.LineWrap;
import java.io.IOException;
import java.io.PrintWriter;

/** How a proposal is printed. */
public enum SuggestionFormat {
  /** An authorization map to paste, and the rest in comments. */
  XML {
    @Override
    public void print(Suggestion suggestion, LineWrap wrap, PrintWriter out) {
      XmlSuggestion.lines(suggestion).forEach(out::println);
    }
  },
  /** For people. */
  TEXT {
    @Override
    public void print(Suggestion suggestion, LineWrap wrap, PrintWriter out) {
      TextSuggestion.lines(suggestion, wrap).forEach(out::println);
    }
  },
  /** One JSON object. */
  JSON {
    @Override
    public void print(Suggestion suggestion, LineWrap wrap, PrintWriter out) throws IOException {
      try (JsonGenerator json = JsonText.generator(out)) {
        JsonSuggestion.write(suggestion, json);
      }
      out.println();
    }
  },
  /** A CycloneDX document of keys and algorithms. */
  CBOM {
    @Override
    public void print(Suggestion suggestion, LineWrap wrap, PrintWriter out) throws IOException {
      try (JsonGenerator json = JsonText.generator(out)) {
        Cbom.write(suggestion.observation(), json);
      }
      out.println();
    }
  };

  /**
   * Prints a proposal.
   *
   * @param wrap how lines for people are broken; the other formats ignore it
   */
  public abstract void print(Suggestion suggestion, LineWrap wrap, PrintWriter out)
      throws IOException;
}
