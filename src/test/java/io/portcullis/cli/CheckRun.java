package io.portcullis.cli;

import io.portcullis.report.LineWrap;
import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * A run of the command check.
 *
 * @param status what it ended with
 * @param out what it printed
 * @param err what it complained of
 */
record CheckRun(int status, String out, String err) {

  /** Runs it without colours, on a terminal of 80 columns. */
  static CheckRun of(Object... arguments) {
    return of(Ansi.OFF, arguments);
  }

  static CheckRun of(Ansi ansi, Object... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    String[] words = new String[arguments.length + 1];
    words[0] = "check";
    for (int i = 0; i < arguments.length; i++) {
      words[i + 1] = arguments[i].toString();
    }
    CommandLine command =
        Main.commandLine(
                new ByteArrayInputStream(new byte[0]), 1, Optional.empty(), () -> new LineWrap(80))
            .setColorScheme(HelpColours.of(ansi))
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));
    return new CheckRun(command.execute(words), out.toString(), err.toString());
  }
}
