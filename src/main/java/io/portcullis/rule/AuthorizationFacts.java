package io.portcullis.rule;

import io.portcullis.policy.DestinationKind;
import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tells who has which right. It is an interface, so that every kind of authorization map can
 * implement it. It looks up only what is asked.
 *
 * <p>Asked by {@code broker.start.StartInspector} and {@code gate.GuardedChain}.
 */
public interface AuthorizationFacts {

  /** A name that only an entry for everything can match. */
  String NAME_OF_NOTHING = "portcullis-probe-3f9d2c";

  /** Such a name with several levels. */
  String LONG_NAME_OF_NOTHING = NAME_OF_NOTHING + ".b41e.07aa";

  /** The whole map, as the subject of a violation. */
  Judged MAP = Named.of(Kind.AUTHORIZATION_MAP, Kind.AUTHORIZATION_MAP.word());

  /** The origin of the rights. */
  enum Source {
    /** The operator's map. */
    OPERATOR,
    /** The gate's default map, which is installed. */
    DEFAULT,
    /** The default map, which cannot be used because logins show no groups. */
    UNUSABLE,
    /** The default map, which would be installed if the gate enforced. */
    NOT_INSTALLED,
    /** The operator's map, which is in a remote directory and must not be asked now. */
    NOT_ASKED
  }

  /** Returns the rights on these destinations, as the subject of a violation. */
  static Judged rightsOn(List<DestinationName> destinations) {
    return new Named(Resource.destinations(destinations), MAP.where());
  }

  /** Returns the origin of the rights. */
  Source source();

  /** Says that no map decides after the start, in words; empty if one does. */
  default Optional<String> absence() {
    return switch (source()) {
      case OPERATOR, DEFAULT, NOT_ASKED -> Optional.empty();
      case UNUSABLE, NOT_INSTALLED -> Optional.of("no authorization map");
    };
  }

  /** Returns which advisory topics clients of this version of the broker need. */
  Advisories advisories();

  /**
   * Returns the holders of a right on {@code destination}. A topic or queue may be a composite one.
   */
  RightHolder grant(Operation operation, DestinationName destination);

  /** Returns the holders of a right on temporary destinations. */
  RightHolder temporaryGrant(Operation operation);

  /**
   * Returns the entries as the operator wrote them, for remedies. It is empty if the map cannot
   * list them, or if they are not written in the configuration.
   */
  default Optional<List<WrittenEntry>> entries() {
    return Optional.empty();
  }

  /** Tells whether an entry is written for these destinations, or entries cannot be listed. */
  default boolean isWritten(DestinationName destinations) {
    return entries()
        .map(all -> all.stream().anyMatch(entry -> entry.destinations().equals(destinations)))
        .orElse(true);
  }

  /**
   * Returns the groups that entries for destinations name, advisory topics apart. Groups with an
   * entry to read consumers' advisories are those of bridges, and left out. The result is empty if
   * the map cannot list its entries.
   */
  default Set<String> groupsOfClients() {
    return Set.of();
  }

  /**
   * Returns everybody whom the map's entries name, and the destinations of these entries. Temporary
   * destinations are one destination of that kind. A default entry has no destination. The result
   * is empty if the map cannot list all its entries.
   */
  default Optional<Map<String, Set<DestinationName>>> holders() {
    return Optional.empty();
  }

  /**
   * Returns the holders of a right on every queue or every topic. It asks about names that only a
   * wildcard for everything can match, with one level and with several.
   */
  default RightHolder grantOnAll(Operation operation, DestinationKind kind) {
    return grant(operation, new DestinationName(kind, NAME_OF_NOTHING))
        .and(grant(operation, new DestinationName(kind, LONG_NAME_OF_NOTHING)));
  }
}
