package io.portcullis.login;

import io.portcullis.policy.BoundedName;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The spelling of a user's name in failed logins: one, or several. A success forgives the failures
 * only if all were in its own spelling: where a login tells {@code bob} from {@code Bob}, they are
 * two users.
 *
 * @param only the name, if it was one; bounded
 */
record UserNameSpelling(Optional<String> only) {

  private static final UserNameSpelling SEVERAL = new UserNameSpelling(Optional.empty());

  private static final Pattern SPACE = Pattern.compile("\\s+");

  /** Of one login. */
  static UserNameSpelling of(String user) {
    return new UserNameSpelling(Optional.of(BoundedName.again(user)));
  }

  /** After one more. */
  UserNameSpelling and(UserNameSpelling other) {
    return equals(other) ? this : SEVERAL;
  }

  /** Not known any more. */
  static UserNameSpelling unknown() {
    return SEVERAL;
  }

  /** Whether all were written as this one. */
  boolean isThatOf(String user) {
    return only.isPresent() && equals(of(user));
  }

  /**
   * What the ways to write a name have in common: a directory may take one user in many, and each
   * is not a user of its own for whoever guesses.
   */
  static String folded(String user) {
    String plain = Normalizer.normalize(BoundedName.again(user), Normalizer.Form.NFKC);
    String folded =
        SPACE
            .matcher(plain.strip())
            .replaceAll(" ")
            .toUpperCase(Locale.ROOT)
            .toLowerCase(Locale.ROOT);
    return BoundedName.again(folded);
  }
}
