package io.portcullis.gate;

import io.portcullis.broker.ownership.OpenTransactions;
import io.portcullis.broker.platform.Subjects;
import io.portcullis.enforce.ActivePolicy;
import io.portcullis.enforce.Disposition;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Refusal;
import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import io.portcullis.rule.Fault;
import io.portcullis.rule.Named;
import io.portcullis.rule.RightFacts;
import io.portcullis.rule.RuleIds;
import io.portcullis.rule.TransactionFacts;
import io.portcullis.rule.Violation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.transaction.xa.XAException;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.TransactionId;
import org.apache.activemq.transaction.Transaction;

/**
 * Judges who may use a distributed transaction. It also checks, when any transaction takes effect,
 * that its content is still permitted. ActiveMQ checks no right at either point.
 */
final class TransactionGate {

  private static final Fault TOO_MANY_DESTINATIONS =
      new Fault(
          "transaction-too-wide",
          "its transaction goes to too many destinations to ask for the rights on them",
          "commit more often");

  private final Enforcer enforcer;
  private final OpenTransactions open;

  TransactionGate(Enforcer enforcer, OpenTransactions open) {
    this.enforcer = enforcer;
    this.open = open;
  }

  /**
   * Judges a user who adds to a distributed transaction, joins it or prepares it. It belongs to its
   * creator, over any connection.
   *
   * @param use the use, in a word
   * @throws SecurityException if it is refused
   */
  void judgeUse(ConnectionContext context, TransactionId id, String use) {
    if (id.isXATransaction()) {
      Optional<Transaction> found = open.find(context, id);
      if (found.isPresent() && !open.isMaker(context, found.get())) {
        refuse(context, found.get(), use);
      }
    }
  }

  /**
   * Judges a user who ends a distributed transaction.
   *
   * @param use the use, in a word
   * @throws SecurityException if it is refused
   */
  void judgeEnd(ConnectionContext context, Transaction transaction, String use) {
    if (transaction.getTransactionId().isXATransaction() && !open.mayEnd(context, transaction)) {
      refuse(context, transaction, use);
    }
  }

  private void refuse(ConnectionContext context, Transaction transaction, String use) {
    TransactionFacts facts = facts(context, transaction, use);
    List<Violation> refused =
        enforcer.judge(Moment.CONNECTION, Subjects.of(context), facts, rule -> rule.judge(facts));
    if (!refused.isEmpty()) {
      throw Refusal.of(refused.get(0));
    }
  }

  private static TransactionFacts facts(
      ConnectionContext context, Transaction transaction, String use) {
    return new TransactionFacts(
        Subjects.user(context),
        use,
        Subjects.text(transaction.getTransactionId().toString()),
        transaction.isPrepared(),
        false);
  }

  /** Returns the prepared transactions that a user may see. The others are hidden. */
  TransactionId[] visible(ConnectionContext context, TransactionId[] prepared) {
    TransactionId[] visible = Arrays.copyOf(prepared, prepared.length);
    int count = 0;
    for (TransactionId id : prepared) {
      if (isVisible(context, id)) {
        visible[count++] = id;
      }
    }
    return Arrays.copyOf(visible, count);
  }

  private boolean isVisible(ConnectionContext context, TransactionId id) {
    Optional<Transaction> found = open.find(context, id);
    if (found.isEmpty() || open.mayEnd(context, found.get())) {
      return true;
    }
    ActivePolicy now = enforcer.now();
    TransactionFacts facts = facts(context, found.get(), "see");
    return now.rules().judge(facts, rule -> rule.judge(facts)).stream()
        .noneMatch(violation -> now.on(violation).disposition() == Disposition.REFUSED);
  }

  /**
   * Returns the exception for a transaction that is about to take effect and may not: something in
   * it was refused, its user lost a right since the send, or it has too many destinations to check.
   * The first refusal in it is the reason. The coordinator of a distributed transaction learns that
   * it was rolled back.
   */
  Optional<Exception> refusal(ConnectionContext context, Transaction transaction) {
    boolean distributed = transaction.getTransactionId().isXATransaction();
    Optional<Throwable> failed = open.end(context, transaction);
    if (failed.isPresent()) {
      Throwable why = failed.get();
      String words = String.valueOf(why.getMessage());
      return Optional.of(
          !distributed && why instanceof SecurityException
              ? Refusal.printable(why, words)
              : rolledBack(words));
    }
    return violation(context, transaction)
        .map(why -> distributed ? rolledBack(why.line()) : Refusal.of(why));
  }

  private static XAException rolledBack(String why) {
    return Transaction.newXAException(why, XAException.XA_RBROLLBACK);
  }

  private Optional<Violation> violation(ConnectionContext context, Transaction transaction) {
    for (RightFacts right : open.lost(context, transaction)) {
      List<Violation> refused =
          enforcer.judge(Moment.SEND, Subjects.of(context), right, rule -> rule.judge(right));
      if (!refused.isEmpty()) {
        return Optional.of(refused.get(0));
      }
    }
    return open.isWhole(transaction) ? Optional.empty() : tooLarge(context);
  }

  private Optional<Violation> tooLarge(ConnectionContext context) {
    return enforcer
        .enforce(
            Moment.SEND,
            Subjects.of(context),
            List.of(
                Violation.of(
                    RuleIds.REQUIRE_AUTHORIZATION,
                    new Named(
                        Resource.only(Kind.TRANSACTIONS),
                        "user \"%s\"".formatted(Subjects.user(context))),
                    TOO_MANY_DESTINATIONS)))
        .stream()
        .findFirst();
  }

  /** Reports lost rights in a transaction that takes effect all the same. */
  void reportLost(ConnectionContext context, Transaction transaction) {
    ActivePolicy now = enforcer.now();
    for (RightFacts right : open.lost(context, transaction)) {
      enforcer.report(
          Moment.SEND, Subjects.of(context), now.rules().judge(right, rule -> rule.judge(right)));
    }
  }
}
