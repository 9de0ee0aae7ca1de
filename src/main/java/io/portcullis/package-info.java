/**
 * Portcullis: the gate of an ActiveMQ Classic broker. {@link io.portcullis.PortcullisPlugin} is
 * what stands in {@code activemq.xml}.
 *
 * <p>At the start, at each connection and at each message it does the same three things: it looks
 * ({@code broker}), judges ({@code rule}) and enforces ({@code enforce}).
 */
package io.portcullis;
