package io.portcullis.esdk;

import java.util.Objects;
import java.util.Optional;

/**
 * Reads one message of the AWS Encryption SDK in place, in one pass, and says whether it is valid.
 *
 * <p>A reader is made once and used for many messages. An accepted message costs no allocation, a
 * refused one its {@link Malformation}; nothing is ever allocated by a length that was read. What
 * it hands out are views of the bytes it was given, good until the next {@link #read}.
 *
 * <p>Not thread-safe. It keeps the array it was given last: see {@link #release}.
 */
public final class MessageReader {
  private final Cursor in = new Cursor();
  private final HeaderReader header = new HeaderReader();
  private boolean accepted;

  /**
   * Reads a message that fills {@code length} bytes from {@code offset}.
   *
   * @param maxEncryptedDataKeys how many encrypted data keys are allowed, at least 1; a message
   *     that claims more is refused before they are walked
   * @return whether it is valid up to {@code depth}; if so, the methods below tell what it says, if
   *     not, {@link #malformation} tells why
   * @throws IndexOutOfBoundsException if the range does not lie within the array
   * @throws IllegalArgumentException if {@code maxEncryptedDataKeys} is below 1
   */
  public boolean read(byte[] bytes, int offset, int length, Depth depth, int maxEncryptedDataKeys) {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    Objects.requireNonNull(depth, "depth");
    if (maxEncryptedDataKeys < 1) {
      throw new IllegalArgumentException(
          "maxEncryptedDataKeys " + maxEncryptedDataKeys + " must be at least 1");
    }
    in.open(bytes, offset, length);
    accepted = header.read(in, maxEncryptedDataKeys);
    return accepted;
  }

  /** Forgets the last message, and so does not keep its array from being collected. */
  public void release() {
    accepted = false;
    in.open(Bytes.NONE, 0, 0);
    header.release();
  }

  /** Why the last message was refused; empty if it was accepted, or if there was none. */
  public Optional<Malformation> malformation() {
    return Optional.ofNullable(in.malformation());
  }

  /**
   * The algorithm suite. Like all methods below, for an accepted message only.
   *
   * @throws IllegalStateException if the last message was not accepted
   */
  public AlgorithmSuite suite() {
    return header().suite();
  }

  /** The message id: 16 bytes in version 1, 32 in version 2. */
  public Slice messageId() {
    return header().messageId();
  }

  /** The encryption context, before its first pair. */
  public ContextPairs contextPairs() {
    return header().context().pairs().rewind();
  }

  /**
   * Length of the encryption context as it stands in the header, without the length field itself: 0
   * if it is empty, at most 65,535.
   */
  public int contextLengthBytes() {
    return header().context().lengthBytes();
  }

  /** The encrypted data keys, before the first of them. */
  public EncryptedDataKeys encryptedDataKeys() {
    return header().encryptedDataKeys().rewind();
  }

  /** Whether the content is framed. */
  public ContentType contentType() {
    return header().contentType();
  }

  /** Length of the content of every frame but the last, 1 to 2^32-1; 0 for non-framed content. */
  public long frameLengthBytes() {
    return header().frameLengthBytes();
  }

  /** Length of the header with its authentication, so where the body starts in the message. */
  public int headerLengthBytes() {
    return header().lengthBytes();
  }

  private HeaderReader header() {
    if (!accepted) {
      throw new IllegalStateException("the last message was not accepted");
    }
    return header;
  }
}
