package io.portcullis.rule;

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
  public String subject() {
    return destinations;
  }

  @Override
  public String where() {
    return destinations;
  }
}
