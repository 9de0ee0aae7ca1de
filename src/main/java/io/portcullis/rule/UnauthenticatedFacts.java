package io.portcullis.rule;

import io.portcullis.policy.Resource;

/**
 * An action of a client that is not logged in, or that logs in once more.
 *
 * <p>Asked by {@code broker.connector.CommandGate} and {@code broker.connector.UserCommands}.
 *
 * @param connector the connector that it came through
 * @param remoteAddress its address
 * @param deed the action
 * @param what the command or value, in the gate's own words
 */
public record UnauthenticatedFacts(String connector, String remoteAddress, Deed deed, String what)
    implements Judged {

  /** The longest connection id, client id or user name of a login. */
  public static final int LONGEST_NAME = 1_024;

  /** The kind of the action. */
  public enum Deed {
    /** It sent a command that is only allowed after a login. */
    SENT_COMMAND(
        "command-before-login", "it sent %s before a login", "log in before anything else"),
    /** It sent a command that waits for the login and is too large to be kept until then. */
    SENT_TOO_MUCH(
        "too-much-before-login",
        "it sent %s before a login",
        "let the network connector there include less by name"),
    /** An id or name in its login is missing, or cannot be shown in a log. */
    NAMED_BADLY(
        "login-name-unfit",
        "its login has %s",
        "name it by 1 to " + LONGEST_NAME + " characters, none of them a control character"),
    /** It did not log in within the timeout. */
    WAITED("login-too-late", "it did not log in within %s", "log in right after connecting"),
    /** It logged in again with a connection id that is logged in already. */
    LOGGED_IN_TWICE(
        "logged-in-twice", "it is already logged in with %s", "log in once, or log out before"),
    /** It has as many connection ids as one connection may have. */
    LOGGED_IN_TOO_OFTEN(
        "logged-in-too-often",
        "it is already logged in with %s",
        "use a connection of its own for each login");

    private final String code;
    private final String found;
    private final String remedy;

    Deed(String code, String found, String remedy) {
      this.code = code;
      this.found = found;
      this.remedy = remedy;
    }

    /** Returns the fault. */
    Fault fault() {
      return new Fault(code, found, remedy);
    }
  }

  @Override
  public Resource about() {
    return Resource.connector(connector);
  }

  @Override
  public String where() {
    return "client %s on connector \"%s\"".formatted(remoteAddress, connector);
  }
}
