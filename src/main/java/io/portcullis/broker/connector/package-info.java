/**
 * The gate at the door of every transport connector: what a connection may send before its login,
 * how much, in which order, and under which ids. Start reading at {@link
 * io.portcullis.broker.connector.ConnectorGates}, then {@code GatedTransport} and {@link
 * io.portcullis.broker.connector.CommandGate}.
 */
package io.portcullis.broker.connector;
