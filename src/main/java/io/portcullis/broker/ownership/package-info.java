/**
 * Records who created temporary destinations, durable subscriptions and transactions. Each belongs
 * to the user who created it. Start reading at {@link io.portcullis.broker.ownership.Creator}.
 *
 * <p>It may use the rooms from {@code broker.connector} downwards, and the packages below {@code
 * broker}.
 */
package io.portcullis.broker.ownership;
