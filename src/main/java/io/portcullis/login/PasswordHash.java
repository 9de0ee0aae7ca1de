package io.portcullis.login;

/**
 * The hash of a password, as it stands in the file of users. Two hashes are equal if their text is.
 */
sealed interface PasswordHash permits Argon2idHash, BcryptHash {

  /**
   * Whether this is the hash of a password. Takes from some ten to some hundred milliseconds, on
   * purpose; compares in a time that does not depend on where the two differ.
   *
   * @param password in UTF-8
   */
  boolean matches(byte[] password);

  /** How much memory {@link #matches} takes, in KiB. */
  int memoryKib();

  /**
   * Reads a hash.
   *
   * @param mostMemoryKib the most memory that it may take
   * @throws HeapTooSmallException if there is no room for it here; the message says what to do
   * @throws IllegalArgumentException if it is none, or one that is too weak or too expensive; the
   *     message says which, and never the text
   */
  static PasswordHash of(String text, int mostMemoryKib) {
    if (text.startsWith(Argon2idHash.PREFIX)) {
      return Argon2idHash.of(text, mostMemoryKib);
    }
    if (BcryptHash.looksLike(text)) {
      return BcryptHash.of(text);
    }
    if (text.startsWith("$")) {
      throw new IllegalArgumentException("its hash is neither Argon2id nor bcrypt");
    }
    throw new IllegalArgumentException("its password is not hashed");
  }
}
