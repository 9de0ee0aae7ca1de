/**
 * Reads {@code activemq.xml} and what it imports, and starts nothing of it. The broker's own file
 * is loaded as a start loads it; a file of somebody else is data. Start reading at {@link
 * io.portcullis.broker.configuration.BrokerFile}.
 *
 * <p>An untrusted file runs no code: its beans are made from a committed list of classes, see
 * {@link io.portcullis.broker.configuration.UntrustedConfiguration}.
 */
package io.portcullis.broker.configuration;
