package io.portcullis.rule;

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

  /** The id and its kind, in words. */
  String named() {
    return "%s \"%s\"".formatted(kind.words, id);
  }

  @Override
  public String subject() {
    return connection.subject();
  }

  @Override
  public String where() {
    return "user \"%s\", %s".formatted(user, connection.where());
  }
}
