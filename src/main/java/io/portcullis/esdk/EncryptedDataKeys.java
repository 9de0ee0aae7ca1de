package io.portcullis.esdk;

import java.nio.charset.StandardCharsets;

/**
 * Walks over the encrypted data keys of the message that was read last. Nothing here allocates.
 *
 * @see ContextPairs ContextPairs, for how to walk
 */
public final class EncryptedDataKeys {
  private static final byte[] KMS = "aws-kms".getBytes(StandardCharsets.US_ASCII);

  /** Behind the key name of a raw AES keyring: tag length in bits, IV length, IV. */
  private static final int AES_TAIL_LENGTH = 4 + 4 + 12;

  private static final int AES_TAG_LENGTH_BITS = 128;
  private static final int AES_IV_LENGTH = 12;

  private byte[] bytes = Bytes.NONE;
  private int entries;
  private int count;
  private int walked;
  private int position;
  private final Slice providerId = new Slice();
  private final Slice providerInformation = new Slice();
  private final Slice keyName = new Slice();
  private final Slice ciphertext = new Slice();

  EncryptedDataKeys() {}

  void show(byte[] bytes, int entries, int count) {
    this.bytes = bytes;
    this.entries = entries;
    this.count = count;
    providerId.clear();
    providerInformation.clear();
    keyName.clear();
    ciphertext.clear();
    rewind();
  }

  /** How many encrypted data keys there are, at least 1. */
  public int count() {
    return count;
  }

  /** Goes back before the first encrypted data key; returns this. */
  public EncryptedDataKeys rewind() {
    walked = 0;
    position = entries;
    return this;
  }

  /** Goes on to the next encrypted data key; returns false if there is none. */
  public boolean next() {
    if (walked == count) {
      return false;
    }
    walked++;
    position = providerId.showCounted(bytes, position);
    position = providerInformation.showCounted(bytes, position);
    position = ciphertext.showCounted(bytes, position);
    return true;
  }

  /** The key provider id: well-formed UTF-8, such as {@code aws-kms}, possibly empty. */
  public Slice providerId() {
    return providerId;
  }

  /** The key provider information as it stands there: any bytes. */
  public Slice providerInformation() {
    return providerInformation;
  }

  /**
   * What names the key: the key provider information, without what a raw AES keyring writes behind
   * the name. The ARN for AWS KMS, the key name for raw AES and raw RSA; any bytes for others.
   *
   * <p>A raw AES keyring is recognized by its shape, since its namespace is free. Nothing marks the
   * end of the name, but the lengths behind it cannot be UTF-8 text.
   *
   * @see <a
   *     href="https://github.com/awslabs/aws-encryption-sdk-specification/blob/master/framework/raw-aes-keyring.md#key-provider-information">Raw
   *     AES keyring, key provider information</a>
   */
  public Slice keyName() {
    int tail = hasAesTail() ? AES_TAIL_LENGTH : 0;
    keyName.show(bytes, providerInformation.offset(), providerInformation.length() - tail);
    return keyName;
  }

  private boolean hasAesTail() {
    int length = providerInformation.length();
    if (length < AES_TAIL_LENGTH || providerId.startsWith(KMS)) {
      return false;
    }
    int tail = providerInformation.offset() + length - AES_TAIL_LENGTH;
    return Bytes.uint32(bytes, tail) == AES_TAG_LENGTH_BITS
        && Bytes.uint32(bytes, tail + 4) == AES_IV_LENGTH;
  }

  /** The encrypted data key itself: any bytes. */
  public Slice ciphertext() {
    return ciphertext;
  }
}
