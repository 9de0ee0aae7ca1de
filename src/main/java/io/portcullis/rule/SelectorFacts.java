package io.portcullis.rule;

import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Resource;

/**
 * A selector that a client wants to consume with: what of it costs the broker time for each
 * message.
 *
 * @param user who
 * @param destination where
 * @param length its length in characters
 * @param nesting how deep its parentheses and signs lie in one another
 * @param xml whether it asks an XPath or XQuery expression
 * @param function whether it calls a function, such as {@code REGEX}
 * @param searches the most wildcards of one LIKE pattern that have to be tried at every place: each
 *     {@code %} but those at the end
 * @param searchedLength the length of all LIKE patterns that search, together
 * @param additions how many plus signs it has, each of which copies the texts beside it
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
