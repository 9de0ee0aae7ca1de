package io.portcullis;

import io.portcullis.policy.ClientIdEntry;

/**
 * Client ids that only one user or one group may use: an entry of {@link
 * PortcullisPlugin#setClientIds}. Setters take any text. The start of the broker reports every
 * error in it.
 */
public final class ClientIds {

  private String user = "";
  private String group = "";
  private String pattern = "";

  /** The user. An entry has either a user or a group. */
  public void setUser(String name) {
    user = text(name);
  }

  /** The group. An entry has either a group or a user. */
  public void setGroup(String name) {
    group = text(name);
  }

  /** The client ids, with {@code *} for any run of characters. */
  public void setPattern(String pattern) {
    this.pattern = text(pattern);
  }

  private static String text(String textOrNull) {
    return textOrNull == null ? "" : textOrNull;
  }

  ClientIdEntry entry() {
    return new ClientIdEntry(user, group, pattern);
  }
}
