package io.portcullis.broker.send;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.activemq.command.Message;
import org.apache.activemq.command.MessageId;
import org.apache.activemq.store.MessageRecoveryListener;
import org.apache.activemq.store.MessageStore;

/**
 * Counts what a quarantine queue has in its store, in total and for each user. It takes the user
 * from a property that the quarantine wrote. That property survives a restart, and no client can
 * send to these queues. Not thread-safe.
 */
final class QuarantineShares {

  private StoredBytes all = StoredBytes.NONE;
  private final Map<String, StoredBytes> ofUsers = new HashMap<>();

  /** Starts with an empty store. */
  QuarantineShares() {}

  /** Counts the whole store. */
  static QuarantineShares of(MessageStore store) throws Exception {
    Count count = new Count();
    store.recover(count);
    return count.counted;
  }

  /** Adds a message. */
  void add(Message message) throws IOException {
    all = all.with(message);
    ofUsers.put(user(message), of(user(message)).with(message));
  }

  /** Returns the total. */
  StoredBytes all() {
    return all;
  }

  /** Returns the share of a user. */
  StoredBytes of(String user) {
    return ofUsers.getOrDefault(user, StoredBytes.NONE);
  }

  /**
   * Returns the user. A message that an operator moved there may have any properties, also broken
   * ones.
   */
  private static String user(Message message) {
    try {
      return message.getProperty(Quarantine.USER) instanceof String user ? user : "";
    } catch (IOException | RuntimeException e) {
      return "";
    }
  }

  /** Counts the messages that a queue recovers from its store. */
  private static final class Count implements MessageRecoveryListener {

    private final QuarantineShares counted = new QuarantineShares();

    @Override
    public boolean recoverMessage(Message message) throws IOException {
      counted.add(message);
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
