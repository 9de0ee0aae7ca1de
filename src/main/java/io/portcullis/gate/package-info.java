/**
 * The moments at which the gate judges: start, connection, login, use, send, removal and reload.
 * {@link io.portcullis.gate.PortcullisBroker} calls them, and {@link
 * io.portcullis.gate.GateInstaller} builds them.
 *
 * <p>A connection passes {@code SessionGate}, {@code IdGate}, {@code LoginGate} and {@code
 * ConnectionGate}. A message passes {@code MessageGate}, {@code SendGate} and {@code RequestGate}.
 * Every other moment is one class.
 *
 * <p>A moment asks a package of {@code broker} for facts and {@code enforce} for a decision. Start
 * reading at {@code PortcullisBroker}: its methods are ActiveMQ's, one for each thing that a client
 * can do.
 */
package io.portcullis.gate;
