package io.portcullis.rule;

import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Resource;

/**
 * A use of a temporary destination that is reserved for its creator.
 *
 * <p>Asked by {@code gate.TemporaryGate}.
 *
 * @param user the user
 * @param use the use
 * @param destination the destination
 * @param own whether the user created it, or creates it now under the id of its own connection
 */
public record TemporaryUseFacts(String user, Use use, DestinationName destination, boolean own)
    implements Judged {

  /** The use of a temporary destination. */
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
