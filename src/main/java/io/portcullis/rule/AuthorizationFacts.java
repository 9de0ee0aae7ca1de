package io.portcullis.rule;

import io.portcullis.policy.DestinationKind;
import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import java.util.List;

/**
 * Tells who has which right. It is an interface, so that every kind of authorization map can
 * implement it. It looks up only what is asked.
 */
public interface AuthorizationFacts {

  /** A name that no entry but one for everything can match. */
  String NAME_OF_NOTHING = "portcullis-probe-3f9d2c";

  /** The same, several levels long. */
  String LONG_NAME_OF_NOTHING = NAME_OF_NOTHING + ".b41e.07aa";

  /** The whole map, for a violation. */
  Judged MAP = Named.of(Kind.AUTHORIZATION_MAP, Kind.AUTHORIZATION_MAP.word());

  /** The origin of the rights. */
  enum Source {
    /** The operator's map. */
    OPERATOR,
    /** The gate's default map, which is installed. */
    DEFAULT,
    /** The gate's default map, which cannot be used, since logins show no groups. */
    UNUSABLE,
    /** The gate's default map, which would be installed if the gate enforced. */
    NOT_INSTALLED,
    /** The operator's map, which is in a directory elsewhere and is not to be asked now. */
    NOT_ASKED
  }

  /** What the map says of these destinations, for a violation. */
  static Judged rightsOn(List<DestinationName> destinations) {
    return new Named(Resource.destinations(destinations), MAP.where());
  }

  /** Where the answers come from. */
  Source source();

  /** Who needs which advisory topics of this version of the broker. */
  Advisories advisories();

  /**
   * Who may do this to {@code destination}; of a topic or queue, the name may be a composite one.
   */
  RightHolder grant(Operation operation, DestinationName destination);

  /** Who may do this to temporary destinations. */
  RightHolder temporaryGrant(Operation operation);

  /**
   * Who may do this to every queue or every topic: asked for with names that no entry but a
   * wildcard for everything can match, one level long and several.
   */
  default RightHolder grantOnAll(Operation operation, DestinationKind kind) {
    return grant(operation, new DestinationName(kind, NAME_OF_NOTHING))
        .and(grant(operation, new DestinationName(kind, LONG_NAME_OF_NOTHING)));
  }
}
