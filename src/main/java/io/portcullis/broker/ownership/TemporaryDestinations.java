package io.portcullis.broker.ownership;

import io.portcullis.enforce.FairLruMap;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.ActiveMQDestination;

/**
 * Records who created which temporary destination. Its name begins with the id of the connection
 * that created it. A client with that id is the creator only if the user is the same.
 *
 * <p>It forgets a destination that is gone. But a bridge may create a copy of such a destination.
 * So it also keeps the creators of the last {@value #REMEMBERED}. They serve only to refuse readers
 * of the copy. A client that has the id now may be the owner, and it can create its own destination
 * anew.
 */
public final class TemporaryDestinations {

  private static final int REMEMBERED = 10_000;

  /** The longest name that is kept. Client libraries use shorter ones. */
  private static final int REMEMBERED_LENGTH = 256;

  /** The name of a temporary destination. */
  private record Name(boolean topic, String physicalName) {

    static Name of(ActiveMQDestination destination) {
      return new Name(destination.isTopic(), destination.getPhysicalName());
    }
  }

  /**
   * The creator of a temporary destination.
   *
   * @param present whether the connection has stayed open since
   */
  private record Made(Creator creator, boolean present) {}

  /** The creator of a temporary destination that is gone. */
  private record Gone(Name name, Creator creator) {}

  private final Map<Name, Made> made = new ConcurrentHashMap<>();

  /** The time at which each destination was removed. No user displaces the entries of others. */
  private final FairLruMap<Gone, Long> lately = new FairLruMap<>(REMEMBERED, Gone::creator);

  private long gone;

  /** Returns the temporary parts of a destination. */
  public static List<ActiveMQDestination> among(ActiveMQDestination destinationOrNull) {
    if (destinationOrNull == null) {
      return List.of();
    }
    if (destinationOrNull.isComposite()) {
      return Arrays.stream(destinationOrNull.getCompositeDestinations())
          .filter(ActiveMQDestination::isTemporary)
          .toList();
    }
    return destinationOrNull.isTemporary() ? List.of(destinationOrNull) : List.of();
  }

  /**
   * Tells whether a temporary destination belongs to a connection. It has the connection's id, and
   * no other user created it. A bridge that created a copy is not its owner. The copy belongs to
   * the creator of the original.
   *
   * @param exists whether it exists
   */
  public boolean isOwn(
      ConnectionContext context, ActiveMQDestination destination, BooleanSupplier exists) {
    if (!isNamedAfter(context, destination)) {
      return false;
    }
    Name name = Name.of(destination);
    Creator creator = Creator.of(context);
    Made known = made.get(name);
    return known != null
        ? known.creator.equals(creator)
        : !exists.getAsBoolean() || lastMaker(name).map(creator::equals).orElse(true);
  }

  /**
   * Tells whether a connection may create one. It must have the connection's id, and no other user
   * may have created it.
   */
  public boolean mayMake(ConnectionContext context, ActiveMQDestination destination) {
    return isOwn(context, destination, () -> false);
  }

  /** Returns who created the last removed destination of a name. */
  private Optional<Creator> lastMaker(Name name) {
    synchronized (lately) {
      return lately.entries().stream()
          .filter(entry -> entry.getKey().name.equals(name))
          .max(Map.Entry.comparingByValue())
          .map(entry -> entry.getKey().creator);
    }
  }

  /**
   * Tells whether this connection could have created a name: its id, a colon and a number. A name
   * that ActiveMQ takes as a pattern does not count.
   */
  static boolean isNamedAfter(ConnectionContext context, ActiveMQDestination destination) {
    if (context.getConnectionId() == null || context.getConnectionId().getValue() == null) {
      return false;
    }
    String id = context.getConnectionId().getValue();
    String name = destination.getPhysicalName();
    return destination.isTemporary()
        && !destination.isComposite()
        && !isPattern(name)
        && name.length() > id.length() + 1
        && name.startsWith(id)
        && name.lastIndexOf(':') == id.length();
  }

  private static boolean isPattern(String name) {
    return Arrays.stream(name.split("\\.", -1))
        .anyMatch(element -> element.equals("*") || element.equals(">"));
  }

  /** Records that a connection creates a destination, or comes back to it. */
  public void claim(ConnectionContext context, ActiveMQDestination destination) {
    Creator creator = Creator.of(context);
    made.compute(
        Name.of(destination),
        (name, known) ->
            known == null || known.creator.equals(creator) ? new Made(creator, true) : known);
  }

  /** Records that the creating connection ended and could not remove the destination. */
  public void leave(ActiveMQDestination destination) {
    made.computeIfPresent(Name.of(destination), (name, known) -> new Made(known.creator, false));
  }

  /** Tells whether a client of this broker created it. */
  public boolean isKnown(ActiveMQDestination destination) {
    return made.containsKey(Name.of(destination));
  }

  /** Tells whether the creator on this broker is still connected. */
  public boolean isMakerPresent(ActiveMQDestination destination) {
    Made known = made.get(Name.of(destination));
    return known != null && known.present;
  }

  /** Forgets a destination whose creation failed. */
  public void forgetUnmade(ActiveMQDestination destination) {
    made.remove(Name.of(destination));
  }

  /** Forgets a removed destination, but keeps its creator. */
  public void forget(ActiveMQDestination destination) {
    Name name = Name.of(destination);
    Made known = made.remove(name);
    if (known != null && name.physicalName.length() <= REMEMBERED_LENGTH) {
      synchronized (lately) {
        long now = ++gone;
        lately.compute(new Gone(name, known.creator), (one, before) -> now);
      }
    }
  }

  /** Returns the number of destinations. */
  int size() {
    return made.size();
  }
}
