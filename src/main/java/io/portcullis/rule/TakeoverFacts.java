package io.portcullis.rule;

import io.portcullis.policy.Resource;

/**
 * A client that connects with an id that it chose.
 *
 * <p>Asked by {@code broker.connector.ClientIdTakeover} and {@code
 * broker.connector.ConnectionIdTakeover}.
 *
 * @param connection the new connection
 * @param user the user
 * @param kind the kind of the id
 * @param id the id, shortened
 * @param claim who owns the id
 */
public record TakeoverFacts(Judged connection, String user, Kind kind, String id, Claim claim)
    implements Judged {

  /** The kind of an id. */
  public enum Kind {
    CONNECTION_ID("connection id"),
    CLIENT_ID("client id");

    private final String words;

    Kind(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** The owner of an id, seen from the client. */
  public enum Claim {
    /** No live connection has it. */
    FREE,
    /** A live connection of the same user has it. */
    OWN,
    /** A live connection of another user has it. */
    ANOTHERS,
    /** A live connection has it, and the new client has not proved its user. */
    NOT_LOGGED_IN,
    /** The operator reserves it for others. */
    RESERVED
  }

  @Override
  public Resource about() {
    return connection.about();
  }

  @Override
  public String where() {
    return "user \"%s\", %s".formatted(user, connection.where());
  }
}
