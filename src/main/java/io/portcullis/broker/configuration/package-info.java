/**
 * Reads {@code activemq.xml} and its imports without starting anything. A trusted file is loaded as
 * a start loads it. An untrusted file is data. Start reading at {@link
 * io.portcullis.broker.configuration.BrokerFile}.
 *
 * <p>An untrusted file runs no code. Its beans are created from a committed list of classes, see
 * {@link io.portcullis.broker.configuration.UntrustedConfiguration}.
 *
 * <p>It may use the rooms from {@code broker.ownership} downwards, and the packages below {@code
 * broker}.
 */
package io.portcullis.broker.configuration;
