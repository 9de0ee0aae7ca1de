package io.portcullis.broker.xml;

import io.portcullis.broker.platform.ConfigurationFault;
import io.portcullis.enforce.Disposition;
import io.portcullis.enforce.Finding;
import io.portcullis.rule.Fault;
import java.nio.file.Path;

/**
 * Something wrong in one place of a broker's file.
 *
 * @param file the file
 * @param line the line, counted from 1
 * @param spot which node it is about; two faults of one node are one
 * @param weight what it means for a start
 * @param finding the fault as a finding
 */
public record FileFault(Path file, int line, String spot, Weight weight, Finding finding) {

  /** What a fault means for a start. */
  public enum Weight {
    /** The schema refuses it. A start without validation may not. */
    SCHEMA,
    /** Every start fails for it. */
    START,
    /** A start fails if the broker's class path is like this one. */
    CLASS_PATH
  }

  /**
   * Creates one.
   *
   * @param where the element, such as {@code <broker>}
   */
  static FileFault of(
      Path file,
      int line,
      String spot,
      Weight weight,
      String where,
      Fault fault,
      Object... arguments) {
    Disposition disposition =
        weight == Weight.CLASS_PATH ? Disposition.REPORTED : Disposition.REFUSED;
    return new FileFault(
        file, line, spot, weight, ConfigurationFault.of(disposition, where, fault, arguments));
  }

  /** Returns it in one line, after the name of its file if that is not {@code main}. */
  public String line(Path main) {
    return "%sline %d, %s: %s; %s"
        .formatted(
            file.equals(main) ? "" : file.getFileName() + ", ",
            line,
            finding.violation().where(),
            finding.violation().found(),
            finding.violation().remedy());
  }
}
