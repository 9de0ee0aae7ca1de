package io.portcullis.demo;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * The demonstration's arguments.
 *
 * @param exit whether it ends after both verdicts
 * @param firstPort the first of the ports to listen on; empty for those of the configuration
 */
record DemoArguments(boolean exit, OptionalInt firstPort) {

  static final String USAGE =
      "usage: mvn compile exec:java [-Dexec.args=\"[--exit] [--ports FIRST]\"], FIRST from 1024 to"
          + " 65000";

  private static final int LOWEST = 1024;
  private static final int HIGHEST = 65_000;

  /** Reads the arguments; empty if they make no sense. */
  static Optional<DemoArguments> of(String... arguments) {
    boolean exit = false;
    OptionalInt first = OptionalInt.empty();
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i].equals("--exit")) {
        exit = true;
      } else if (arguments[i].equals("--ports") && i + 1 < arguments.length) {
        i++;
        if (!arguments[i].matches("\\d{4,5}")) {
          return Optional.empty();
        }
        first = OptionalInt.of(Integer.parseInt(arguments[i]));
      } else {
        return Optional.empty();
      }
    }
    boolean sensible =
        first.isEmpty() || (first.getAsInt() >= LOWEST && first.getAsInt() <= HIGHEST);
    return sensible ? Optional.of(new DemoArguments(exit, first)) : Optional.empty();
  }
}
