/**
 * What tests share: brokers behind the gate, clients of every protocol, files, certificates and
 * clocks. Start reading at {@link io.portcullis.testing.GatedBroker} and {@link
 * io.portcullis.testing.OpenWire}; {@link io.portcullis.testing.BrokerXml} writes an activemq.xml.
 */
package io.portcullis.testing;
