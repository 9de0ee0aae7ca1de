package io.portcullis.esdk;

import io.portcullis.esdk.Malformation.Kind;

/** Tells whether decoded bytes start with the header of a message. */
final class HeaderStart {

  /** The message id has been read when a header breaks off here or later, in both versions. */
  private static final int PLAUSIBLE = 20;

  private static final int ANY_COUNT = 0xFFFF;

  private HeaderStart() {}

  /**
   * Returns whether the bytes are a header without a flaw, with anything behind it.
   *
   * @param cut whether more bytes would follow that nobody decoded; then a part of a header is
   *     enough
   */
  static boolean isIn(byte[] bytes, int length, boolean cut) {
    MessageReader reader = new MessageReader();
    return reader.read(bytes, 0, length, Depth.HEADER, ANY_COUNT)
        || (cut && reader.malformation().filter(HeaderStart::isPlausible).isPresent());
  }

  private static boolean isPlausible(Malformation flaw) {
    return flaw.kind() == Kind.TRUNCATED && flaw.offset() >= PLAUSIBLE;
  }
}
