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

  /** Client libraries make shorter names; longer ones are not worth the memory. */
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
  private record Made(Creator maker, boolean present) {}

  /** The creator of a temporary destination that is gone. */
  private record Gone(Name name, Creator maker) {}

  private final Map<Name, Made> made = new ConcurrentHashMap<>();

  /** When each went. No user pushes out what others made. */
  private final FairLruMap<Gone, Long> lately = new FairLruMap<>(REMEMBERED, Gone::maker);

  private long gone;

  /** The temporary destinations among the parts of a destination. */
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
   * Whether a temporary destination is a connection's own: it has the connection's id, and nobody
   * else made it. A bridge that made a copy is nobody; the copy is whose the destination was.
   *
   * @param exists whether it is there
   */
  public boolean isOwn(
      ConnectionContext context, ActiveMQDestination destination, BooleanSupplier exists) {
    if (!isNamedAfter(context, destination)) {
      return false;
    }
    Name name = Name.of(destination);
    Creator maker = Creator.of(context);
    Made known = made.get(name);
    return known != null
        ? known.maker.equals(maker)
        : !exists.getAsBoolean() || lastMaker(name).map(maker::equals).orElse(true);
  }

  /** Whether a connection may make one: it has the connection's id, and no other user made it. */
  public boolean mayMake(ConnectionContext context, ActiveMQDestination destination) {
    return isOwn(context, destination, () -> false);
  }

  /** Who made the last one of a name, of those that are gone. */
  private Optional<Creator> lastMaker(Name name) {
    synchronized (lately) {
      return lately.entries().stream()
          .filter(entry -> entry.getKey().name.equals(name))
          .max(Map.Entry.comparingByValue())
          .map(entry -> entry.getKey().maker);
    }
  }

  /**
   * Whether a name is one that this connection makes: its id, a colon and a number. A name that
   * ActiveMQ takes for a pattern is none.
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

  /** Remembers that a connection makes one, or comes back to it. */
  public void claim(ConnectionContext context, ActiveMQDestination destination) {
    Creator maker = Creator.of(context);
    made.compute(
        Name.of(destination),
        (name, known) ->
            known == null || known.maker.equals(maker) ? new Made(maker, true) : known);
  }

  /** Remembers that the connection that made one has ended, and could not take it along. */
  public void leave(ActiveMQDestination destination) {
    made.computeIfPresent(Name.of(destination), (name, known) -> new Made(known.maker, false));
  }

  /** Whether whoever made one on this broker is still there. */
  public boolean isMakerPresent(ActiveMQDestination destination) {
    Made known = made.get(Name.of(destination));
    return known != null && known.present;
  }

  /** Forgets one that was not made after all. */
  public void forgetUnmade(ActiveMQDestination destination) {
    made.remove(Name.of(destination));
  }

  /** Forgets one that is gone, but for who made it. */
  public void forget(ActiveMQDestination destination) {
    Name name = Name.of(destination);
    Made known = made.remove(name);
    if (known != null && name.physicalName.length() <= REMEMBERED_LENGTH) {
      synchronized (lately) {
        long now = ++gone;
        lately.compute(new Gone(name, known.maker), (one, before) -> now);
      }
    }
  }

  /** How many are remembered. */
  int size() {
    return made.size();
  }
}
