/**
 * Portcullis: the gate of an ActiveMQ Classic broker. This package has what stands in {@code
 * activemq.xml} and {@code jetty.xml}, and nothing else.
 *
 * <p>Start reading at {@link io.portcullis.PortcullisPlugin}. It hands the broker to {@code gate},
 * which does three things at each moment: it asks {@code broker.*} for facts, {@code rule} for a
 * verdict and {@code enforce} for what follows from it.
 */
package io.portcullis;
