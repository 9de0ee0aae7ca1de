package io.portcullis.login;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Makes the text of the file of users for a password: its hash, with or without the user before it.
 *
 * <p>Argon2id's cost, 19 MiB in two passes on one lane, is the first choice of <a
 * href="https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html">OWASP</a>.
 *
 * @param user whose line it is; empty for the hash alone
 * @param bcrypt whether bcrypt is used, instead of Argon2id
 * @param consoleAccess whether the user is marked for the web console
 */
public record PasswordLine(Optional<String> user, boolean bcrypt, boolean consoleAccess) {

  private static final int MEMORY_KIB = 19 << 10;
  private static final int PASSES = 2;
  private static final int LANES = 1;
  private static final int SALT_BYTES = 16;

  /** Returns how many Argon2id hashes this JVM's processors and memory can make at once. */
  public static int atOnce() {
    int fitting = HashWork.MEMORY_KIB / MEMORY_KIB;
    return Math.max(1, Math.min(Runtime.getRuntime().availableProcessors(), fitting));
  }

  /** Tells whether a text of the file of users is a hash that a login can use. */
  public static boolean isHash(String text) {
    try {
      PasswordHash unused = PasswordHash.of(withoutMark(text), Integer.MAX_VALUE);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Tells whether a text of the file of users is the hash of a password. Costs a hash. It is false
   * if this JVM lacks the memory for the hash.
   */
  public static boolean isHashOf(String text, char[] password) {
    try {
      PasswordHash hash = PasswordHash.of(withoutMark(text), HashWork.MEMORY_KIB);
      return Passwords.utf8(password).filter(hash::matches).isPresent();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** Tells whether a text of the file of users marks its user for the web console. */
  public static boolean hasConsoleAccess(String text) {
    return text.strip().endsWith(";" + AccountBookReader.CONSOLE_ACCESS);
  }

  /** Returns a text of the file of users with the mark for the web console. */
  public static String withConsoleAccess(String text) {
    return hasConsoleAccess(text)
        ? text
        : text.stripTrailing() + ";" + AccountBookReader.CONSOLE_ACCESS;
  }

  private static String withoutMark(String text) {
    return text.split(";", -1)[0].strip();
  }

  /** Every rule that a password breaks, in words that do not tell it; empty if it may be used. */
  public List<String> brokenBy(char[] password) {
    List<String> broken = new ArrayList<>(AccountRules.brokenBy(password));
    if (bcrypt && password.length > BcryptHash.MOST_BYTES) {
      broken.add(
          "it has %d characters, of which bcrypt would read %d"
              .formatted(password.length, BcryptHash.MOST_BYTES));
    }
    return broken;
  }

  /**
   * The line, with a salt of its own.
   *
   * @throws IllegalArgumentException if the password is not allowed
   */
  public String of(char[] password) {
    if (!brokenBy(password).isEmpty()) {
      throw new IllegalArgumentException("the password " + brokenBy(password));
    }
    byte[] bytes = Passwords.utf8(password).orElseThrow();
    byte[] salt = new byte[SALT_BYTES];
    new SecureRandom().nextBytes(salt);
    PasswordHash hash =
        bcrypt
            ? BcryptHash.make(bytes, salt, BcryptHash.DEFAULT_COST)
            : Argon2idHash.make(bytes, salt, MEMORY_KIB, PASSES, LANES);
    Passwords.wipe(bytes);
    return user.map(name -> name + "=").orElse("")
        + hash
        + (consoleAccess ? ";" + AccountBookReader.CONSOLE_ACCESS : "");
  }
}
