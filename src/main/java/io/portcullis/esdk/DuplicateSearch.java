package io.portcullis.esdk;

import java.util.Arrays;

/**
 * Searches ranges of an array for two that hold the same bytes. It compares exactly, in {@code n
 * log n} steps at worst, whatever the bytes are: it sorts by merging, with two buffers of a fixed
 * size.
 *
 * <p>Each range has a number of 16 bits. An entry holds the last six bytes of a range above its
 * number, so most comparisons read no range. The last bytes, because counters and names differ
 * there.
 */
final class DuplicateSearch {
  /** What {@link #find} returns if no two ranges are equal. */
  static final int NONE = -1;

  private static final int ENDING_LENGTH = 6;
  private static final int NUMBER_BITS = 16;
  private static final int NUMBER_MASK = 0xFFFF;

  /** Says where the ranges stand in the array. */
  interface Ranges {
    /** Where the range with this number starts. */
    int start(int number);

    /** Where it ends. */
    int end(int number);
  }

  private long[] entries;
  private long[] merged;
  private int count;

  /** Makes buffers for as many ranges, at most 65,536. */
  DuplicateSearch(int capacity) {
    entries = new long[capacity];
    merged = new long[capacity];
  }

  void clear() {
    count = 0;
  }

  /** Adds a range; numbers must ascend. */
  void add(byte[] bytes, Ranges ranges, int number) {
    int end = ranges.end(number);
    long ending = 0;
    for (int at = Math.max(ranges.start(number), end - ENDING_LENGTH); at < end; at++) {
      ending = ending << Byte.SIZE | (bytes[at] & 0xFF);
    }
    entries[count++] = ending << NUMBER_BITS | number;
  }

  /** Returns the lowest number whose range equals one of a lower number, or {@link #NONE}. */
  int find(byte[] bytes, Ranges ranges) {
    sort(bytes, ranges);
    int lowest = NONE;
    for (int i = 1; i < count; i++) {
      int number = number(entries[i]);
      if ((lowest == NONE || number < lowest)
          && compare(bytes, ranges, entries[i - 1], entries[i]) == 0) {
        lowest = number;
      }
    }
    return lowest;
  }

  private void sort(byte[] bytes, Ranges ranges) {
    for (int run = 1; run < count; run *= 2) {
      for (int from = 0; from < count; from += 2 * run) {
        merge(bytes, ranges, from, Math.min(from + run, count), Math.min(from + 2 * run, count));
      }
      long[] sorted = merged;
      merged = entries;
      entries = sorted;
    }
  }

  /** Merges two neighbouring runs; equal ranges stay in the order of their numbers. */
  private void merge(byte[] bytes, Ranges ranges, int from, int middle, int to) {
    int left = from;
    int right = middle;
    for (int out = from; out < to; out++) {
      boolean takesLeft =
          right == to
              || (left < middle && compare(bytes, ranges, entries[left], entries[right]) <= 0);
      merged[out] = takesLeft ? entries[left++] : entries[right++];
    }
  }

  private static int compare(byte[] bytes, Ranges ranges, long one, long other) {
    int order = Long.compare(one >>> NUMBER_BITS, other >>> NUMBER_BITS);
    if (order != 0) {
      return order;
    }
    int first = number(one);
    int second = number(other);
    return Arrays.compareUnsigned(
        bytes,
        ranges.start(first),
        ranges.end(first),
        bytes,
        ranges.start(second),
        ranges.end(second));
  }

  private static int number(long entry) {
    return (int) entry & NUMBER_MASK;
  }
}
