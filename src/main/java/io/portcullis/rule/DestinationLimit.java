package io.portcullis.rule;

/**
 * How many destinations of a kind may come into being.
 *
 * @param destinations which, in words, such as {@code queue://ORDERS.>}
 * @param policyEntry what sets the bound, such as {@code <policyEntry queue="ORDERS.>">}
 * @param bounded whether it does
 */
public record DestinationLimit(String destinations, String policyEntry, boolean bounded) {}
