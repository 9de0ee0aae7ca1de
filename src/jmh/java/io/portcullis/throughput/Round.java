package io.portcullis.throughput;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * All variants of the broker that some scenarios are done to, each in a JVM of its own. They work
 * by turns, a second each, so that what else the machine does falls on all of them alike, and the
 * order of the turns is another each time.
 *
 * @param number which round it is: another variant is started first
 * @param scenarios what is done to them, one after the other; all of them have the same {@link
 *     Scenario#broker}
 * @param startUpTurns how many turns each has before anything is measured
 * @param warmUpTurns how many turns of a scenario each has before it is measured
 * @param turns how many turns of a scenario are measured, at least 1
 */
record Round(int number, List<Scenario> scenarios, int startUpTurns, int warmUpTurns, int turns) {

  Map<Scenario, Map<Variant, Measurement>> measure() throws Exception {
    List<LoadedVariant> started = new ArrayList<>();
    try {
      Scenario first = scenarios.get(0);
      List<Variant> variants = new ArrayList<>(first.variants());
      Collections.rotate(variants, number);
      for (Variant variant : variants) {
        started.add(LoadedVariant.start(first.broker(), variant));
      }
      work(first, started, 0, startUpTurns);
      Map<Scenario, Map<Variant, Measurement>> measured = new LinkedHashMap<>();
      for (Scenario scenario : scenarios) {
        measured.put(scenario, work(scenario, started, warmUpTurns, turns));
      }
      return measured;
    } finally {
      for (LoadedVariant loaded : started) {
        loaded.close();
      }
    }
  }

  private static Map<Variant, Measurement> work(
      Scenario scenario, List<LoadedVariant> started, int uncounted, int counted) throws Exception {
    Map<Variant, Load> loads = new EnumMap<>(Variant.class);
    try {
      for (LoadedVariant loaded : started) {
        loads.put(loaded.variant(), loaded.load(scenario));
      }
      workByTurns(loads.values(), uncounted);
      loads.values().forEach(Load::forget);
      workByTurns(loads.values(), counted);
      Map<Variant, Measurement> measured = new EnumMap<>(Variant.class);
      for (LoadedVariant loaded : started) {
        Variant variant = loaded.variant();
        measured.put(variant, loaded.measured(scenario, loads.get(variant)));
      }
      return measured;
    } finally {
      for (Load load : loads.values()) {
        load.close();
      }
    }
  }

  private static void workByTurns(Iterable<Load> loads, int turns) throws Exception {
    Random chance = new Random(turns);
    List<Load> order = new ArrayList<>();
    loads.forEach(order::add);
    for (int turn = 0; turn < turns; turn++) {
      Collections.shuffle(order, chance);
      for (Load load : order) {
        load.work();
      }
    }
  }
}
