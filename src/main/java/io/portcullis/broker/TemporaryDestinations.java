package io.portcullis.broker;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.ActiveMQDestination;

/**
 * Who made which temporary destination. Its name begins with the id of the connection that made it;
 * whoever brings that id made it only if the user is the same.
 *
 * <p>It remembers destinations that exist. Answers may still come for one that is gone, so it also
 * remembers whose the last {@value #REMEMBERED} connection ids were.
 */
public final class TemporaryDestinations {

  private static final int REMEMBERED = 10_000;

  /** Client libraries make shorter ids; longer ones are not worth the memory. */
  private static final int REMEMBERED_LENGTH = 256;

  private record Name(boolean topic, String physicalName) {

    static Name of(ActiveMQDestination destination) {
      return new Name(destination.isTopic(), destination.getPhysicalName());
    }
  }

  /**
   * Who made one.
   *
   * @param present whether its connection has not ended since
   */
  private record Made(Maker maker, boolean present) {}

  private final Map<Name, Made> made = new ConcurrentHashMap<>();
  private final Map<String, Maker> lately =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Maker> eldest) {
              return size() > REMEMBERED;
            }
          });

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
   * else made it. A bridge that made a copy is nobody.
   */
  public boolean isOwn(ConnectionContext context, ActiveMQDestination destination) {
    if (!isNamedAfter(context, destination)) {
      return false;
    }
    Made known = made.get(Name.of(destination));
    Maker maker = known == null ? lately.get(context.getConnectionId().getValue()) : known.maker;
    return maker == null || maker.equals(Maker.of(context));
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
    Maker maker = Maker.of(context);
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

  /** Forgets one that is gone. */
  public void forget(ActiveMQDestination destination) {
    Made gone = made.remove(Name.of(destination));
    int end = destination.getPhysicalName().lastIndexOf(':');
    if (gone != null && end >= 0 && end <= REMEMBERED_LENGTH) {
      lately.put(destination.getPhysicalName().substring(0, end), gone.maker);
    }
  }

  /** How many are remembered. */
  int size() {
    return made.size();
  }
}
