package io.portcullis.scenario.console;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A page that looks like a terminal. It shows what a command printed, in its colours. */
final class TerminalPage {

  private static final Pattern ESCAPE = Pattern.compile("\u001b\\[([0-9;]*)m");
  private static final String RESET = "";

  /** The styles of a terminal that the commands use, by their number. */
  private static final Map<String, String> STYLES =
      Map.of(
          RESET, RESET, "0", RESET, "1", "bold", "2", "faint", "31", "red", "32", "green", "35",
          "magenta");

  private static final String TEMPLATE =
      """
      <!doctype html>
      <html lang="en">
      <meta charset="utf-8">
      <title>%1$s</title>
      <style>
      :root {
        --paper: #fff; --bar: #f6f8fa; --edge: #d1d9e0; --ink: #1f2328; --soft: #59636e;
        --red: #b3261e; --green: #0b6b3a; --magenta: #8250df;
      }
      @media (prefers-color-scheme: dark) {
        :root {
          --paper: #0d1117; --bar: #151b23; --edge: #3d444d; --ink: #e6edf3; --soft: #9198a1;
          --red: #ff7b72; --green: #56d364; --magenta: #d2a8ff;
        }
      }
      body { margin: 0; background: none; }
      main { border: 1px solid var(--edge); border-radius: 10px; background: var(--paper); color: var(--ink); overflow: hidden; }
      header { display: flex; align-items: center; gap: 7px; padding: 9px 14px; background: var(--bar); border-bottom: 1px solid var(--edge); }
      header i { width: 11px; height: 11px; border-radius: 50%%; background: var(--edge); }
      header b { flex: 1; margin-right: 47px; text-align: center; font: 13px/1 "Helvetica Neue", Arial, sans-serif; color: var(--soft); }
      pre { margin: 0; padding: 14px 16px 16px; font: 14px/1.36 "DejaVu Sans Mono", Menlo, Consolas, monospace; }
      .bold { font-weight: bold; } .faint, .prompt { color: var(--soft); }
      .red { color: var(--red); } .green { color: var(--green); } .magenta { color: var(--magenta); }
      </style>
      <main><header><i></i><i></i><i></i><b>%1$s</b></header>
      <pre><span class="prompt">$</span> %2$s
      %3$s</pre></main>
      """;

  private TerminalPage() {}

  /**
   * Returns the page.
   *
   * @param title what stands above the lines
   * @param command what was typed
   * @param lines what it printed
   */
  static String of(String title, String command, List<String> lines) {
    return TEMPLATE.formatted(
        escaped(title),
        escaped(command),
        lines.stream().map(TerminalPage::line).collect(Collectors.joining("\n")));
  }

  /** Returns a line without its styles. */
  static String plain(String line) {
    return ESCAPE.matcher(line).replaceAll("");
  }

  private static String line(String line) {
    StringBuilder html = new StringBuilder();
    Matcher escape = ESCAPE.matcher(line);
    int from = 0;
    int open = 0;
    while (escape.find()) {
      html.append(escaped(line.substring(from, escape.start())));
      from = escape.end();
      for (String number : escape.group(1).split(";", -1)) {
        String style = style(number);
        if (style.equals(RESET)) {
          html.append("</span>".repeat(open));
          open = 0;
        } else {
          html.append("<span class=\"%s\">".formatted(style));
          open++;
        }
      }
    }
    return html.append(escaped(line.substring(from))).append("</span>".repeat(open)).toString();
  }

  private static String style(String number) {
    if (!STYLES.containsKey(number)) {
      throw new IllegalArgumentException("no colour for " + number);
    }
    return STYLES.get(number);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }
}
