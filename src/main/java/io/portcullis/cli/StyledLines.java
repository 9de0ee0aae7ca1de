package io.portcullis.cli;

import io.portcullis.report.LineWrap;
import io.portcullis.report.Printable;
import picocli.CommandLine.Help.Ansi;

/** Lines for a terminal, with or without colours. Names in them cannot control the terminal. */
final class StyledLines {

  private final Ansi ansi;
  private final LineWrap wrap;
  private final StringBuilder text = new StringBuilder();

  StyledLines(Ansi ansi, LineWrap wrap) {
    this.ansi = ansi;
    this.wrap = wrap;
  }

  /** Adds an empty line and a heading. */
  void heading(String heading) {
    if (!text.isEmpty()) {
      plain("");
    }
    styled("bold", heading);
  }

  /** Adds words below a heading, in as many lines as they need. */
  void item(String item) {
    wrap.lines(printable(item), 2, 4).forEach(this::plain);
  }

  /** Adds words in a style, in as many lines as they need. */
  void strong(String style, String words) {
    wrap.lines(printable(words), 0, 2).forEach(line -> styled(style, line));
  }

  /** Adds words below an item. */
  void inner(String words) {
    wrap.lines(printable(words), 6, 8).forEach(this::plain);
  }

  /** Adds a line. A tab stays a tab. */
  void plain(String line) {
    text.append(printable(line)).append(System.lineSeparator());
  }

  /**
   * Adds a line in a style.
   *
   * @param style picocli's names, such as {@code bold,red}
   */
  void styled(String style, String line) {
    if (!ansi.enabled()) {
      plain(line);
      return;
    }
    // Not Style.off: picocli ends bold by 21, which most terminals take for a double underline.
    text.append(Ansi.Style.on(Ansi.Style.parse(style)))
        .append(printable(line))
        .append(Ansi.Style.reset.off())
        .append(System.lineSeparator());
  }

  private static String printable(String line) {
    StringBuilder printable = new StringBuilder();
    int from = 0;
    for (int tab = line.indexOf('\t'); tab >= 0; tab = line.indexOf('\t', from)) {
      printable.append(Printable.of(line.substring(from, tab))).append('\t');
      from = tab + 1;
    }
    return printable.append(Printable.of(line.substring(from))).toString();
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
