package io.portcullis.broker.rights;

import io.portcullis.broker.platform.BrokerVersion;
import io.portcullis.broker.platform.DestinationNames;
import io.portcullis.broker.platform.Subjects;
import io.portcullis.broker.transport.LoginInspector;
import io.portcullis.policy.DestinationKind;
import io.portcullis.policy.DestinationName;
import io.portcullis.rule.Advisories;
import io.portcullis.rule.AuthorizationFacts;
import io.portcullis.rule.Operation;
import io.portcullis.rule.RightFacts;
import io.portcullis.rule.RightHolder;
import io.portcullis.rule.WrittenEntry;
import java.security.Principal;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ActiveMQTopic;
import org.apache.activemq.security.AuthorizationMap;
import org.apache.activemq.security.SecurityContext;

/**
 * A view of any authorization map that returns who has which right. If the map returns no set of
 * groups, ActiveMQ gives the right to everyone.
 */
public final class AuthorizationMapView implements AuthorizationFacts {

  private final Source source;
  private final Supplier<AuthorizationMap> current;
  private final Advisories advisories;

  /**
   * @param source where the map comes from
   * @param current the map, which may be replaced while the broker runs
   * @param advisories which advisory topics clients need
   */
  public AuthorizationMapView(
      Source source, Supplier<AuthorizationMap> current, Advisories advisories) {
    this.source = source;
    this.current = current;
    this.advisories = advisories;
  }

  @Override
  public Source source() {
    return source;
  }

  /** The map, which may be replaced while the broker runs. */
  public Supplier<AuthorizationMap> current() {
    return current;
  }

  @Override
  public Advisories advisories() {
    return advisories;
  }

  /** Uses the advisory topics of the running ActiveMQ version. */
  public AuthorizationMapView(Source source, Supplier<AuthorizationMap> current) {
    this(source, current, BrokerVersion.advisories());
  }

  /** Returns the map that answers now. */
  public AuthorizationMap map() {
    return current.get();
  }

  @Override
  public RightHolder grant(Operation operation, DestinationName destination) {
    if (destination.kind().isTemporary()) {
      return temporaryGrant(operation);
    }
    ActiveMQDestination name =
        destination.kind() == DestinationKind.QUEUE
            ? new ActiveMQQueue(destination.name())
            : new ActiveMQTopic(destination.name());
    return grant(principals(map(), operation, name));
  }

  @Override
  public RightHolder temporaryGrant(Operation operation) {
    return grant(temporaryPrincipals(map(), operation));
  }

  @Override
  public Set<String> groupsOfClients() {
    return MapEntries.groupsOfClients(map());
  }

  @Override
  public Optional<Map<String, Set<DestinationName>>> holders() {
    return map() instanceof DefaultRights ours
        ? Optional.of(ours.holders())
        : MapEntries.holders(map());
  }

  @Override
  public Optional<List<WrittenEntry>> entries() {
    return MapEntries.written(map());
  }

  /** Tells whether a user has the right to write to a destination. */
  public RightFacts write(ConnectionContext context, ActiveMQDestination destination) {
    return right(context, Operation.WRITE, destination);
  }

  /** Tells whether a user with these principals has the right to write to a destination. */
  public RightFacts write(String user, Set<Principal> principals, ActiveMQDestination destination) {
    SecurityContext login =
        new SecurityContext(user) {
          @Override
          public Set<Principal> getPrincipals() {
            return principals;
          }
        };
    return right(user, login, Operation.WRITE, destination);
  }

  /** Tells whether a user has the right to create and remove a destination. */
  public RightFacts admin(ConnectionContext context, ActiveMQDestination destination) {
    return right(context, Operation.ADMIN, destination);
  }

  /** Tells whether a user may write to a destination and to every part of it. */
  public boolean mayWrite(ConnectionContext context, ActiveMQDestination destination) {
    if (source == Source.NOT_INSTALLED) {
      return true;
    }
    return parts(destination).allMatch(part -> write(context, part).held());
  }

  /** Tells whether the broker enforces the map that answers. */
  public boolean areInstalled() {
    return source == Source.OPERATOR || source == Source.DEFAULT;
  }

  /** Returns whether a user has a right, with its holders. */
  public RightFacts right(
      ConnectionContext context, Operation operation, ActiveMQDestination destination) {
    return right(Subjects.user(context), context.getSecurityContext(), operation, destination);
  }

  /** Returns whether a user has a right, with its holders. */
  public RightFacts right(
      String user, SecurityContext security, Operation operation, ActiveMQDestination destination) {
    Set<?> principals = principals(map(), operation, destination);
    DestinationName name = DestinationNames.of(destination);
    RightHolder grant = grant(principals);
    return principals == null || LoginInspector.isInOneOf(security, principals)
        ? new RightFacts(user, operation, name, grant, true, Set.of(), false)
        : lacked(user, security, operation, name, grant);
  }

  private RightFacts lacked(
      String user,
      SecurityContext security,
      Operation operation,
      DestinationName destination,
      RightHolder grant) {
    return new RightFacts(
        user,
        operation,
        destination,
        grant,
        false,
        security == null ? Set.of() : LoginInspector.groups(security),
        source == Source.OPERATOR && MapEntries.areWritten(map()));
  }

  /**
   * Returns the right that a map which is installed withholds from a user, if it does; empty also
   * if the map cannot be asked.
   */
  public Optional<RightFacts> missing(
      ConnectionContext context, Operation operation, ActiveMQDestination destination) {
    if (!areInstalled() || context.getSecurityContext() == null) {
      return Optional.empty();
    }
    try {
      return firstMissing(context, operation, destination);
    } catch (RuntimeException e) {
      // It may be the very reason of the refusal that this explains.
      return Optional.empty();
    }
  }

  /** Returns the right that a user does not have on the first such part of a destination. */
  public Optional<RightFacts> firstMissing(
      ConnectionContext context, Operation operation, ActiveMQDestination destination) {
    return parts(destination)
        .map(part -> right(context, operation, part))
        .filter(right -> !right.held())
        .findFirst();
  }

  private static Stream<ActiveMQDestination> parts(ActiveMQDestination destination) {
    return destination.isComposite()
        ? Arrays.stream(destination.getCompositeDestinations())
        : Stream.of(destination);
  }

  /** Describes a right to read that a user lost. It does not ask the map. */
  RightFacts lostRead(ConnectionContext context, ActiveMQDestination destination) {
    return lacked(
        Subjects.user(context),
        context.getSecurityContext(),
        Operation.READ,
        DestinationNames.of(destination),
        RightHolder.to(Set.of()));
  }

  /** Returns who has a right, in ActiveMQ's terms; null for everyone. */
  static Set<?> principals(
      AuthorizationMap map, Operation operation, ActiveMQDestination destination) {
    if (destination.isTemporary()) {
      return temporaryPrincipals(map, operation);
    }
    return switch (operation) {
      case READ -> map.getReadACLs(destination);
      case WRITE -> map.getWriteACLs(destination);
      case ADMIN -> map.getAdminACLs(destination);
    };
  }

  /** Returns who has a right on temporary destinations, in ActiveMQ's terms; null for everyone. */
  static Set<?> temporaryPrincipals(AuthorizationMap map, Operation operation) {
    return switch (operation) {
      case READ -> map.getTempDestinationReadACLs();
      case WRITE -> map.getTempDestinationWriteACLs();
      case ADMIN -> map.getTempDestinationAdminACLs();
    };
  }

  static RightHolder grant(Set<?> principals) {
    if (principals == null) {
      return RightHolder.EVERYONE;
    }
    Set<String> names = new HashSet<>();
    for (Object principal : principals) {
      if (principal instanceof Principal named) {
        names.add(named.getName());
      }
    }
    return RightHolder.to(names);
  }
}
