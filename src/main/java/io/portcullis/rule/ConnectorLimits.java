package io.portcullis.rule;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The limits on what clients of a transport connector may use.
 *
 * @param connector the connector
 * @param connections the limit on simultaneous connections; empty if ActiveMQ has no option for it
 * @param frames the limit on the bytes of one frame, for each protocol
 * @param loginBytes the limit on the bytes of one frame before the login, whatever {@code frames}
 *     says
 * @param ignored the options in the connector's URI that ActiveMQ ignores
 */
public record ConnectorLimits(
    Judged connector,
    Optional<Bound> connections,
    List<Bound> frames,
    int loginBytes,
    List<IgnoredOption> ignored) {

  /**
   * An option that sets nothing.
   *
   * @param name its name, as written
   * @param meant the option that was probably meant, if one is similar
   */
  public record IgnoredOption(String name, Optional<String> meant) {}

  /** Copies the lists. */
  public ConnectorLimits {
    frames = List.copyOf(frames);
    ignored = List.copyOf(ignored);
  }

  /** Creates limits of a connector without ignored options. */
  public ConnectorLimits(
      Judged connector, Optional<Bound> connections, List<Bound> frames, int loginBytes) {
    this(connector, connections, frames, loginBytes, List.of());
  }

  private OptionalLong times(OptionalLong bytes) {
    if (bytes.isEmpty() || connections.filter(Bound::holds).isEmpty()) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        Math.max(0, connections.get().value().orElse(0)) * Math.max(0, bytes.getAsLong()));
  }

  /**
   * Returns the bytes that all connections may have allocated before their logins, if there is a
   * bound.
   */
  OptionalLong allLoginBytes() {
    return times(OptionalLong.of(loginBytes));
  }

  /**
   * Returns the bytes that all connections may have allocated after their logins, if there is a
   * bound.
   */
  OptionalLong allFrameBytes() {
    return frames.stream().allMatch(Bound::holds)
        ? times(frames.stream().mapToLong(frame -> frame.value().orElse(0)).max())
        : OptionalLong.empty();
  }
}
