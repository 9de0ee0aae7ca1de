package io.portcullis.broker.connector;

import io.portcullis.broker.platform.Subjects;
import java.util.Arrays;
import java.util.Optional;
import org.apache.activemq.command.ConnectionId;
import org.apache.activemq.command.ConsumerControl;
import org.apache.activemq.command.ConsumerId;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.command.DataStructure;
import org.apache.activemq.command.DestinationInfo;
import org.apache.activemq.command.LocalTransactionId;
import org.apache.activemq.command.Message;
import org.apache.activemq.command.MessageAck;
import org.apache.activemq.command.MessageDispatchNotification;
import org.apache.activemq.command.MessageId;
import org.apache.activemq.command.MessagePull;
import org.apache.activemq.command.ProducerId;
import org.apache.activemq.command.ProducerInfo;
import org.apache.activemq.command.RemoveInfo;
import org.apache.activemq.command.RemoveSubscriptionInfo;
import org.apache.activemq.command.SessionId;
import org.apache.activemq.command.SessionInfo;
import org.apache.activemq.command.TransactionId;
import org.apache.activemq.command.TransactionInfo;

/**
 * The connection ids that one connection is logged in with. If a connection has only one login,
 * ActiveMQ gives it every command, whatever id the command carries. So the gate checks the id
 * first.
 *
 * <p>The id of a message names its original producer, and so do the ids of the transactions and
 * consumers that it had there.
 */
final class ConnectionIds {

  /** The maximum number. A client uses one. A bridge that a peer asked for may bring another. */
  static final int MOST = 4;

  private static final String[] NONE = {};

  private volatile String[] ids = NONE;

  /** Tells whether a user is logged in. */
  boolean any() {
    return ids.length > 0;
  }

  /** Tells whether no more may be added. */
  boolean full() {
    return ids.length >= MOST;
  }

  /** Tells whether this id is logged in. */
  boolean contain(ConnectionId id) {
    return isOwn(id.getValue());
  }

  /** Adds one. */
  synchronized void add(ConnectionId id) {
    if (!contain(id)) {
      String[] more = Arrays.copyOf(ids, ids.length + 1);
      more[ids.length] = id.getValue();
      ids = more;
    }
  }

  /** Removes one. */
  synchronized void remove(ConnectionId id) {
    ids = Arrays.stream(ids).filter(own -> !own.equals(id.getValue())).toArray(String[]::new);
  }

  /** Tells whether a command carries one of these ids and no other. */
  boolean areIn(Object command) {
    return any() && mainId(command) != null && foreignIn(command).isEmpty();
  }

  /**
   * Returns the id of another connection that a command carries; empty if there is none. It costs
   * nothing if it is empty.
   */
  Optional<String> foreignIn(Object command) {
    return foreign(mainId(command), transaction(command));
  }

  /** Returns the connection that a message's id names, if that is another connection. */
  Optional<String> foreignIn(MessageId id) {
    return foreign(id.getProducerId(), null);
  }

  /** Returns the id of a command; null if it has none. */
  private static DataStructure mainId(Object command) {
    if (command instanceof Message message) {
      return message.getProducerId();
    }
    if (command instanceof MessageAck acknowledgement) {
      return acknowledgement.getConsumerId();
    }
    if (command instanceof TransactionInfo info) {
      return info.getConnectionId();
    }
    if (command instanceof MessagePull pull) {
      return pull.getConsumerId();
    }
    if (command instanceof ConsumerInfo info) {
      return info.getConsumerId();
    }
    if (command instanceof ProducerInfo info) {
      return info.getProducerId();
    }
    if (command instanceof SessionInfo info) {
      return info.getSessionId();
    }
    if (command instanceof RemoveInfo info) {
      return info.getObjectId();
    }
    if (command instanceof DestinationInfo info) {
      return info.getConnectionId();
    }
    if (command instanceof RemoveSubscriptionInfo info) {
      return info.getConnectionId();
    }
    if (command instanceof ConsumerControl control) {
      return control.getConsumerId();
    }
    return command instanceof MessageDispatchNotification notification
        ? notification.getConsumerId()
        : null;
  }

  /** Returns the transaction of a command; null if it has none. */
  private static TransactionId transaction(Object command) {
    if (command instanceof Message message) {
      return message.getTransactionId();
    }
    if (command instanceof MessageAck acknowledgement) {
      return acknowledgement.getTransactionId();
    }
    return command instanceof TransactionInfo info ? info.getTransactionId() : null;
  }

  private Optional<String> foreign(DataStructure idOrNull, TransactionId transactionOrNull) {
    if (idOrNull != null) {
      String owner = owner(idOrNull);
      if (!isOwn(owner)) {
        return Optional.of(Subjects.text(String.valueOf(owner)));
      }
    }
    if (transactionOrNull instanceof LocalTransactionId local) {
      String owner = local.getConnectionId() == null ? null : local.getConnectionId().getValue();
      if (!isOwn(owner)) {
        return Optional.of(Subjects.text(String.valueOf(owner)));
      }
    }
    return Optional.empty();
  }

  /** Returns the connection of an id; null if the id names none, and then it belongs to nobody. */
  private static String owner(DataStructure id) {
    if (id instanceof ProducerId producer) {
      return producer.getConnectionId();
    }
    if (id instanceof ConsumerId consumer) {
      return consumer.getConnectionId();
    }
    if (id instanceof SessionId session) {
      return session.getConnectionId();
    }
    return id instanceof ConnectionId connection ? connection.getValue() : null;
  }

  private boolean isOwn(String ownerOrNull) {
    for (String own : ids) {
      if (own.equals(ownerOrNull)) {
        return true;
      }
    }
    return false;
  }
}
