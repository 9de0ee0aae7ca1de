package io.portcullis.rule;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What clients of a transport connector may use up.
 *
 * @param connector which
 * @param connections how many they may be at once; empty where ActiveMQ has no option for it
 * @param frames how many bytes they may have the broker take for one frame, for each protocol
 * @param loginBytes how many bytes they may have it take for one frame before the login, whatever
 *     {@code frames} say
 */
public record ConnectorLimits(
    Judged connector, Optional<Bound> connections, List<Bound> frames, int loginBytes) {

  /** Copies the list. */
  public ConnectorLimits {
    frames = List.copyOf(frames);
  }

  private OptionalLong times(OptionalLong bytes) {
    if (bytes.isEmpty() || connections.filter(Bound::holds).isEmpty()) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        Math.max(0, connections.get().value().orElse(0)) * Math.max(0, bytes.getAsLong()));
  }

  /** How many bytes all connections may have the broker take before their logins, if bounded. */
  OptionalLong allLoginBytes() {
    return times(OptionalLong.of(loginBytes));
  }

  /** How many bytes all connections may have the broker take after their logins, if bounded. */
  OptionalLong allFrameBytes() {
    return frames.stream().allMatch(Bound::holds)
        ? times(frames.stream().mapToLong(frame -> frame.value().orElse(0)).max())
        : OptionalLong.empty();
  }
}
