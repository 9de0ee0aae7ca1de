package io.portcullis.login;

import java.util.HashMap;
import java.util.Map;

/**
 * Limits how many work at once, in all and of one kind. The others are turned away at once. It
 * holds nothing for kinds of which nobody works.
 *
 * @param <K> the kind
 */
final class ConcurrencyLimit<K> {

  private final int all;
  private final int each;
  private final Map<K, Integer> taken = new HashMap<>();
  private int sum;

  /** Lets {@code all} work at once, of them {@code each} of a kind. */
  ConcurrencyLimit(int all, int each) {
    this.all = all;
    this.each = each;
  }

  /** Whether there is a place. Whoever gets one has to {@link #give} it back. */
  synchronized boolean take(K kind) {
    int before = taken.getOrDefault(kind, 0);
    if (sum == all || before == each) {
      return false;
    }
    taken.put(kind, before + 1);
    sum++;
    return true;
  }

  /** Gives a place back. */
  synchronized void give(K kind) {
    taken.computeIfPresent(kind, (same, before) -> before == 1 ? null : before - 1);
    sum--;
  }

  /** How many kinds are held. */
  synchronized int kinds() {
    return taken.size();
  }
}
