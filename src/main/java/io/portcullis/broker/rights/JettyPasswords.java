package io.portcullis.broker.rights;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Compares passwords with their forms in Jetty's files: clear text, obfuscated after {@code OBF:},
 * or a digest after {@code MD5:}. It does not try those after {@code CRYPT:}.
 *
 * <p>Source: <a
 * href="https://javadoc.jetty.org/jetty-11/org/eclipse/jetty/util/security/Password.html">Password</a>.
 */
final class JettyPasswords {

  private JettyPasswords() {}

  /** Tells whether the text in a file stands for a password. */
  static boolean matches(String stored, String password) {
    return stored.equals(password)
        || stored.equals(obfuscated(password))
        || stored.equalsIgnoreCase("MD5:" + md5(password));
  }

  /** Combines each byte with its counterpart from the end, as four digits to the base 36. */
  private static String obfuscated(String password) {
    byte[] bytes = password.getBytes(StandardCharsets.US_ASCII);
    StringBuilder text = new StringBuilder("OBF:");
    for (int i = 0; i < bytes.length; i++) {
      int first = 127 + bytes[i] + bytes[bytes.length - 1 - i];
      int second = 127 + bytes[i] - bytes[bytes.length - 1 - i];
      String digits = Integer.toString(first * 256 + second, 36);
      text.append("0".repeat(4 - digits.length())).append(digits);
    }
    return text.toString();
  }

  private static String md5(String password) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5")
                  .digest(password.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has MD5", e);
    }
  }
}
