package io.portcullis.client;

import com.amazonaws.encryptionsdk.AwsCrypto;
import com.amazonaws.encryptionsdk.CryptoResult;
import com.amazonaws.encryptionsdk.ParsedCiphertext;
import jakarta.jms.JMSException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Encrypts bodies for a destination, and decrypts bodies that came from one.
 *
 * @param destinationKey the key of the encryption context that names the destination; without it,
 *     messages are bound to none
 * @param context further pairs, put on what is sent and demanded of what is received
 * @param accepted what else is opened than messages that are bound to where they are received
 */
record Envelope(
    AwsCrypto crypto,
    Materials materials,
    Optional<String> destinationKey,
    Map<String, String> context,
    List<Acceptance> accepted) {

  /** Several destinations, or a pattern of such. */
  private static final Pattern MORE_THAN_ONE = Pattern.compile("[,*>]");

  Envelope {
    context = Map.copyOf(context);
    accepted = List.copyOf(accepted);
  }

  /**
   * Encrypts for the destination with this qualified name.
   *
   * @throws KeyServiceUnavailableException if the keys cannot be had now
   * @throws JMSException if the destination is not one name that a message can be bound to, or the
   *     SDK cannot encrypt
   */
  byte[] seal(byte[] plaintext, String destination) throws JMSException {
    Map<String, String> pairs = new HashMap<>(context);
    if (destinationKey.isPresent()) {
      if (MORE_THAN_ONE.matcher(destination).find()) {
        throw new JMSException(
            "%s is more than one destination, and a message is bound to one; send to each by itself,"
                    .formatted(destination)
                + " or build the transformer with bindNothing()");
      }
      pairs.put(destinationKey.get(), destination);
    }
    try {
      return materials.encrypt(crypto, plaintext, pairs);
    } catch (RuntimeException e) {
      throw new Refusal(
              "the body for %s was not encrypted%s; nothing was sent"
                  .formatted(destination, Reason.classes(e)),
              KeyServiceOutage.isBehind(e) ? Optional.of(CauseWithoutText.of(e)) : Optional.empty())
          .exception();
    }
  }

  /**
   * Decrypts, and returns the plaintext only when everything was verified: whole message,
   * signature, context and destination.
   */
  byte[] open(byte[] ciphertext, Arrival arrival) throws RefusedBodyException {
    ParsedCiphertext header = header(ciphertext);
    Map<String, String> stored = context(header);
    Map<String, String> unstored = new HashMap<>(context);
    unstored.keySet().removeAll(stored.keySet());
    // First, since it may spare a call of a key service, and tells more.
    checkPairs(stored, unstored.keySet());
    checkDestination(stored, arrival);
    CryptoResult<byte[], ?> result;
    try {
      result = materials.decrypt(crypto, ciphertext, unstored);
    } catch (RuntimeException e) {
      if (KeyServiceOutage.isBehind(e)) {
        throw RefusedBodyException.forNow(e);
      }
      throw new RefusedBodyException(Reason.ofDecrypting(e, header) + without(unstored.keySet()));
    }
    checkPairs(result.getEncryptionContext(), Set.of());
    checkDestination(result.getEncryptionContext(), arrival);
    return result.getResult();
  }

  private static ParsedCiphertext header(byte[] ciphertext) throws RefusedBodyException {
    try {
      return new ParsedCiphertext(ciphertext);
    } catch (RuntimeException e) {
      throw new RefusedBodyException("it is no message of the AWS Encryption SDK");
    }
  }

  private static Map<String, String> context(ParsedCiphertext header) throws RefusedBodyException {
    try {
      return header.getEncryptionContextMap();
    } catch (RuntimeException e) {
      throw new RefusedBodyException("its encryption context is malformed");
    }
  }

  private void checkPairs(Map<String, String> found, Set<String> notStored)
      throws RefusedBodyException {
    for (Map.Entry<String, String> pair : context.entrySet()) {
      String key = pair.getKey();
      if (!notStored.contains(key) && !pair.getValue().equals(found.get(key))) {
        throw new RefusedBodyException(
            "its encryption context has %s for the key \"%s\""
                .formatted(found.containsKey(key) ? "another value" : "no value", key));
      }
    }
  }

  private void checkDestination(Map<String, String> found, Arrival arrival)
      throws RefusedBodyException {
    if (destinationKey.isEmpty()) {
      return;
    }
    String bound = found.get(destinationKey.get());
    if (bound == null) {
      throw new RefusedBodyException(
          "its encryption context names no destination under the key \"%s\""
              .formatted(destinationKey.get()));
    }
    if (!arrival.isAt(bound) && accepted.stream().noneMatch(one -> one.accepts(bound, arrival))) {
      throw new RefusedBodyException(
          "it is bound to another destination, by the key \"%s\" of its encryption context; if it"
                  .formatted(destinationKey.get())
              + " belongs here, name that destination in acceptedDestinations");
    }
  }

  private static String without(Set<String> unstored) {
    if (unstored.isEmpty()) {
      return "";
    }
    return "; its header does not show the pairs demanded for %s, so it may have been encrypted without them"
        .formatted(unstored.stream().sorted().map("\"%s\""::formatted).toList());
  }
}
