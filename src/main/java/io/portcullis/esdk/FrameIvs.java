package io.portcullis.esdk;

import io.portcullis.esdk.Malformation.Kind;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Judges that no IV occurs twice in a message. Two contents under one data key and one IV give away
 * what differs between them.
 *
 * <p>Every SDK counts its IVs, so they rise. An IV that rises above the one before costs one
 * comparison and no memory. If IVs do not rise, they are compared with each other at the end of the
 * body, in up to {@value #MAX_COMPARED} frames.
 *
 * <p>The header's IV counts too, since the same key makes the header's tag. It is zero in version
 * 2, and as it stands there in version 1.
 *
 * @see <a
 *     href="https://github.com/awslabs/aws-encryption-sdk-specification/blob/master/data-format/message-body.md#iv-1">Message
 *     Body, IV</a>
 */
final class FrameIvs implements DuplicateSearch.Ranges {
  /** How many frames are compared when their IVs do not rise. */
  static final int MAX_COMPARED = 1 << 16;

  /** Each holds 1 MiB, and no SDK makes a message that needs one. */
  private static final int LARGE_KEPT = 4;

  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private static final ReusePool<DuplicateSearch> SEARCHES =
      new ReusePool<>(() -> new DuplicateSearch(MAX_COMPARED), LARGE_KEPT);

  private static final String FIELD = "iv";
  private static final String UNIQUE = ", must be unique in the message";

  private long headerHigh;
  private int headerLow;
  private long lastHigh;
  private int lastLow;
  private boolean rising;

  private int first;
  private int last;
  private int frameLength;
  private int count;

  /** Starts with the IV of a header; that of the first frame must rise above it. */
  void start(HeaderReader header) {
    headerHigh = header.ivHigh();
    headerLow = header.ivLow();
    lastHigh = headerHigh;
    lastLow = headerLow;
    rising = true;
  }

  /** Takes the next IV; if it is not there, or the one before again, refuses the message. */
  boolean take(Cursor in) {
    if (in.lacks(AlgorithmSuite.IV_LENGTH, FIELD)) {
      return false;
    }
    long high = (long) LONGS.get(in.bytes(), in.position());
    int low = (int) INTS.get(in.bytes(), in.position() + Long.BYTES);
    in.skip(AlgorithmSuite.IV_LENGTH, FIELD);
    int order =
        high == lastHigh
            ? Integer.compareUnsigned(low, lastLow)
            : Long.compareUnsigned(high, lastHigh);
    lastHigh = high;
    lastLow = low;
    if (order > 0) {
      return true;
    }
    rising = false;
    return order < 0
        || in.refuseLast(
            Kind.INVALID, AlgorithmSuite.IV_LENGTH, FIELD, "the same as the one before" + UNIQUE);
  }

  /**
   * Judges the IVs of a whole body.
   *
   * @param first where the IV of the first frame starts, if it is not the last one
   * @param last where the IV of the last frame starts
   * @param frameLength length of a frame with everything in it, if there are several
   */
  boolean areUnique(Cursor in, int first, int last, int frameLength, long count) {
    if (rising) {
      return true;
    }
    if (count > MAX_COMPARED) {
      String reason = "does not rise above the one before somewhere in " + count + " frames";
      return in.refuse(
          Kind.NOT_COMPARED, FIELD, last, reason + ", at most " + MAX_COMPARED + " are compared");
    }
    this.first = first;
    this.last = last;
    this.frameLength = frameLength;
    this.count = (int) count;
    return differFromHeader(in) && differFromEachOther(in);
  }

  private boolean differFromHeader(Cursor in) {
    for (int i = 0; i < count; i++) {
      int at = start(i);
      if ((long) LONGS.get(in.bytes(), at) == headerHigh
          && (int) INTS.get(in.bytes(), at + Long.BYTES) == headerLow) {
        return in.refuse(Kind.INVALID, FIELD, at, "the same as the header's" + UNIQUE);
      }
    }
    return true;
  }

  private boolean differFromEachOther(Cursor in) {
    DuplicateSearch search = SEARCHES.take();
    try {
      search.clear();
      for (int i = 0; i < count; i++) {
        search.add(in.bytes(), this, i);
      }
      int duplicate = search.find(in.bytes(), this);
      return duplicate == DuplicateSearch.NONE
          || in.refuse(
              Kind.INVALID,
              FIELD,
              start(duplicate),
              "the same as that of an earlier frame" + UNIQUE);
    } finally {
      SEARCHES.giveBack(search);
    }
  }

  @Override
  public int start(int number) {
    return number == count - 1 ? last : first + number * frameLength;
  }

  @Override
  public int end(int number) {
    return start(number) + AlgorithmSuite.IV_LENGTH;
  }
}
