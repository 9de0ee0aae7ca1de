package io.portcullis.cli;

import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Help.Ansi.IStyle;
import picocli.CommandLine.Help.Ansi.Style;
import picocli.CommandLine.Help.ColorScheme;

/**
 * The styles of the commands' help and errors. They can be read on light and dark backgrounds, so
 * no yellow is among them.
 */
final class HelpColours {

  /** Picocli's own bold ends by 21, which most terminals take for a double underline. */
  private static final IStyle BOLD =
      new IStyle() {
        @Override
        public String on() {
          return CSI + "1m";
        }

        @Override
        public String off() {
          return CSI + "22m";
        }
      };

  private HelpColours() {}

  static ColorScheme of(Ansi ansi) {
    return new ColorScheme.Builder(ansi)
        .commands(BOLD)
        .options(BOLD)
        .parameters(BOLD)
        .optionParams(Style.underline)
        .errors(Style.fg_red, BOLD)
        .build();
  }
}
