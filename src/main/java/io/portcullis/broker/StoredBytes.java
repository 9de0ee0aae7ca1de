package io.portcullis.broker;

import org.apache.activemq.command.Message;
import org.apache.activemq.command.MessageId;
import org.apache.activemq.store.MessageRecoveryListener;
import org.apache.activemq.store.MessageStore;

/**
 * What a queue has in its store, counted message by message.
 *
 * @param messages how many
 * @param bytes what ActiveMQ takes for their size, one by one at least its minimum of 1,024
 */
record StoredBytes(long messages, long bytes) {

  static final StoredBytes NONE = new StoredBytes(0, 0);

  /** Reads the whole store. */
  static StoredBytes of(MessageStore store) throws Exception {
    Count count = new Count();
    store.recover(count);
    return count.counted;
  }

  /** One message more. */
  StoredBytes with(Message message) {
    return new StoredBytes(messages + 1, bytes + message.getSize());
  }

  private static final class Count implements MessageRecoveryListener {

    private StoredBytes counted = NONE;

    @Override
    public boolean recoverMessage(Message message) {
      counted = counted.with(message);
      return true;
    }

    @Override
    public boolean recoverMessageReference(MessageId reference) {
      throw new IllegalStateException("a store that keeps messages elsewhere is not counted");
    }

    @Override
    public boolean hasSpace() {
      return true;
    }

    @Override
    public boolean isDuplicate(MessageId reference) {
      return false;
    }
  }
}
