package io.portcullis.rule;

import io.portcullis.policy.Resource;

/**
 * A client that connects with an id of its choice.
 *
 * @param connection the connection that asks
 * @param user who
 * @param kind what kind of id
 * @param id the id, cut
 * @param claim whose the id is
 */
public record TakeoverFacts(Judged connection, String user, Kind kind, String id, Claim claim)
    implements Judged {

  /** A kind of id. */
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

  /** Whose an id is. */
  public enum Claim {
    /** No live connection has it. */
    FREE,
    /** A live connection of the same user has it. */
    OWN,
    /** A live connection of another user has it. */
    ANOTHERS,
    /** A live connection has it, and whoever asks has not shown who it is. */
    NOT_LOGGED_IN,
    /** The operator keeps it for others. */
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
