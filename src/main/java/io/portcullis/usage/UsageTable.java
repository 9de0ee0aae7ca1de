package io.portcullis.usage;

import io.portcullis.enforce.FairLruMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A bounded table of rows, in which one user has a tenth of the rows at most. What is least recent
 * goes first. Not thread-safe.
 *
 * @param <K> what makes a row another
 * @param <V> the row
 */
final class UsageTable<K, V> {

  private static final int SHARES = 10;

  private final FairLruMap<K, V> rows;

  /**
   * @param most the maximum number of rows
   * @param userOf the user of a row
   */
  UsageTable(int most, Function<K, String> userOf) {
    this.rows = new FairLruMap<>(most, most / SHARES, userOf);
  }

  /** Changes a row, or adds one. */
  void put(K key, V first, UnaryOperator<V> again) {
    rows.compute(key, (same, before) -> before == null ? first : again.apply(before));
  }

  List<V> rows() {
    return rows.entries().stream().map(Map.Entry::getValue).toList();
  }

  /** How many rows were dropped because there was no room. */
  long dropped() {
    return rows.dropped();
  }
}
