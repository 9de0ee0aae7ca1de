package io.portcullis.client;

/**
 * Says that messages that are bound to one destination are decrypted at another.
 *
 * @param at where they are received
 * @param boundTo what they are bound to
 * @param anywhere whether it is all the same where they are received
 */
record Acceptance(DestinationPattern at, DestinationPattern boundTo, boolean anywhere) {

  static Acceptance anywhere(DestinationPattern boundTo) {
    return new Acceptance(boundTo, boundTo, true);
  }

  static Acceptance at(DestinationPattern at, DestinationPattern boundTo) {
    return new Acceptance(at, boundTo, false);
  }

  /** Whether a message that is bound to that destination is decrypted here. */
  boolean accepts(String qualifiedName, Arrival arrival) {
    return boundTo.matches(qualifiedName)
        && (anywhere || arrival.place().filter(at::matches).isPresent());
  }
}
