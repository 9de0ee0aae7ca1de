package io.portcullis.rule;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;

/**
 * The limit on the number of destinations of a kind.
 *
 * @param destinations the destinations, qualified, such as {@code queue://ORDERS.>}
 * @param policyEntry what sets the bound, such as {@code <policyEntry queue="ORDERS.>">}
 * @param bounded whether there is a bound
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
