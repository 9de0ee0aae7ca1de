package io.portcullis.usage;

import io.portcullis.policy.DestinationName;

/**
 * A key that encrypted messages for a destination. The messages that were looked at are the first
 * of each connection and destination, and one in 1,024 after that.
 *
 * @param user who sent them; empty for all who are not logged in
 * @param destination where they were sent
 * @param provider the key provider of the encrypted data key, such as {@code aws-kms}
 * @param key the provider's key id, such as a KMS key ARN; a long one is cut
 * @param suite the algorithm suite in four hexadecimal digits, such as {@code 0578}
 * @param messages how many messages were looked at
 * @param seen when
 */
public record KeyUse(
    String user,
    DestinationName destination,
    String provider,
    String key,
    String suite,
    long messages,
    Seen seen) {

  /** Both together, in nobody's name, if the users differ. */
  public KeyUse and(KeyUse other) {
    return new KeyUse(
        user.equals(other.user) ? user : "",
        destination,
        provider,
        key,
        suite,
        messages + other.messages,
        seen.and(other.seen));
  }
}
