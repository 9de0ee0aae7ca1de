package io.portcullis.broker.rights;

/**
 * The rights of one group on some destinations.
 *
 * @param destinations the destinations, qualified, with ActiveMQ's wildcards, such as {@code
 *     queue://ORDERS.>}; or {@code temporary destinations}
 * @param group the group; {@code *} for everybody
 * @param read whether it may consume and browse
 * @param write whether it may send
 * @param admin whether it may create and remove
 */
public record GroupRights(
    String destinations, String group, boolean read, boolean write, boolean admin) {}
