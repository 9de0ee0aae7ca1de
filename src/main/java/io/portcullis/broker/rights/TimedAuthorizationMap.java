package io.portcullis.broker.rights;

import io.portcullis.broker.platform.DestinationNames;
import io.portcullis.enforce.LruMap;
import io.portcullis.enforce.Refusal;
import io.portcullis.enforce.TaskPool;
import io.portcullis.rule.Operation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.security.AuthorizationMap;
import org.apache.activemq.security.LDAPAuthorizationMap;
import org.apache.activemq.security.SimpleCachedLDAPAuthorizationMap;

/**
 * Asks one of ActiveMQ's LDAP maps with a timeout. These maps ask the directory in the thread of
 * whoever sends, and wait for it without end. Here threads of the gate ask.
 *
 * <p>If there is no answer in time, the last answer to the same question holds. A question without
 * one is refused. Once a question has exceeded the timeout, nobody waits any more until the
 * directory answers again.
 */
final class TimedAuthorizationMap implements AuthorizationMap {

  /** The timeout of a question. */
  static final Duration TIMEOUT = Duration.ofSeconds(5);

  /** How long a question waits that was answered before. */
  private static final Duration PATIENCE_IF_KNOWN = Duration.ofSeconds(1);

  private static final String REFUSAL =
      "[require-authorization] authorization map: its directory has not answered within %d seconds,"
          + " so nobody gets a new right; try again later";

  private static final int MOST_THREADS = 8;
  private static final int MOST_WAITING = 64;
  private static final int MOST_KNOWN = 10_000;

  /**
   * A question to the map.
   *
   * @param destination empty for temporary destinations
   */
  private record Question(Operation operation, Optional<ActiveMQDestination> destination) {}

  /** How the directory answers at the moment. */
  private enum State {
    ANSWERS,
    SLOW,
    SILENT
  }

  private final AuthorizationMap map;
  private final TaskPool threads = new TaskPool("asks the directory", MOST_THREADS);
  private final Map<Question, Asked> waiting = new ConcurrentHashMap<>();
  private final Map<Question, Optional<Set<?>>> known = new LruMap<>(MOST_KNOWN);
  private volatile State state = State.ANSWERS;

  private TimedAuthorizationMap(AuthorizationMap map) {
    this.map = map;
  }

  /** Puts a timeout before a map, if it is one of ActiveMQ's with a directory. */
  static AuthorizationMap of(AuthorizationMap map) {
    return map instanceof LDAPAuthorizationMap || map instanceof SimpleCachedLDAPAuthorizationMap
        ? new TimedAuthorizationMap(map)
        : map;
  }

  /** Returns the map that a timeout was put before, or the map itself. */
  static AuthorizationMap behind(AuthorizationMap map) {
    return map instanceof TimedAuthorizationMap timed ? timed.map : map;
  }

  /** Tells whether the directory lets questions wait at the moment. */
  boolean isSlow() {
    return state != State.ANSWERS;
  }

  /**
   * Asks who may write, and waits for the directory itself, whatever was known before.
   *
   * @throws SecurityException if it exceeds the timeout
   */
  Set<?> writersNow(ActiveMQDestination destination) {
    return answer(new Question(Operation.WRITE, Optional.of(destination)), true);
  }

  @Override
  public Set<?> getTempDestinationAdminACLs() {
    return answer(new Question(Operation.ADMIN, Optional.empty()), false);
  }

  @Override
  public Set<?> getTempDestinationReadACLs() {
    return answer(new Question(Operation.READ, Optional.empty()), false);
  }

  @Override
  public Set<?> getTempDestinationWriteACLs() {
    return answer(new Question(Operation.WRITE, Optional.empty()), false);
  }

  @Override
  public Set<?> getAdminACLs(ActiveMQDestination destination) {
    return answer(new Question(Operation.ADMIN, Optional.of(destination)), false);
  }

  @Override
  public Set<?> getReadACLs(ActiveMQDestination destination) {
    return answer(new Question(Operation.READ, Optional.of(destination)), false);
  }

  @Override
  public Set<?> getWriteACLs(ActiveMQDestination destination) {
    return answer(new Question(Operation.WRITE, Optional.of(destination)), false);
  }

  private Set<?> answer(Question question, boolean fresh) {
    waiting.values().forEach(Asked::giveUpIfLate);
    Optional<Set<?>> before = fresh ? Optional.empty() : known(question);
    if (isSlow() && (waiting.size() >= MOST_WAITING || !isCacheable(question))) {
      return before.orElseThrow(TimedAuthorizationMap::refusal);
    }
    Asked asked = ask(question);
    try {
      return asked.answer(asked.left(patience(before.isPresent(), fresh))).orElse(null);
    } catch (TimeoutException | CancellationException e) {
      asked.giveUpIfLate();
      return before.orElseThrow(TimedAuthorizationMap::refusal);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw refusal();
    } catch (ExecutionException e) {
      return failed(e.getCause(), before);
    }
  }

  /** A map that loses its connection while it asks may throw anything. */
  private Set<?> failed(Throwable cause, Optional<Set<?>> before) {
    if (cause instanceof Error error) {
      throw error;
    }
    if (isSlow()) {
      return before.orElseThrow(TimedAuthorizationMap::refusal);
    }
    throw (RuntimeException) cause;
  }

  private static SecurityException refusal() {
    return Refusal.unrecorded(REFUSAL.formatted(TIMEOUT.toSeconds()));
  }

  /** Returns for how long a question may take, from when it was first asked. */
  private Duration patience(boolean isKnown, boolean fresh) {
    if (fresh || (state != State.SILENT && !isKnown)) {
      return TIMEOUT;
    }
    return state == State.ANSWERS ? PATIENCE_IF_KNOWN : Duration.ZERO;
  }

  /** Asks a question, unless it is being asked. */
  private Asked ask(Question question) {
    return isCacheable(question)
        ? waiting.computeIfAbsent(question, unknown -> new Asked(question).start())
        : new Asked(question).start();
  }

  private static boolean isCacheable(Question question) {
    return question.destination.map(DestinationNames::isCacheable).orElse(true);
  }

  private Optional<Set<?>> known(Question question) {
    synchronized (known) {
      return known.getOrDefault(question, Optional.empty());
    }
  }

  /**
   * Remembers who has a right. If ActiveMQ's maps cannot ask, they answer that nobody has it, or
   * everybody. So neither is remembered.
   */
  private void remember(Question question, Set<?> answerOrNull) {
    state = State.ANSWERS;
    synchronized (known) {
      if (answerOrNull == null || answerOrNull.isEmpty() || !isCacheable(question)) {
        known.remove(question);
      } else {
        known.put(question, Optional.of(answerOrNull));
      }
    }
  }

  private Set<?> askMap(Question question) {
    return question.destination.isPresent()
        ? AuthorizationMapView.principals(map, question.operation, question.destination.get())
        : AuthorizationMapView.temporaryPrincipals(map, question.operation);
  }

  /** A question on its way to the directory. */
  private final class Asked {

    private final Question question;
    private final long since = System.nanoTime();
    private final FutureTask<Optional<Set<?>>> task;

    Asked(Question question) {
      this.question = question;
      this.task = new FutureTask<>(this::ask);
    }

    Asked start() {
      Future<?> unused = threads.run(task::run);
      return this;
    }

    private Optional<Set<?>> ask() {
      try {
        Set<?> answer = askMap(question);
        if (!task.isCancelled()) {
          remember(question, answer);
        }
        return Optional.ofNullable(answer);
      } finally {
        waiting.remove(question, this);
      }
    }

    /** Returns what is left of a time since it was asked. */
    Duration left(Duration time) {
      return time.minusNanos(System.nanoTime() - since);
    }

    Optional<Set<?>> answer(Duration time)
        throws TimeoutException, InterruptedException, ExecutionException {
      return task.get(Math.max(0, time.toNanos()), TimeUnit.NANOSECONDS);
    }

    /** Frees the thread of a question that exceeded the timeout. */
    void giveUpIfLate() {
      if (left(TIMEOUT).isNegative()) {
        state = State.SILENT;
        if (waiting.remove(question, this)) {
          reconnectLater();
        }
        boolean unused = task.cancel(true);
      } else if (left(PATIENCE_IF_KNOWN).isNegative() && state == State.ANSWERS) {
        state = State.SLOW;
      }
    }

    /** Its connection may be one that no answer will ever come by. */
    private void reconnectLater() {
      if (map instanceof LDAPAuthorizationMap ldap) {
        ldap.setContext(null);
      }
    }
  }
}
