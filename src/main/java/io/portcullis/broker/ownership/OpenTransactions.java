package io.portcullis.broker.ownership;

import io.portcullis.broker.ownership.RecoveredTransactions.Destinations;
import io.portcullis.broker.platform.PathSeparators;
import io.portcullis.broker.rights.AuthorizationMapView;
import io.portcullis.broker.rights.LiveSecurityContext;
import io.portcullis.broker.send.Administrators;
import io.portcullis.broker.send.Quarantine;
import io.portcullis.rule.NameFacts;
import io.portcullis.rule.Operation;
import io.portcullis.rule.RightFacts;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.TransactionBroker;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.Message;
import org.apache.activemq.command.TransactionId;
import org.apache.activemq.transaction.Synchronization;
import org.apache.activemq.transaction.Transaction;

/**
 * Records who created each open transaction, and the destinations of its messages and
 * acknowledgements. It identifies a transaction by ActiveMQ's own object, because clients choose
 * the ids.
 *
 * <p>It forgets a transaction when it ends. For each it keeps at most {@value #DESTINATIONS}
 * destinations with {@value #CHARACTERS} characters. All temporary destinations of a kind count as
 * one, since they share their rights.
 */
public final class OpenTransactions {

  private static final int DESTINATIONS = 10_000;
  private static final int CHARACTERS = 4_000_000;
  private static final int FEW = 1_000;

  /** The destinations of one open transaction, and its creator. */
  private static final class Contents {
    private final Creator creator;
    private final Set<ActiveMQDestination> written = ConcurrentHashMap.newKeySet(1);
    private final Set<ActiveMQDestination> read = ConcurrentHashMap.newKeySet(1);
    private int characters;
    private volatile boolean whole = true;

    Contents(Creator creator) {
      this.creator = creator;
    }

    void add(Set<ActiveMQDestination> to, ActiveMQDestination destination) {
      if (destination.isComposite()) {
        for (ActiveMQDestination part : destination.getCompositeDestinations()) {
          add(to, part);
        }
        return;
      }
      if (!to.contains(destination)) {
        remember(to, destination);
      }
    }

    private synchronized void remember(
        Set<ActiveMQDestination> to, ActiveMQDestination destination) {
      if (isAlike(to, destination)) {
        return;
      }
      int added = length(destination);
      if (to.size() < DESTINATIONS && characters <= CHARACTERS - added) {
        characters += added;
        to.add(destination);
      } else {
        whole = false;
      }
    }

    /** Returns the length of a name. A name with options counts as the longest name. */
    private static int length(ActiveMQDestination destination) {
      return destination.getOptions() == null
          ? destination.getPhysicalName().length()
          : NameFacts.MOST_CHARACTERS;
    }

    private static boolean isAlike(Set<ActiveMQDestination> to, ActiveMQDestination destination) {
      return destination.isTemporary()
          && to.stream()
              .anyMatch(other -> other.isTemporary() && other.isTopic() == destination.isTopic());
    }
  }

  private final Broker broker;
  private final AuthorizationMapView rights;
  private final Administrators administrators;
  private final PathSeparators separators;
  private final RecoveredTransactions recovered = new RecoveredTransactions();
  private final Map<Transaction, Contents> known = new ConcurrentHashMap<>();
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

  private Contents contents(ConnectionContext context, Transaction transaction) {
    Contents contents = known.get(transaction);
    if (contents != null) {
      return contents;
    }
    if (known.size() >= many) {
      known.keySet().removeIf(other -> other.getState() == Transaction.FINISHED_STATE);
      many = Math.max(FEW, 2 * known.size());
    }
    return known.computeIfAbsent(transaction, t -> new Contents(Creator.of(context)));
  }

  /**
   * Tells whether this user created a transaction. After a restart, the creators of older ones are
   * unknown.
   */
  public boolean isMaker(ConnectionContext context, Transaction transaction) {
    Contents contents = known.get(transaction);
    return Creator.isBroker(context)
        || (contents != null && contents.creator.equals(Creator.of(context)));
  }

  /** Records the destination of a message in a transaction. */
  public void wrote(ConnectionContext context, TransactionId id, ActiveMQDestination destination) {
    Transaction transaction = findOrNull(context, id);
    if (transaction != null) {
      Contents contents = contents(context, transaction);
      contents.add(contents.written, separators.translate(destination));
    }
  }

  /** Records the destination of an acknowledgement in a transaction. */
  public void read(ConnectionContext context, TransactionId id, ActiveMQDestination destination) {
    Transaction transaction = findOrNull(context, id);
    if (transaction != null) {
      Contents contents = contents(context, transaction);
      contents.add(contents.read, separators.translate(destination));
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
    Contents contents = known.get(transaction);
    if (contents == null) {
      return recovered.destinations(transaction);
    }
    return contents.whole
        ? Optional.of(new Destinations(contents.written, contents.read))
        : Optional.empty();
  }

  /** Tells whether all destinations of a transaction are recorded. */
  public boolean isWhole(Transaction transaction) {
    Contents contents = known.get(transaction);
    return contents == null || contents.whole;
  }

  /** Returns the rights that the user used in a transaction and has lost. */
  public List<RightFacts> lost(ConnectionContext context, Transaction transaction) {
    Contents contents = known.get(transaction);
    if (contents == null || contents.written.isEmpty() || !rights.areInstalled()) {
      return List.of();
    }
    return contents.written.stream()
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
   * Makes a distributed transaction fail when one of its messages was refused, if whoever sent it
   * made the transaction. From now on it can only be rolled back. ActiveMQ does so only for local
   * transactions. It would commit the rest of a distributed one, and the sender would not know of
   * the refusal, because clients wait for no answer inside a transaction.
   */
  public void failDistributed(ConnectionContext context, Message message, Throwable why) {
    if (message.isResponseRequired()
        || message.getTransactionId() == null
        || !message.getTransactionId().isXATransaction()) {
      return;
    }
    find(context, message.getTransactionId())
        .filter(transaction -> isMaker(context, transaction))
        .ifPresent(
            transaction -> {
              transaction.setRollbackOnly(why);
              // ActiveMQ looks at the mark only where the transaction has something to do.
              transaction.addSynchronization(new Synchronization() {});
            });
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
