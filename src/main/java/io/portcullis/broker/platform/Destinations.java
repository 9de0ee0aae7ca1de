package io.portcullis.broker.platform;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.broker.region.DestinationFilter;

/** Walks through a destination and the destinations that it filters. */
public final class Destinations {

  private Destinations() {}

  /** The destination and all that it filters, from the outermost to the innermost. */
  private static Stream<Destination> chain(Destination destination) {
    return Stream.iterate(
        destination,
        Objects::nonNull,
        outer -> outer instanceof DestinationFilter filter ? filter.getNext() : null);
  }

  /** The outermost filter of a kind; empty if there is none. */
  public static <F extends DestinationFilter> Optional<F> filter(
      Destination destination, Class<F> type) {
    return chain(destination).filter(type::isInstance).map(type::cast).findFirst();
  }

  /** The destination that filters no other. */
  public static Destination innermost(Destination destination) {
    return innermost(destination, DestinationFilter.class);
  }

  /** The first destination that is not a filter of this kind. */
  public static Destination innermost(
      Destination destination, Class<? extends DestinationFilter> type) {
    Destination inner = destination;
    while (type.isInstance(inner)) {
      inner = ((DestinationFilter) inner).getNext();
    }
    return inner;
  }
}
