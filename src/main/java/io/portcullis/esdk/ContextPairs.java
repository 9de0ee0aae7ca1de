package io.portcullis.esdk;

/**
 * Walks over the pairs of the encryption context of the message that was read last, in their order
 * in the header. The keys stand in any order, and none occurs twice. Nothing here allocates.
 *
 * <pre>{@code
 * ContextPairs pairs = reader.contextPairs();
 * while (pairs.next()) {
 *   judge(pairs.key(), pairs.value());
 * }
 * }</pre>
 */
public final class ContextPairs {
  private byte[] bytes = Bytes.NONE;
  private int entries;
  private int count;
  private int walked;
  private int position;
  private boolean sorted;
  private final Slice key = new Slice();
  private final Slice value = new Slice();

  ContextPairs() {}

  void show(byte[] bytes, int entries, int count, boolean sorted) {
    this.bytes = bytes;
    this.entries = entries;
    this.count = count;
    this.sorted = sorted;
    key.clear();
    value.clear();
    rewind();
  }

  /** How many pairs there are; no more than 10,943 different keys fit. */
  public int count() {
    return count;
  }

  /** Goes back before the first pair; returns this. */
  public ContextPairs rewind() {
    walked = 0;
    position = entries;
    return this;
  }

  /** Goes on to the next pair; returns false if there is none. */
  public boolean next() {
    if (walked == count) {
      return false;
    }
    walked++;
    position = key.showCounted(bytes, position);
    position = value.showCounted(bytes, position);
    return true;
  }

  /** Goes to the pair with this key, from anywhere; returns false if there is none. */
  public boolean seek(byte[] wanted) {
    rewind();
    while (next()) {
      int order = key.compareTo(wanted);
      if (order == 0) {
        return true;
      }
      if (sorted && order > 0) {
        return false;
      }
    }
    return false;
  }

  /** The key of the current pair: well-formed UTF-8, possibly empty. */
  public Slice key() {
    return key;
  }

  /** The value of the current pair: well-formed UTF-8, possibly empty. */
  public Slice value() {
    return value;
  }
}
