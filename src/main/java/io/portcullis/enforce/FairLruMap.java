package io.portcullis.enforce;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A map of so many entries and no more, of which no source takes another's: where it is full,
 * whoever has most entries gives up its least recent one. Of those who have equally many, whoever
 * wants one more gives up its own. Not thread-safe.
 *
 * @param <K> what is remembered, and of which source it is
 * @param <V> what is known of it
 */
public final class FairLruMap<K, V> {

  private final int most;
  private final Function<K, ?> sourceOf;
  private final Map<Object, Map<K, V>> shares;
  private int size;

  /**
   * @param most how many entries it has
   * @param sourceOf whose an entry is
   */
  public FairLruMap(int most, Function<K, ?> sourceOf) {
    this.most = most;
    this.sourceOf = sourceOf;
    this.shares = new LruMap<>(most);
  }

  /**
   * Replaces an entry by what is made of it, and of null where there is none.
   *
   * @return what was made; if it is null, the entry is gone
   */
  public V compute(K key, BiFunction<? super K, ? super V, ? extends V> made) {
    Object source = sourceOf.apply(key);
    Map<K, V> share = shares.get(source);
    V before = share == null ? null : share.get(key);
    V after = made.apply(key, before);
    if (before == null && after != null) {
      add(source, key, after);
    } else if (after != null) {
      share.put(key, after);
    } else if (before != null) {
      share.remove(key);
      forgetIfEmpty(source, share);
      size--;
    }
    return after;
  }

  private void add(Object source, K key, V value) {
    if (size == most) {
      giveUp(source);
    }
    shares.computeIfAbsent(source, whose -> new LruMap<>(most)).put(key, value);
    size++;
  }

  private void giveUp(Object wanting) {
    Map<K, V> own = shares.get(wanting);
    Object largest = wanting;
    int entries = own == null ? 0 : own.size();
    for (Map.Entry<Object, Map<K, V>> share : shares.entrySet()) {
      if (share.getValue().size() > entries) {
        largest = share.getKey();
        entries = share.getValue().size();
      }
    }
    Map<K, V> share = shares.get(largest);
    Iterator<K> eldest = share.keySet().iterator();
    eldest.next();
    eldest.remove();
    forgetIfEmpty(largest, share);
    size--;
  }

  private void forgetIfEmpty(Object source, Map<K, V> share) {
    if (share.isEmpty()) {
      shares.remove(source);
    }
  }

  /** Every entry, in no particular order. */
  public List<Map.Entry<K, V>> entries() {
    List<Map.Entry<K, V>> entries = new ArrayList<>(size);
    shares.values().forEach(share -> share.forEach((k, v) -> entries.add(Map.entry(k, v))));
    return entries;
  }
}
