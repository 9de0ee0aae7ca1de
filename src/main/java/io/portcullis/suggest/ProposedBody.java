package io.portcullis.suggest;

import io.portcullis.policy.DestinationName;
import io.portcullis.usage.BodyUse;
import io.portcullis.usage.KeyUse;
import java.util.List;
import java.util.Optional;

/**
 * A body policy for one destination, or for all temporary ones.
 *
 * @param destination the destination; all temporary destinations are {@code temp-queue://>}
 * @param keys the keys that were seen, as the property {@code keys} has them; empty if any may be
 * @param destinationKey the key of the encryption context whose value was the destination's name in
 *     every message
 * @param committing whether every suite commits to its key
 * @param keysSeen where the keys come from
 * @param bodiesSeen the encrypted bodies
 */
record ProposedBody(
    DestinationName destination,
    List<String> keys,
    Optional<String> destinationKey,
    boolean committing,
    List<KeyUse> keysSeen,
    List<BodyUse> bodiesSeen) {

  /** Copies the lists. */
  ProposedBody {
    keys = List.copyOf(keys);
    keysSeen = List.copyOf(keysSeen);
    bodiesSeen = List.copyOf(bodiesSeen);
  }

  /** Tells whether it demands something that the default does not, or less. */
  boolean saysSomething() {
    return !keys.isEmpty() || destinationKey.isPresent() || !committing;
  }
}
