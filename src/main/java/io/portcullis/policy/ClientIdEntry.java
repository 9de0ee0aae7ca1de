package io.portcullis.policy;

/**
 * One entry of {@code clientIds}, as text that is not yet validated. What was not said is empty.
 *
 * @param user a user's name
 * @param group a group's name
 * @param pattern which client ids
 */
public record ClientIdEntry(String user, String group, String pattern) {

  /** Takes what surrounds the words off. */
  public ClientIdEntry {
    user = user.strip();
    group = group.strip();
    pattern = pattern.strip();
  }
}
