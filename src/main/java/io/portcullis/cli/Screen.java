package io.portcullis.cli;

import io.portcullis.report.LineWrap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/** Where standard output is shown: its colours and the length of its lines. */
final class Screen {

  /** Longer lines are hard to read. */
  private static final int MOST_COLUMNS = 120;

  private Screen() {}

  /**
   * Tells whether there may be colours. They need a terminal that has some, and {@code NO_COLOR}
   * turns them off.
   *
   * @param environment the variables of the process
   */
  static Ansi ansi(Map<String, String> environment) {
    return "dumb".equals(environment.get("TERM")) ? Ansi.OFF : Ansi.AUTO;
  }

  /** Returns how lines are broken: at the width of the terminal, and never without a terminal. */
  static LineWrap wrap() {
    return PasswordInput.terminal().isPresent()
        ? new LineWrap(Math.min(MOST_COLUMNS, terminalColumns()))
        : LineWrap.NONE;
  }

  /** Asks the terminal, by picocli. If it does not answer, this is 80. */
  private static int terminalColumns() {
    return new CommandLine(CommandSpec.create()).setUsageHelpAutoWidth(true).getUsageHelpWidth();
  }
}
