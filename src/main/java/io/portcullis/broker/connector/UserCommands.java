package io.portcullis.broker.connector;

import io.portcullis.broker.platform.Protocol;
import io.portcullis.broker.platform.Subjects;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Refusal;
import io.portcullis.enforce.Subject;
import io.portcullis.rule.CommandFacts;
import io.portcullis.rule.PeerFacts;
import io.portcullis.rule.SequenceFacts;
import io.portcullis.rule.UnauthenticatedFacts;
import io.portcullis.rule.Violation;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.command.Command;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.command.Message;
import org.apache.activemq.command.MessageDispatchNotification;
import org.apache.activemq.command.MessageId;

/**
 * Judges the commands of a user who is logged in on one connection. A refused command gets the
 * usual error response, and its transaction fails. If the client goes on, its connection ends. An
 * MQTT connection ends at once, because its client would take the response for another one.
 */
final class UserCommands {

  private static final int MOST_REFUSALS = 10;
  private static final ConnectionIds NOBODY = new ConnectionIds();

  private final PeerFacts peer;
  private final Enforcer enforcer;
  private final CommandGate.Way way;
  private final ConnectionIds ids = new ConnectionIds();

  /** The ids of the login that ended last. It is the same object until one ends. */
  private volatile ConnectionIds last = NOBODY;

  private volatile List<ConnectionContext> logins = List.of();
  private final MessageSequences sequences = new MessageSequences();
  private int refusals;

  UserCommands(PeerFacts peer, Enforcer enforcer, CommandGate.Way way) {
    this.peer = peer;
    this.enforcer = enforcer;
    this.way = way;
  }

  /** The connection ids of this connection. */
  ConnectionIds ids() {
    return ids;
  }

  /** The logins of this connection. */
  List<ConnectionContext> logins() {
    return logins;
  }

  /** Adds a login, and returns the one with the same connection id that it replaces. */
  synchronized Optional<ConnectionContext> loggedIn(ConnectionContext context) {
    Optional<ConnectionContext> replaced =
        logins.stream().filter(login -> isSame(login, context)).findFirst();
    logins =
        Stream.concat(logins.stream().filter(login -> !isSame(login, context)), Stream.of(context))
            .toList();
    ids.add(context.getConnectionId());
    return replaced;
  }

  /** Removes a login. */
  synchronized void loggedOut(ConnectionContext context) {
    if (logins.contains(context)) {
      logins = logins.stream().filter(login -> login != context).toList();
      ids.remove(context.getConnectionId());
      ConnectionIds gone = new ConnectionIds();
      gone.add(context.getConnectionId());
      last = gone;
    }
  }

  private static boolean isSame(ConnectionContext one, ConnectionContext other) {
    return one.getConnectionId().equals(other.getConnectionId());
  }

  /**
   * Tells whether a command belongs to the login that ended last. Another thread of its client sent
   * it.
   */
  boolean isLate(Object command) {
    return last.areIn(command);
  }

  /**
   * Judges a second login with a connection id that is logged in here.
   *
   * @return why it is refused, if it is
   */
  Optional<String> judgeAgain(ConnectionInfo info) {
    if (info.getConnectionId() == null || !ids.contain(info.getConnectionId())) {
      return Optional.empty();
    }
    UnauthenticatedFacts again =
        new UnauthenticatedFacts(
            peer.connector(),
            peer.remoteAddress(),
            UnauthenticatedFacts.Deed.LOGGED_IN_TWICE,
            "connection id \"%s\"".formatted(Subjects.text(info.getConnectionId().getValue())));
    return enforcer.judge(Moment.CONNECTION, subject(), again, rule -> rule.judge(again)).stream()
        .findFirst()
        .map(Violation::line);
  }

  private Subject subject() {
    return logins.stream()
        .findFirst()
        .map(Subjects::of)
        .orElseGet(() -> new Subject(peer.connector(), peer.remoteAddress(), "", "", "", ""));
  }

  /**
   * Handles a command.
   *
   * @param bridge whether it comes from a bridge, whose messages have ids from other connections
   */
  void hear(Object command, boolean bridge) {
    if (!bridge && command instanceof Message message) {
      hear(message);
    } else {
      hear(command, ids.foreignIn(command));
    }
  }

  private void hear(Message message) {
    MessageId id = message.getMessageId();
    Optional<String> owner = ids.foreignIn(message);
    if (owner.isEmpty() && id != null) {
      owner = ids.foreignIn(id);
      if (owner.isEmpty() && !sequences.follows(id)) {
        Optional<String> refused = judge(id);
        if (refused.isPresent()) {
          refuse(message, refused.get());
          return;
        }
      }
    }
    hear(message, owner);
  }

  private Optional<String> judge(MessageId id) {
    SequenceFacts sequence =
        new SequenceFacts(peer.connector(), peer.remoteAddress(), id.getProducerSequenceId());
    return enforcer
        .judge(Moment.CONNECTION, subject(), sequence, rule -> rule.judge(sequence))
        .stream()
        .findFirst()
        .map(Violation::line);
  }

  private void hear(Object command, Optional<String> owner) {
    if (owner.isEmpty() && !isForBrokers(command)) {
      way.pass(command);
      return;
    }
    Optional<String> refused = judge(command, owner.orElse(""));
    if (refused.isEmpty()) {
      way.pass(command);
    } else if (command instanceof Command known) {
      refuse(known, refused.get());
    } else {
      way.end(refused.get());
    }
  }

  /**
   * Recognizes commands that affect other connections and that no client sends, and objects that
   * are not commands.
   */
  private static boolean isForBrokers(Object command) {
    return command instanceof MessageDispatchNotification || !(command instanceof Command);
  }

  /** Refuses a command. */
  void refuse(Command command, String why) {
    RefusedTransactions.fail(logins, command, Refusal.of(why));
    if (logins.stream().anyMatch(UserCommands::isMqtt)) {
      way.end(why);
      return;
    }
    way.pass(new RefusedCommand(command, why));
    countRefusal(why);
  }

  private static boolean isMqtt(ConnectionContext login) {
    return Protocol.mayAcknowledgeRefused(login.getConnection());
  }

  /** Ends the connection of a client that goes on after refusals. */
  void countRefusal(String why) {
    if (isTooMany()) {
      way.end(why);
    }
  }

  private synchronized boolean isTooMany() {
    refusals = Math.min(refusals + 1, MOST_REFUSALS);
    return refusals == MOST_REFUSALS;
  }

  private Optional<String> judge(Object command, String owner) {
    CommandFacts facts =
        new CommandFacts(
            peer.connector(), peer.remoteAddress(), command.getClass().getSimpleName(), owner);
    List<Violation> refused =
        enforcer.judge(Moment.CONNECTION, subject(), facts, rule -> rule.judge(facts));
    return refused.stream().findFirst().map(Violation::line);
  }
}
