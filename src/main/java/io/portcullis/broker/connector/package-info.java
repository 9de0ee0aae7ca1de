/**
 * The gate at every transport connector. It judges what a connection may send before its login: how
 * much, in which order, and with which ids. Start reading at {@link
 * io.portcullis.broker.connector.ConnectorGates}, then {@code GatedTransport} and {@link
 * io.portcullis.broker.connector.CommandGate}.
 *
 * <p>It may use the rooms from {@code broker.bridge} downwards, and the packages below {@code
 * broker}.
 */
package io.portcullis.broker.connector;
