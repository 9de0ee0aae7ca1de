package io.portcullis.login;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/**
 * A hash of bcrypt in <a href="https://man.openbsd.org/bcrypt_checkpass">OpenBSD's form</a>: {@code
 * $2b$}, or {@code $2a$} and {@code $2y$} of other makers, then two digits of cost, {@code $}, and
 * 53 characters of salt and hash. It reads only the first {@value #MOST_BYTES} bytes of a password,
 * wherever it was made.
 *
 * @param text all of it
 */
record BcryptHash(String text) implements PasswordHash {

  /** How much of a password counts. */
  static final int MOST_BYTES = 72;

  /** Some hundred milliseconds; OWASP's least is 10. */
  static final int DEFAULT_COST = 12;

  private static final int LEAST_COST = 10;
  private static final int MOST_COST = 14;
  private static final int MEMORY_KIB = 5;

  private static final Pattern TEXT = Pattern.compile("\\$2[aby]\\$(\\d\\d)\\$[./A-Za-z0-9]{53}");

  static boolean looksLike(String text) {
    return text.startsWith("$2");
  }

  static BcryptHash of(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "its hash is not of the form $2b$NN$ and 53 characters, nor $2a$ or $2y$");
    }
    int cost = Integer.parseInt(matcher.group(1));
    if (cost < LEAST_COST || cost > MOST_COST) {
      throw new IllegalArgumentException(
          "cost %d of its hash is not from %d to %d".formatted(cost, LEAST_COST, MOST_COST));
    }
    return new BcryptHash(text);
  }

  /** Hashes a password. */
  static BcryptHash make(byte[] password, byte[] salt, int cost) {
    return new BcryptHash(OpenBSDBCrypt.generate("2b", password, salt, cost));
  }

  @Override
  public boolean matches(byte[] password) {
    return OpenBSDBCrypt.checkPassword(text, password);
  }

  @Override
  public int memoryKib() {
    return MEMORY_KIB;
  }

  /** As it stands in a file. */
  @Override
  public String toString() {
    return text;
  }
}
