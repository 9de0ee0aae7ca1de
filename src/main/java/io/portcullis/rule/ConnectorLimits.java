package io.portcullis.rule;

import java.util.List;
import java.util.Optional;

/**
 * What clients of a transport connector may use up.
 *
 * @param connector which
 * @param connections how many they may be at once; empty where ActiveMQ has no option for it
 * @param frames how many bytes they may have the broker take for one frame, for each protocol
 */
public record ConnectorLimits(Judged connector, Optional<Bound> connections, List<Bound> frames) {

  /** Copies the list. */
  public ConnectorLimits {
    frames = List.copyOf(frames);
  }
}
