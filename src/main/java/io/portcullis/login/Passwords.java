package io.portcullis.login;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Turns passwords into bytes and wipes them, without leaving copies behind. */
final class Passwords {

  private static final int MOST_CHARACTERS = 1_024;
  private static final int MOST_BYTES_PER_CHARACTER = 3;

  private Passwords() {}

  /** In UTF-8; empty if it is too long to be anybody's, or has half of a surrogate pair. */
  static Optional<byte[]> utf8(char[] password) {
    if (password.length > MOST_CHARACTERS) {
      return Optional.empty();
    }
    byte[] room = new byte[password.length * MOST_BYTES_PER_CHARACTER];
    ByteBuffer encoded = ByteBuffer.wrap(room);
    CoderResult result =
        StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(password), encoded, true);
    byte[] bytes = Arrays.copyOf(room, encoded.position());
    wipe(room);
    return result.isUnderflow() ? Optional.of(bytes) : Optional.empty();
  }

  static void wipe(byte[] password) {
    Arrays.fill(password, (byte) 0);
  }
}
