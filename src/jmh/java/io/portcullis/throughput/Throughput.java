package io.portcullis.throughput;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Measures brokers with the gate beside brokers without it, in rounds. Each broker has a JVM of its
 * own, and the clients share this one; the order of the variants is another in each round, and
 * ratios are taken within a round.
 */
@Command(
    name = "throughput",
    mixinStandardHelpOptions = true,
    description = "What a broker does in a second with the gate and without, and what it costs.")
public final class Throughput implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "How often everything is measured (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--seconds",
      defaultValue = "5",
      description = "How long each broker is measured (default: ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--warm-up",
      defaultValue = "5",
      description = "How many seconds each works before that (default: ${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--cases",
      defaultValue = "",
      description = "A regular expression: only the cases in whose name it is found.")
  private Pattern cases;

  private Throughput() {}

  /** Runs it; ends with 2 for wrong arguments and 1 if a broker or client failed. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Throughput()).execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    List<Scenario> chosen = chosen();
    Run first = run(chosen.get(0), Variant.GATE);
    System.err.println("warming up the clients, not counted: " + first.measure());
    Results results = new Results();
    for (int round = 0; round < rounds; round++) {
      for (Scenario scenario : chosen) {
        results.startRound(scenario);
        for (Variant variant : rotated(scenario.variants(), round)) {
          Measurement measurement = run(scenario, variant).measure();
          results.add(scenario, variant, measurement);
          System.err.printf(
              "round %d of %d, %s, %s: %s%n",
              round + 1, rounds, scenario.label(), variant.label(), measurement);
        }
      }
    }
    System.out.println(results.tables());
    return 0;
  }

  private List<Scenario> chosen() {
    if (rounds < 1 || seconds < 1 || warmUp < 0) {
      throw new ParameterException(
          spec.commandLine(),
          "--rounds=%d, --seconds=%d and --warm-up=%d: at least 1, 1 and 0"
              .formatted(rounds, seconds, warmUp));
    }
    List<Scenario> all = Scenario.all();
    List<Scenario> chosen =
        all.stream().filter(scenario -> cases.matcher(scenario.label()).find()).toList();
    if (chosen.isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "--cases=%s is found in none of: %s"
              .formatted(cases, String.join("; ", all.stream().map(Scenario::label).toList())));
    }
    return chosen;
  }

  private Run run(Scenario scenario, Variant variant) {
    return new Run(scenario, variant, Duration.ofSeconds(warmUp), Duration.ofSeconds(seconds));
  }

  private static List<Variant> rotated(List<Variant> variants, int by) {
    List<Variant> rotated = new ArrayList<>(variants);
    Collections.rotate(rotated, by);
    return rotated;
  }
}
