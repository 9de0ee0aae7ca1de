package io.portcullis.harden;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The passwords that the copy has and the original has not. */
final class NewPasswords {

  private static final int PASSWORD_BYTES = 24;
  private static final String MASK = KnownSecrets.MASK;
  private static final String NAME = "(?i:password|passwd|passphrase|secret)";

  /** A value in quotation marks, with more than placeholders. */
  private static final String QUOTED =
      "(?:(\")(?!(?:\\$\\{[^:{}\"]*})*\")[^\"]+|(')(?!(?:\\$\\{[^:{}']*})*')[^']+)";

  /** A value that the text itself calls a password, in properties and in XML. */
  private static final Pattern PASSWORD =
      Pattern.compile(
          "("
              + NAME
              + "[\\w.-]*\\s*[=:]\\s*)"
              + "(?:"
              + QUOTED
              + "|(?![\"'\\s]|(?:\\$\\{[^:{}]*})*\\s*$).+)");

  /** A property of such a name. */
  private static final Pattern PROPERTY =
      Pattern.compile(
          "(\\b(?:name|key|property)\\s*=\\s*[\"'][^\"']*"
              + NAME
              + "[^\"']*[\"'][^<>]*?\\bvalue\\s*=\\s*)"
              + QUOTED);

  /** An option of a URI. */
  private static final Pattern OPTION =
      Pattern.compile("(?i)([?&;][\\w.-]*" + NAME + "[\\w.-]*=)[^&;\"'\\s)]+");

  private static final Pattern HASH = Pattern.compile("(\\$(?:argon2id|2[aby])\\$)[^;\\s\"'<]+");

  private final SecureRandom random = new SecureRandom();
  private final Map<Purpose, String> made = new LinkedHashMap<>();
  private final KnownSecrets secrets = new KnownSecrets();

  /**
   * What a password is for.
   *
   * @param what what it opens, such as {@code the broker (users.properties)}
   * @param user whose it is; empty if it is nobody's, as that of a key store
   */
  record Purpose(String what, Optional<String> user) {}

  /**
   * Returns the password that opens something and belongs to no user. It makes one of 192 random
   * bits when it is asked first.
   */
  String of(String what) {
    return of(new Purpose(what, Optional.empty()));
  }

  /** Returns the password of a user in the same way. */
  String of(String what, String user) {
    return of(new Purpose(what, Optional.of(user)));
  }

  /** Tells whether the password of a user was made. */
  boolean has(String what, String user) {
    return made.containsKey(new Purpose(what, Optional.of(user)));
  }

  /** Leaves the password of a user who cannot log in out of those to hand on. */
  void leaveOut(String what, String user) {
    made.remove(new Purpose(what, Optional.of(user)));
  }

  private String of(Purpose purpose) {
    return made.computeIfAbsent(purpose, its -> password());
  }

  private String password() {
    byte[] bytes = new byte[PASSWORD_BYTES];
    random.nextBytes(bytes);
    String password = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    secrets.add(password);
    return password;
  }

  /** Returns the secrets of the original files. */
  KnownSecrets secrets() {
    return secrets;
  }

  /** Hides a password, as it is written, in what is shown; but not those that ActiveMQ ships. */
  void hide(String written) {
    secrets.add(written);
  }

  /** Returns a line of a diff to show, without passwords. */
  String masked(String line) {
    String masked = HASH.matcher(secrets.masked(line)).replaceAll("$1" + MASK);
    masked = PROPERTY.matcher(masked).replaceAll(NewPasswords::hidden);
    return PASSWORD.matcher(masked).replaceAll(NewPasswords::hidden);
  }

  private static String hidden(MatchResult found) {
    String quote =
        Optional.ofNullable(found.group(2))
            .or(() -> Optional.ofNullable(found.group(3)))
            .orElse("");
    return Matcher.quoteReplacement(found.group(1) + quote + MASK);
  }

  /** Returns a sentence to show, without passwords. */
  String maskedWords(String sentence) {
    String masked = HASH.matcher(secrets.maskedWords(sentence)).replaceAll("$1" + MASK);
    return OPTION.matcher(masked).replaceAll("$1" + MASK);
  }

  boolean isEmpty() {
    return made.isEmpty();
  }

  /** Returns the lines of {@code passwords.txt}. */
  String text() {
    StringBuilder text =
        new StringBuilder("# Hand these on, and delete this file. Nothing reads it.\n");
    made.forEach(
        (purpose, password) -> {
          text.append('\n').append(purpose.what()).append('\n');
          purpose.user().ifPresent(user -> text.append("  user:     ").append(user).append('\n'));
          text.append("  password: ").append(password).append('\n');
        });
    return text.toString();
  }
}
