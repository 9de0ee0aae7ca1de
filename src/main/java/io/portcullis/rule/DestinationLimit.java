package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;

/**
 * How many destinations of a kind may come into being.
 *
 * @param destinations which, qualified, such as {@code queue://ORDERS.>}
 * @param policyEntry what sets the bound, such as {@code <policyEntry queue="ORDERS.>">}
 * @param bounded whether it does
 */
public record DestinationLimit(String destinations, String policyEntry, boolean bounded)
    implements Judged {

  @Override
  public Resource about() {
    return Resource.of(Kind.DESTINATION, destinations);
  }

  @Override
  public String where() {
    return destinations;
  }
}
