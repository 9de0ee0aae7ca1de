package io.portcullis.rule;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * The limit on the space that messages may take.
 *
 * @param element the element that sets it, such as {@code storeUsage}
 * @param room the space, in words, such as {@code the disk}
 * @param limitBytes the limit in bytes; 0 means none
 * @param wholeBytes the space in total; empty if it is unknown
 * @param written whether the configuration has a {@code <systemUsage>}
 */
public record SpaceLimit(
    String element, String room, long limitBytes, OptionalLong wholeBytes, boolean written) {

  private static final long BYTES_OF_UNKNOWN_ROOM = 1L << 30;

  /** Creates the limit of a broker that has a {@code <systemUsage>}. */
  public SpaceLimit(String element, String room, long limitBytes, OptionalLong wholeBytes) {
    this(element, room, limitBytes, wholeBytes, true);
  }

  /**
   * Says how to bound a space. A new {@code <systemUsage>} must bound all spaces: ActiveMQ takes a
   * missing limit there as none.
   */
  static String bounding(SpaceLimit space, List<SpaceLimit> all) {
    if (space.written) {
      return "put %s into <systemUsage>, in place of any other there".formatted(space.text());
    }
    return "put <systemUsage><systemUsage>%s</systemUsage></systemUsage> into <broker>"
        .formatted(all.stream().map(SpaceLimit::text).collect(Collectors.joining()));
  }

  private String text() {
    return "<%1$s><%1$s limit=\"%2$d\"/></%1$s>".formatted(element, fitting());
  }

  /** Returns its own limit if that fits, and else half of the room. */
  private long fitting() {
    boolean fits = limitBytes > 0 && limitBytes <= wholeBytes.orElse(Long.MAX_VALUE);
    return fits
        ? limitBytes
        : wholeBytes.isPresent() ? wholeBytes.getAsLong() / 2 : BYTES_OF_UNKNOWN_ROOM;
  }
}
