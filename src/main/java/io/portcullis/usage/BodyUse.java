package io.portcullis.usage;

import io.portcullis.policy.DestinationName;
import java.util.Set;

/**
 * What the bodies of one user for one destination had in common. Every message whose body was not
 * encrypted as demanded counts. Of the encrypted ones, those count that were looked at.
 *
 * @param user who sent them; empty for all who are not logged in
 * @param destination where they were sent
 * @param encrypted whether they were AWS Encryption SDK messages as the body policy demands
 * @param destinationKeys the keys of the encryption context whose value was the destination's
 *     qualified name in every one of them; empty if not encrypted
 * @param messages how many messages
 * @param seen when
 */
public record BodyUse(
    String user,
    DestinationName destination,
    boolean encrypted,
    Set<String> destinationKeys,
    long messages,
    Seen seen) {

  /** Copies the set. */
  public BodyUse {
    destinationKeys = Set.copyOf(destinationKeys);
  }
}
