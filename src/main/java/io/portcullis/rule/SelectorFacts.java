package io.portcullis.rule;

import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Resource;

/**
 * A client's selector: the parts of it that cost the broker time for each message.
 *
 * <p>Asked by {@code gate.ConnectionGate}.
 *
 * @param user the user
 * @param destination the destination
 * @param length its length in characters
 * @param nesting the depth of its nested parentheses and signs
 * @param xml whether it uses an XPath or XQuery expression
 * @param function whether it calls a function, such as {@code REGEX}
 * @param searches the most wildcards of one LIKE pattern that are tried at every position: each
 *     {@code %} but those at the end
 * @param searchedLength the total length of all LIKE patterns that search
 * @param additions the number of its plus signs, each of which copies the texts beside it
 */
public record SelectorFacts(
    String user,
    DestinationName destination,
    int length,
    int nesting,
    boolean xml,
    boolean function,
    int searches,
    int searchedLength,
    int additions)
    implements Judged {

  @Override
  public Resource about() {
    return Resource.destination(destination);
  }

  @Override
  public String where() {
    return "user \"%s\"".formatted(user);
  }
}
