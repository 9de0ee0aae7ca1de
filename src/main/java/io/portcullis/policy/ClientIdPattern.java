package io.portcullis.policy;

/**
 * A pattern of client ids that belong to one user or one group.
 *
 * @param owner whose they are
 * @param name the name of the user or group
 * @param pattern the client ids, with {@code *} for any run of characters
 */
public record ClientIdPattern(Owner owner, String name, String pattern) {

  /** The kind of the owner of client ids. */
  public enum Owner {
    USER,
    GROUP
  }

  private static final char ANY = '*';

  /**
   * Whether a client id is one of these. Case counts. Takes no more steps than the length of the
   * pattern times that of the id.
   */
  public boolean matches(String clientId) {
    int at = 0;
    int next = 0;
    int star = -1;
    int afterStar = 0;
    while (next < clientId.length()) {
      if (at < pattern.length() && pattern.charAt(at) == ANY) {
        star = at++;
        afterStar = next;
      } else if (at < pattern.length() && pattern.charAt(at) == clientId.charAt(next)) {
        at++;
        next++;
      } else if (star >= 0) {
        at = star + 1;
        next = ++afterStar;
      } else {
        return false;
      }
    }
    while (at < pattern.length() && pattern.charAt(at) == ANY) {
      at++;
    }
    return at == pattern.length();
  }
}
