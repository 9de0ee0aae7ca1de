/**
 * Records who created temporary destinations, durable subscriptions and transactions. Each belongs
 * to the user who created it. Start reading at {@link io.portcullis.broker.ownership.Creator}.
 */
package io.portcullis.broker.ownership;
