/**
 * Turns a message into facts, finds what its destination requires of the body, and keeps refused
 * messages in quarantine. Start reading at {@link io.portcullis.broker.send.SendInspector} and
 * {@link io.portcullis.broker.send.Quarantine}.
 *
 * <p>It may use {@code broker.transport} and {@code broker.platform}, and the packages below {@code
 * broker}.
 */
package io.portcullis.broker.send;
