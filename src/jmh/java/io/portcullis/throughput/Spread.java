package io.portcullis.throughput;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** A median with the lowest and highest of what it was taken from. */
record Spread(double median, double lowest, double highest) {

  /** Of at least one number. */
  static Spread of(Collection<Double> numbers) {
    double[] sorted = numbers.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    if (sorted.length == 0) {
      throw new IllegalArgumentException("no numbers");
    }
    int middle = sorted.length / 2;
    double median =
        sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    return new Spread(median, Arrays.stream(sorted).min().orElseThrow(), sorted[sorted.length - 1]);
  }

  /** Such as {@code 0.99 (0.95 - 1.02)}. */
  String as(String format) {
    return String.format(
        Locale.ROOT, format + " (" + format + " - " + format + ")", median, lowest, highest);
  }
}
