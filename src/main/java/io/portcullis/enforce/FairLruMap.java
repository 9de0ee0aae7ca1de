package io.portcullis.enforce;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * A bounded map in which no source takes the entries of another. When it is full, the source with
 * most entries loses its least recent one. Among sources with equally many, the source that adds an
 * entry loses its own. Not thread-safe.
 *
 * @param <K> the key, which has a source
 * @param <V> the value
 */
public final class FairLruMap<K, V> {

  private final int most;
  private final int mostOfOne;
  private final Function<K, ?> sourceOf;
  private final Map<Object, Map<K, V>> shares;
  private int size;
  private long dropped;

  /**
   * @param most the maximum number of entries
   * @param sourceOf the source of an entry
   */
  public FairLruMap(int most, Function<K, ?> sourceOf) {
    this(most, most, sourceOf);
  }

  /**
   * @param most the maximum number of entries
   * @param mostOfOne the maximum number of entries of one source
   * @param sourceOf the source of an entry
   */
  public FairLruMap(int most, int mostOfOne, Function<K, ?> sourceOf) {
    this.most = most;
    this.mostOfOne = mostOfOne;
    this.sourceOf = sourceOf;
    this.shares = new LruMap<>(most);
  }

  /**
   * Replaces an entry. The function gets null if there is no entry.
   *
   * @return the new value; if it is null, the entry is removed
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
    Map<K, V> own = shares.get(source);
    if (own != null && own.size() == mostOfOne) {
      dropEldest(source, own);
    } else if (size == most) {
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
    dropEldest(largest, shares.get(largest));
  }

  private void dropEldest(Object source, Map<K, V> share) {
    Iterator<K> eldest = share.keySet().iterator();
    eldest.next();
    eldest.remove();
    forgetIfEmpty(source, share);
    size--;
    dropped++;
  }

  private void forgetIfEmpty(Object source, Map<K, V> share) {
    if (share.isEmpty()) {
      shares.remove(source);
    }
  }

  /** Returns how many entries had to go to make room. */
  public long dropped() {
    return dropped;
  }

  /** Returns every entry, in no particular order. */
  public List<Map.Entry<K, V>> entries() {
    List<Map.Entry<K, V>> entries = new ArrayList<>(size);
    shares.values().forEach(share -> share.forEach((k, v) -> entries.add(Map.entry(k, v))));
    return entries;
  }
}
