package io.portcullis.rule;

import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Resource;

/**
 * The use of a temporary destination that only whoever made it has.
 *
 * @param user who uses it
 * @param use what they do with it
 * @param destination the destination
 * @param own whether they made it, or make it now under their own connection's name
 */
public record TemporaryUseFacts(String user, Use use, DestinationName destination, boolean own)
    implements Judged {

  /** What is done with it. */
  public enum Use {
    CREATE("create"),
    READ("read from"),
    REMOVE("remove");

    private final String verb;

    Use(String verb) {
      this.verb = verb;
    }

    /** The word in a sentence. */
    public String verb() {
      return verb;
    }
  }

  @Override
  public Resource about() {
    return Resource.destination(destination);
  }

  @Override
  public String where() {
    return "user \"%s\"".formatted(user);
  }
}
