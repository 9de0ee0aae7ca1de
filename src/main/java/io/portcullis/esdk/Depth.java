package io.portcullis.esdk;

/** A depth to which a message is read. Each depth includes the ones before it. */
public enum Depth {
  /**
   * Every field of the header. Does not look at what follows, so a header alone passes, and so does
   * a header with anything behind it.
   */
  HEADER,
  /**
   * The whole message: every frame, one final frame, a footer if the suite signs, and not a byte
   * more. Does not tell whether the content is encrypted: frames of plaintext pass.
   */
  STRUCTURE,
  /**
   * The signature, with the public key that stands in the message; a message whose suite does not
   * sign passes without. Tells that nothing was changed since it was signed, not by whom: the key
   * pair is made for the message, so whoever changes it can sign it anew.
   */
  SIGNATURE;

  boolean includes(Depth other) {
    return compareTo(other) >= 0;
  }
}
