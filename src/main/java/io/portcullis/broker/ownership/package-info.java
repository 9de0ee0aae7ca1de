/**
 * Who made what: temporary destinations, durable subscriptions and transactions belong to the user
 * who made them. Start reading at {@link io.portcullis.broker.ownership.Creator}.
 */
package io.portcullis.broker.ownership;
