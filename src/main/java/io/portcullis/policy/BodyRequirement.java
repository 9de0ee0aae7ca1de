package io.portcullis.policy;

import io.portcullis.esdk.Depth;
import java.util.List;

/**
 * The demand of a destination on message bodies. Immutable.
 *
 * @param encrypted whether the body must be an AWS Encryption SDK message; if not, nothing else
 *     here matters
 * @param verify how deep the message is read
 * @param commitmentRequired whether only key-committing algorithm suites pass
 * @param keys the keys that are allowed, each encrypted data key one of them; empty for any
 * @param maxEncryptedDataKeys how many encrypted data keys a message may have, 1 to 65,535
 * @param context what the encryption context must hold
 * @param textAllowed whether a text message may hold the message in base64
 * @param emptyAllowed whether a message may have no body
 * @param quarantined whether a refused message is kept aside instead of rejected
 */
public record BodyRequirement(
    boolean encrypted,
    Depth verify,
    boolean commitmentRequired,
    List<KeyPattern> keys,
    int maxEncryptedDataKeys,
    ContextRequirement context,
    boolean textAllowed,
    boolean emptyAllowed,
    boolean quarantined) {

  /** How many encrypted data keys a message may have unless told otherwise. */
  static final int DEFAULT_MAX_ENCRYPTED_DATA_KEYS = 8;

  /** What holds where no entry matches. */
  public static final BodyRequirement ENCRYPTED =
      new BodyRequirement(
          true,
          Depth.STRUCTURE,
          true,
          List.of(),
          DEFAULT_MAX_ENCRYPTED_DATA_KEYS,
          ContextRequirement.NONE,
          true,
          false,
          false);

  /** Copies the list. */
  public BodyRequirement {
    keys = List.copyOf(keys);
  }
}
