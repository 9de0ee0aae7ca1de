package io.portcullis.cli.inspect;

import java.io.IOException;

/** Prints inspections, one at a time. */
interface InspectionPrinter {

  /**
   * Prints what became of a file.
   *
   * @param file its name, as it was given
   * @throws IOException if the output cannot be written
   */
  void print(String file, Inspection inspection) throws IOException;
}
