package io.portcullis.broker.observation;

import io.portcullis.broker.platform.DestinationNames;
import io.portcullis.broker.platform.Subjects;
import io.portcullis.broker.rights.AuthorizationMapView;
import io.portcullis.broker.rights.LiveRights;
import io.portcullis.broker.transport.ConnectionInspector;
import io.portcullis.broker.transport.LoginInspector;
import io.portcullis.esdk.EncryptedMessage;
import io.portcullis.policy.DestinationKind;
import io.portcullis.policy.DestinationName;
import io.portcullis.rule.Advisories;
import io.portcullis.rule.Operation;
import io.portcullis.rule.PeerFacts;
import io.portcullis.usage.Actor;
import io.portcullis.usage.ClientIdFamily;
import io.portcullis.usage.Usage;
import java.net.InetAddress;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.security.SecurityContext;

/**
 * Turns what clients do into rows of a {@link Usage}. It is called where something is slow anyway:
 * a right is asked for, a consumer is added, a client logs in. It never throws because of a client.
 */
public final class UsageObserver implements LiveRights.Grants {

  /** All temporary destinations of a kind are one row, because their names are made up. */
  private static final String ANY_NAME = ">";

  /** ActiveMQ makes several for each destination and operation. */
  private static final DestinationName ADVISORIES =
      DestinationName.topic(Advisories.PREFIX + ANY_NAME);

  private final Usage usage;
  private final BooleanSupplier on;

  /**
   * @param usage where it is kept
   * @param on whether the operator wants it
   */
  public UsageObserver(Usage usage, BooleanSupplier on) {
    this.usage = usage;
    this.on = on;
  }

  /** Tells whether the operator wants it. */
  boolean isOn() {
    return on.getAsBoolean();
  }

  @Override
  public void granted(SecurityContext user, ActiveMQDestination destination) {
    if (isOn() && !user.isBrokerContext()) {
      use(user, Operation.WRITE, destination, true, true);
    }
  }

  /**
   * Records a use that went through.
   *
   * @param rights tells whether the map permits it. A map that is installed does, because it was
   *     asked just before, and may be a directory that does not answer
   */
  void passed(
      ConnectionContext context,
      Operation operation,
      ActiveMQDestination destination,
      AuthorizationMapView rights) {
    SecurityContext user = context.getSecurityContext();
    use(
        user,
        operation,
        destination,
        true,
        rights.areInstalled() || permits(rights, context, operation, destination));
  }

  /** Records a use that was refused. */
  void refused(ConnectionContext context, Operation operation, ActiveMQDestination destination) {
    use(context.getSecurityContext(), operation, destination, false, false);
  }

  private static boolean permits(
      AuthorizationMapView rights,
      ConnectionContext context,
      Operation operation,
      ActiveMQDestination destination) {
    try {
      return rights.right(context, operation, destination).held();
    } catch (RuntimeException e) {
      // A map that cannot be asked permits nothing.
      return false;
    }
  }

  private void use(
      SecurityContext userOrNull,
      Operation operation,
      ActiveMQDestination destination,
      boolean went,
      boolean permitted) {
    DestinationName name = folded(DestinationNames.of(destination));
    boolean advisory =
        operation == Operation.ADMIN
            && name.kind() == DestinationKind.TOPIC
            && name.name().startsWith(Advisories.PREFIX);
    usage.use(actor(userOrNull), operation, advisory ? ADVISORIES : name, went, permitted);
  }

  /**
   * Records the body of a message that went through and is encrypted as its body policy demands.
   */
  public void encrypted(
      ConnectionContext context, ActiveMQDestination destination, EncryptedMessage claims) {
    Actor actor = actor(context.getSecurityContext());
    String suite = claims.suite().hex();
    for (DestinationName part : DestinationNames.of(destination).parts()) {
      DestinationName to = folded(part);
      Set<String> naming =
          claims.encryptionContext().entrySet().stream()
              .filter(pair -> pair.getValue().equals(part.toString()))
              .map(pair -> pair.getKey())
              .collect(Collectors.toSet());
      usage.body(actor, to, true, naming);
      claims
          .encryptedDataKeys()
          .forEach(key -> usage.key(actor, to, key.provider(), key.key(), suite));
    }
  }

  /** Records a message that went through although its body is not encrypted as demanded. */
  public void unencrypted(ConnectionContext context, ActiveMQDestination destination) {
    if (isOn()) {
      Actor actor = actor(context.getSecurityContext());
      for (DestinationName part : DestinationNames.of(destination).parts()) {
        usage.body(actor, folded(part), false, Set.of());
      }
    }
  }

  /** Records a login. */
  public void loggedIn(ConnectionContext context) {
    if (!isOn()) {
      return;
    }
    PeerFacts peer = ConnectionInspector.connection(context).peer();
    usage.client(
        actor(context.getSecurityContext()),
        client(Subjects.text(context.getClientId())),
        peer.protocol(),
        Subjects.connector(context.getConnector()),
        peer.address().map(InetAddress::getHostAddress).orElse(""));
  }

  /** A client that writes the sign for a generated part itself has no generated part. */
  private static String client(String id) {
    return id.contains(ClientIdFamily.GENERATED)
        ? id.replace(ClientIdFamily.GENERATED, "\\u2026")
        : ClientIdFamily.of(id);
  }

  private static Actor actor(SecurityContext userOrNull) {
    return userOrNull == null
        ? Actor.NOBODY
        : new Actor(Subjects.text(userOrNull.getUserName()), LoginInspector.groups(userOrNull));
  }

  private static DestinationName folded(DestinationName name) {
    return name.kind().isTemporary() ? new DestinationName(name.kind(), ANY_NAME) : name;
  }
}
