package io.portcullis.throughput;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** All that was measured, and the tables that are made of it. */
final class Results {

  private static final String RATIO = "%.3f";
  private static final String BYTES = "%,.0f";

  private final Map<Scenario, List<Map<Variant, Measurement>>> rounds = new LinkedHashMap<>();

  /**
   * None yet.
   *
   * @param scenarios what is going to be measured, in the order of the tables
   */
  Results(List<Scenario> scenarios) {
    scenarios.forEach(scenario -> rounds.put(scenario, new ArrayList<>()));
  }

  /** Adds a round of a scenario, whose measurements are compared with each other only. */
  void add(Scenario scenario, Map<Variant, Measurement> round) {
    rounds.get(scenario).add(round);
  }

  /** In Markdown: what was done in a second, the processor time of each, and the memory held. */
  String tables() {
    return String.join(
        "\n",
        comparison("In a second", Measurement::perSecond, BYTES),
        comparison("Processor time of the broker for each, µs", Measurement::cpuMicros, "%,.1f"),
        memory());
  }

  private String comparison(String what, ToDoubleFunction<Measurement> value, String format) {
    StringBuilder table = new StringBuilder();
    table.append("| %s | %s |".formatted(what, Variant.WITHOUT.label()));
    for (Variant variant : others()) {
      table.append(" %s ÷ without |".formatted(variant.label()));
    }
    table.append("\n|---|---:|---:|---:|---:|\n");
    rounds.forEach(
        (scenario, of) -> {
          table.append("| %s | ".formatted(scenario.label()));
          table.append(values(of, Variant.WITHOUT, value).as(format)).append(" |");
          for (Variant variant : others()) {
            table.append(
                scenario.variants().contains(variant)
                    ? " %s |".formatted(ratios(of, variant, value).as(RATIO))
                    : " |");
          }
          table.append('\n');
        });
    return table.toString();
  }

  private static List<Variant> others() {
    return List.of(Variant.AGAIN, Variant.GATE, Variant.UNOBSERVED, Variant.SHIRO);
  }

  private String memory() {
    if (rounds.keySet().stream().noneMatch(scenario -> scenario.idleConnections() > 0)) {
      return "";
    }
    StringBuilder table =
        new StringBuilder(
            """
            | Heap held after a collection, bytes | without Portcullis | the same again - without | \
            with Portcullis - without |
            |---|---:|---:|---:|
            """);
    rounds.forEach(
        (scenario, of) -> {
          if (scenario.idleConnections() > 0) {
            String label = scenario.label();
            table.append(row(label + ": at the start", of, Measurement::heldAtStart));
            table.append(row(label + ": each connection", of, Measurement::heldPerConnection));
            table.append(row(label + ": each queue", of, Measurement::heldPerQueue));
          }
        });
    return table.toString();
  }

  private static String row(
      String label, List<Map<Variant, Measurement>> of, ToDoubleFunction<Measurement> value) {
    return "| %s | %s | %s | %s |\n"
        .formatted(
            label,
            values(of, Variant.WITHOUT, value).as(BYTES),
            differences(of, Variant.AGAIN, value).as(BYTES),
            differences(of, Variant.GATE, value).as(BYTES));
  }

  private static Spread values(
      List<Map<Variant, Measurement>> of, Variant variant, ToDoubleFunction<Measurement> value) {
    return Spread.of(of.stream().map(round -> value.applyAsDouble(round.get(variant))).toList());
  }

  private static Spread ratios(
      List<Map<Variant, Measurement>> of, Variant variant, ToDoubleFunction<Measurement> value) {
    return Spread.of(
        of.stream()
            .map(
                round ->
                    value.applyAsDouble(round.get(variant))
                        / value.applyAsDouble(round.get(Variant.WITHOUT)))
            .toList());
  }

  private static Spread differences(
      List<Map<Variant, Measurement>> of, Variant variant, ToDoubleFunction<Measurement> value) {
    return Spread.of(
        of.stream()
            .map(
                round ->
                    value.applyAsDouble(round.get(variant))
                        - value.applyAsDouble(round.get(Variant.WITHOUT)))
            .toList());
  }
}
