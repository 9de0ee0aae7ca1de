package io.portcullis.harden;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;

/** The passwords that the copy has and the original has not. */
final class NewPasswords {

  private static final int PASSWORD_BYTES = 24;

  private final SecureRandom random = new SecureRandom();
  private final Map<String, String> made = new LinkedHashMap<>();

  /**
   * Returns the password for a purpose. It makes one of 192 random bits when it is asked first.
   *
   * @param purpose what it opens, such as {@code user admin of users.properties}
   */
  String of(String purpose) {
    return made.computeIfAbsent(purpose, its -> password());
  }

  private String password() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  boolean isEmpty() {
    return made.isEmpty();
  }

  /** Returns the lines of {@code passwords.txt}. */
  String text() {
    StringBuilder text =
        new StringBuilder("# Hand these on, and delete this file. Nothing reads it.\n");
    made.forEach(
        (purpose, password) -> text.append(purpose).append(": ").append(password).append('\n'));
    return text.toString();
  }

  /** Returns the purposes and passwords, in the order in which they were made. */
  Map<String, String> all() {
    return Map.copyOf(made);
  }
}
