package io.portcullis.report;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import picocli.CommandLine.Help.Ansi;

/** A format of a report. */
public enum ReportFormat {
  /** For people. */
  TEXT,
  /** One JSON object. */
  JSON,
  /** SARIF 2.1.0, for code hosts. */
  SARIF,
  /** One page. */
  HTML;

  /**
   * Prints a report.
   *
   * @param ansi whether text for people may have colours
   * @param wrap how its lines are broken
   * @throws IOException if it cannot be written
   */
  public void print(Report report, Ansi ansi, LineWrap wrap, Writer out) throws IOException {
    printer(ansi, wrap).print(report, out);
  }

  private ReportPrinter printer(Ansi ansi, LineWrap wrap) {
    return switch (this) {
      case TEXT -> new TextReport(ansi, wrap);
      case JSON -> new JsonReport();
      case SARIF -> new SarifReport(Path.of(""));
      case HTML -> new HtmlReport();
    };
  }
}
