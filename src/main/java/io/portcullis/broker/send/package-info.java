/**
 * A message made into facts, what its destination requires of the body, and refused messages kept
 * in quarantine. Start reading at {@link io.portcullis.broker.send.SendInspector} and {@link
 * io.portcullis.broker.send.Quarantine}.
 */
package io.portcullis.broker.send;
