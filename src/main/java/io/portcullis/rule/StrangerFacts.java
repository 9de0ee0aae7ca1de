package io.portcullis.rule;

/**
 * What somebody did who is not logged in, or who logs in once more.
 *
 * @param connector the connector it came through
 * @param remoteAddress where it is
 * @param deed what it did
 * @param what of which command or value, in the gate's own words
 */
public record StrangerFacts(String connector, String remoteAddress, Deed deed, String what)
    implements Judged {

  /** How long a name may be that a login gives to its connection, its client or its user. */
  public static final int LONGEST_NAME = 1_024;

  /** What it did. */
  public enum Deed {
    /** It sent a command that is to come after a login. */
    SENT_COMMAND("it sent %s before a login"),
    /** It sent a command that waits for the login, and is too large to be kept until then. */
    SENT_TOO_MUCH("it sent %s before a login"),
    /** Its login names something by a text that no log can show, or by none at all. */
    NAMED_BADLY("its login has %s"),
    /** It did not log in in time. */
    WAITED("it did not log in within %s"),
    /** It logged in with a connection id that it is logged in with. */
    LOGGED_IN_TWICE("it is already logged in with %s"),
    /** It is logged in with as many connection ids as one connection may have. */
    LOGGED_IN_TOO_OFTEN("it is already logged in with %s");

    private final String found;

    Deed(String found) {
      this.found = found;
    }
  }

  /** What it did, in words. */
  String found() {
    return deed.found.formatted(what);
  }

  @Override
  public String subject() {
    return connector;
  }

  @Override
  public String where() {
    return "client %s on connector \"%s\"".formatted(remoteAddress, connector);
  }
}
