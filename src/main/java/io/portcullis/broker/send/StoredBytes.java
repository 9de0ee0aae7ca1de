package io.portcullis.broker.send;

import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.activemq.command.Message;
import org.apache.activemq.openwire.OpenWireFormat;

/**
 * The amount that a queue has in its store, counted message by message.
 *
 * @param messages the number of messages
 * @param bytes the bytes that they take there, {@linkplain #taken one by one}
 */
record StoredBytes(long messages, long bytes) {

  static final StoredBytes NONE = new StoredBytes(0, 0);

  /**
   * Returns what one message takes: its bytes in a store, but at least ActiveMQ's size of it, which
   * is 1,024 or more. ActiveMQ's size alone would not count a client's headers.
   *
   * @throws IOException if no store could hold it
   */
  static long taken(Message message) throws IOException {
    OpenWireFormat format = new OpenWireFormat();
    format.setSizePrefixDisabled(true);
    DataOutputStream counting = new DataOutputStream(OutputStream.nullOutputStream());
    format.marshal(message, counting);
    return Math.max(message.getSize(), counting.size());
  }

  /** Adds a message. */
  StoredBytes with(Message message) throws IOException {
    return new StoredBytes(messages + 1, bytes + taken(message));
  }

  /** Adds two amounts. */
  StoredBytes and(StoredBytes more) {
    return new StoredBytes(messages + more.messages, bytes + more.bytes);
  }
}
