package io.portcullis.report;

import java.io.IOException;
import java.io.Writer;

/** Prints a report in one of its formats. */
interface ReportPrinter {

  /**
   * Prints a report.
   *
   * @throws IOException if it cannot be written
   */
  void print(Report report, Writer out) throws IOException;
}
