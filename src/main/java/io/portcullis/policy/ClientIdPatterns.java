package io.portcullis.policy;

import java.util.List;

/**
 * The owners of client ids. Immutable.
 *
 * @param all each entry, in the order in which they were said
 */
public record ClientIdPatterns(List<ClientIdPattern> all) {

  /** Client ids are for whoever comes first. */
  public static final ClientIdPatterns NONE = new ClientIdPatterns(List.of());

  /** The relation of a client id to a user. */
  public enum Standing {
    /** No pattern matches it. */
    FREE,
    /** It belongs to the user, or to a group of the user. */
    OWN,
    /** It belongs to others alone. */
    OF_OTHERS
  }

  /** Answers whether the user is a certain user, or in a certain group. */
  @FunctionalInterface
  public interface Known {
    /** Whether the user is this user, or in this group. */
    boolean is(ClientIdPattern.Owner owner, String name);
  }

  /** Copies the list. */
  public ClientIdPatterns {
    all = List.copyOf(all);
  }

  /** What a client id is to a user; of several patterns that match, one of the user's is enough. */
  public Standing of(String clientId, Known user) {
    Standing standing = Standing.FREE;
    for (ClientIdPattern entry : all) {
      if (entry.matches(clientId)) {
        if (user.is(entry.owner(), entry.name())) {
          return Standing.OWN;
        }
        standing = Standing.OF_OTHERS;
      }
    }
    return standing;
  }
}
