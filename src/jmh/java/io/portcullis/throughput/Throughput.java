package io.portcullis.throughput;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * Measures brokers with Portcullis beside brokers without it, in rounds. Each broker has a JVM of
 * its own, and the clients share this one. Ratios are taken within a round.
 */
@Command(
    name = "throughput",
    mixinStandardHelpOptions = true,
    description = "What a broker does in a second with Portcullis and without, and what it costs.")
public final class Throughput implements Callable<Integer> {

  @Spec private CommandSpec spec;

  @Option(
      names = "--rounds",
      defaultValue = "3",
      description = "How often everything is measured (default: ${DEFAULT-VALUE}).")
  private int rounds;

  @Option(
      names = "--start-up",
      defaultValue = "20",
      description =
          "How many seconds each broker works before anything is measured (default:"
              + " ${DEFAULT-VALUE}).")
  private int startUp;

  @Option(
      names = "--warm-up",
      defaultValue = "5",
      description =
          "How many seconds each works before it is measured in a case (default:"
              + " ${DEFAULT-VALUE}).")
  private int warmUp;

  @Option(
      names = "--seconds",
      defaultValue = "6",
      description = "How many seconds each is measured in a case (default: ${DEFAULT-VALUE}).")
  private int seconds;

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
    Results results = new Results(chosen);
    Map<Scenario.Kind, List<Scenario>> byBroker =
        chosen.stream().collect(groupingBy(Scenario::broker, LinkedHashMap::new, toList()));
    for (int round = 1; round <= rounds; round++) {
      for (List<Scenario> scenarios : byBroker.values()) {
        Map<Scenario, Map<Variant, Measurement>> measured =
            new Round(round - 1, scenarios, startUp, warmUp, seconds).measure();
        measured.forEach(results::add);
        tell(round, measured);
      }
    }
    System.out.println(results.tables());
    return 0;
  }

  private List<Scenario> chosen() {
    if (rounds < 1 || startUp < 1 || warmUp < 0 || seconds < 1) {
      throw new ParameterException(
          spec.commandLine(),
          "--rounds=%d, --start-up=%d, --warm-up=%d and --seconds=%d: at least 1, 1, 0 and 1"
              .formatted(rounds, startUp, warmUp, seconds));
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

  private void tell(int round, Map<Scenario, Map<Variant, Measurement>> measured) {
    measured.forEach(
        (scenario, variants) ->
            variants.forEach(
                (variant, measurement) ->
                    System.err.printf(
                        "round %d of %d, %s, %s: %s%n",
                        round, rounds, scenario.label(), variant.label(), measurement)));
  }
}
