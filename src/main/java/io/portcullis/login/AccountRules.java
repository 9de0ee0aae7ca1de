package io.portcullis.login;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The rules for names and passwords.
 *
 * <p>Source: "Users" in <a
 * href="https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/quotas.html">Amazon MQ's
 * quotas</a> and its API reference, so that accounts can move in either direction.
 */
public final class AccountRules {

  /** The most groups that a user may be in. */
  static final int MOST_GROUPS = 20;

  /** What a name may be, in words. */
  public static final String NAME = "2 to 100 characters of A-Z a-z 0-9 - . _ ~";

  private static final Pattern NAMES = Pattern.compile("[A-Za-z0-9\\-._~]{2,100}");

  private static final int LEAST_CHARACTERS = 12;
  private static final int MOST_CHARACTERS = 250;
  private static final int LEAST_DIFFERENT = 4;

  private AccountRules() {}

  /** Whether a user or a group may be called so. */
  public static boolean allowsName(String name) {
    return NAMES.matcher(name).matches();
  }

  /** Every rule that a password breaks, in words that do not tell it; empty if it may be used. */
  public static List<String> brokenBy(char[] password) {
    List<String> broken = new ArrayList<>();
    if (password.length < LEAST_CHARACTERS || password.length > MOST_CHARACTERS) {
      broken.add(
          "it has %d characters; %d to %d are allowed"
              .formatted(password.length, LEAST_CHARACTERS, MOST_CHARACTERS));
    }
    if (!all(password, AccountRules::isPrintableAscii)) {
      broken.add("it has a character that is not printable ASCII");
    }
    if (!all(password, character -> ",:=".indexOf(character) < 0)) {
      broken.add("it has a comma, a colon or an equals sign");
    }
    if (different(password) < LEAST_DIFFERENT) {
      broken.add(
          "it has %d different characters; at least %d are needed"
              .formatted(different(password), LEAST_DIFFERENT));
    }
    return broken;
  }

  /** A condition on one character. */
  private interface Test {
    boolean passes(char character);
  }

  private static boolean all(char[] password, Test test) {
    for (char character : password) {
      if (!test.passes(character)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isPrintableAscii(char character) {
    return character >= ' ' && character <= '~';
  }

  /** Without a copy of the password that stays behind. */
  private static int different(char[] password) {
    int different = 0;
    for (int i = 0; i < password.length; i++) {
      boolean seen = false;
      for (int j = 0; j < i; j++) {
        seen |= password[j] == password[i];
      }
      different += seen ? 0 : 1;
    }
    return different;
  }
}
