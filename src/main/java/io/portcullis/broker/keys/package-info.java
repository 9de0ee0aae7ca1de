/**
 * Takes key stores, trust stores and revocation lists that change while the broker runs. Start
 * reading at {@link io.portcullis.broker.keys.KeyStoreReload}.
 *
 * <p>It may use the rooms from {@code broker.connector} downwards, and the packages below {@code
 * broker}.
 */
package io.portcullis.broker.keys;
