package io.portcullis.broker.ownership;

import io.portcullis.broker.ownership.RecoveredTransactions.Destinations;
import io.portcullis.broker.platform.PathSeparators;
import io.portcullis.broker.rights.AuthorizationMapView;
import io.portcullis.broker.rights.LiveSecurityContext;
import io.portcullis.broker.send.Administrators;
import io.portcullis.broker.send.Quarantine;
import io.portcullis.rule.Operation;
import io.portcullis.rule.RightFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.TransactionBroker;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.TransactionId;
import org.apache.activemq.transaction.Transaction;

/**
 * Records who created each open transaction, the destinations of its messages and acknowledgements,
 * and whether one of them was refused. It identifies a transaction by ActiveMQ's own object,
 * because clients choose the ids.
 *
 * <p>It forgets a transaction when it ends. For each it keeps at most {@value
 * TransactionContents#DESTINATIONS} destinations with {@value TransactionContents#CHARACTERS}
 * characters. All temporary destinations of a kind count as one, since they share their rights.
 */
public final class OpenTransactions {

  private static final int FEW = 1_000;

  private final Broker broker;
  private final AuthorizationMapView rights;
  private final Administrators administrators;
  private final PathSeparators separators;
  private final RecoveredTransactions recovered = new RecoveredTransactions();
  private final Map<Transaction, TransactionContents> known = new ConcurrentHashMap<>();
  private volatile int many = FEW;

  /** Uses the broker behind the filters of {@code broker}. */
  public OpenTransactions(
      Broker broker,
      AuthorizationMapView rights,
      Administrators administrators,
      PathSeparators separators) {
    this.broker = broker;
    this.rights = rights;
    this.administrators = administrators;
    this.separators = separators;
  }

  /** Finds the transaction that ActiveMQ finds for this id and connection. */
  public Optional<Transaction> find(ConnectionContext context, TransactionId id) {
    return Optional.ofNullable(findOrNull(context, id));
  }

  /** Does the same without an allocation, because every message calls it. */
  private Transaction findOrNull(ConnectionContext context, TransactionId id) {
    if (!id.isXATransaction()) {
      Map<TransactionId, Transaction> own = context.getTransactions();
      return own == null ? null : own.get(id);
    }
    TransactionBroker transactions = (TransactionBroker) broker.getAdaptor(TransactionBroker.class);
    try {
      return transactions.getTransaction(context, id, true);
    } catch (XAException e) {
      return null;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Records the creator of a transaction, unless it has one. */
  public void claim(ConnectionContext context, Transaction transaction) {
    contents(context, transaction);
  }

  private TransactionContents contents(ConnectionContext context, Transaction transaction) {
    TransactionContents contents = known.get(transaction);
    if (contents != null) {
      return contents;
    }
    if (known.size() >= many) {
      known.keySet().removeIf(other -> other.getState() == Transaction.FINISHED_STATE);
      many = Math.max(FEW, 2 * known.size());
    }
    return known.computeIfAbsent(transaction, t -> new TransactionContents(Creator.of(context)));
  }

  /**
   * Tells whether this user created a transaction. After a restart, the creators of older ones are
   * unknown.
   */
  public boolean isMaker(ConnectionContext context, Transaction transaction) {
    TransactionContents contents = known.get(transaction);
    return Creator.isBroker(context)
        || (contents != null && contents.creator().equals(Creator.of(context)));
  }

  /** Records the destination of a message in a transaction. */
  public void wrote(ConnectionContext context, TransactionId id, ActiveMQDestination destination) {
    Transaction transaction = findOrNull(context, id);
    if (transaction != null) {
      TransactionContents contents = contents(context, transaction);
      contents.wrote(separators.translate(destination));
    }
  }

  /** Records the destination of an acknowledgement in a transaction. */
  public void read(ConnectionContext context, TransactionId id, ActiveMQDestination destination) {
    Transaction transaction = findOrNull(context, id);
    if (transaction != null) {
      TransactionContents contents = contents(context, transaction);
      contents.read(separators.translate(destination));
    }
  }

  /**
   * Tells whether a user may end a transaction. Its creator may. If it is prepared, administrators
   * and users with every right that is in it may too.
   */
  public boolean mayEnd(ConnectionContext context, Transaction transaction) {
    return isMaker(context, transaction)
        || (transaction.isPrepared()
            && (administrators.include(context) || hasEveryRight(context, transaction)));
  }

  private boolean hasEveryRight(ConnectionContext context, Transaction transaction) {
    Optional<Destinations> found = destinations(transaction);
    if (found.isEmpty() || found.get().read().stream().anyMatch(Quarantine::holds)) {
      return false;
    }
    List<RightFacts> needed =
        Stream.concat(
                found.get().written().stream()
                    .map(name -> rights.right(context, Operation.WRITE, name)),
                found.get().read().stream()
                    .map(name -> rights.right(context, Operation.READ, name)))
            .toList();
    return !needed.isEmpty() && needed.stream().allMatch(RightFacts::held);
  }

  private Optional<Destinations> destinations(Transaction transaction) {
    TransactionContents contents = known.get(transaction);
    if (contents == null) {
      return recovered.destinations(transaction);
    }
    return contents.destinations();
  }

  /** Tells whether all destinations of a transaction are recorded. */
  public boolean isWhole(Transaction transaction) {
    TransactionContents contents = known.get(transaction);
    return contents == null || contents.isWhole();
  }

  /** Returns the rights that the user used in a transaction and has lost. */
  public List<RightFacts> lost(ConnectionContext context, Transaction transaction) {
    TransactionContents contents = known.get(transaction);
    if (contents == null || contents.written().isEmpty() || !rights.areInstalled()) {
      return List.of();
    }
    return contents.written().stream()
        .filter(name -> !isGranted(context, name))
        .map(name -> rights.write(context, name))
        .filter(right -> !right.held())
        .toList();
  }

  /**
   * Tells whether the user has a right, as at the send. A directory is asked once for all users.
   */
  private static boolean isGranted(ConnectionContext context, ActiveMQDestination destination) {
    return Creator.isBroker(context)
        || (context.getSecurityContext() instanceof LiveSecurityContext live
            && live.getAuthorizedWriteDests().containsKey(destination));
  }

  /**
   * Makes a transaction fail, because something in it was refused. From now on it can only be
   * rolled back. A distributed transaction fails only for its creator, or anybody could end it.
   *
   * @param why the refusal; the first one is the reason that the commit gives
   * @return false if there is no such transaction, or if it already takes effect
   */
  public boolean fail(ConnectionContext context, TransactionId id, Throwable why) {
    Transaction transaction = findOrNull(context, id);
    if (transaction == null || (id.isXATransaction() && !isMaker(context, transaction))) {
      return false;
    }
    transaction.setRollbackOnly(why);
    return contents(context, transaction).fail(why);
  }

  /** Starts to end a transaction, and returns the first refusal in it. */
  public Optional<Throwable> end(ConnectionContext context, Transaction transaction) {
    return contents(context, transaction).end();
  }

  /** Forgets a transaction that is over. */
  public void forget(Transaction transaction) {
    known.remove(transaction);
  }

  /** Forgets the local transactions of a connection that ends. ActiveMQ rolls them back. */
  public void forgetAll(ConnectionContext context) {
    if (context.getTransactions() != null) {
      context.getTransactions().values().forEach(known::remove);
    }
  }
}
