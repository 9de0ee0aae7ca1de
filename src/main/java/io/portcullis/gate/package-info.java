/**
 * The moments at which the gate judges: start, connection, login, use, send, removal and reload.
 * Each moment is one class. {@link io.portcullis.gate.PortcullisBroker} calls them, and {@link
 * io.portcullis.gate.GateInstaller} builds them.
 *
 * <p>A moment asks a package of {@code broker} for facts and {@code enforce} for a decision. Start
 * reading at {@code PortcullisBroker}: its methods are ActiveMQ's, one for each thing that a client
 * can do.
 */
package io.portcullis.gate;
