package io.portcullis.policy;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Bounds a name that somebody else chose, so that memory and a log can hold it. A longer name is
 * cut, and ends with a digest of the whole, so that two names stay two.
 */
public final class BoundedName {

  /** A name of so many characters is taken whole. */
  public static final int LONGEST = 256;

  private static final String CUT = "...";
  private static final int DIGEST_BYTES = 16;

  /** The length of a cut name, which no whole one has. */
  private static final int CUT_LENGTH = LONGEST + CUT.length() + 2 * DIGEST_BYTES;

  private BoundedName() {}

  /** The name, or a cut one that no other name has. */
  public static String of(String name) {
    return name.length() <= LONGEST ? name : cut(name, name);
  }

  /** The same, of a name that may be cut already. */
  public static String again(String name) {
    return name.length() <= CUT_LENGTH ? name : cut(name, name);
  }

  /**
   * The beginning of a text, with a digest of a whole one.
   *
   * @param shown what people read of it, longer than {@value #LONGEST}
   * @param whole what makes it another
   */
  static String cut(String shown, String whole) {
    return shown.substring(0, LONGEST) + CUT + digest(whole);
  }

  private static String digest(String whole) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] bytes = new byte[2 * whole.length()];
      for (int i = 0; i < whole.length(); i++) {
        // A charset would replace half a surrogate pair, and make two names one.
        bytes[2 * i] = (byte) (whole.charAt(i) >> 8);
        bytes[2 * i + 1] = (byte) whole.charAt(i);
      }
      return HexFormat.of().formatHex(digest.digest(bytes), 0, DIGEST_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
