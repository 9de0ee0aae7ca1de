package io.portcullis.broker.connector;

import io.portcullis.enforce.TaskPool;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.command.Response;
import org.apache.activemq.transport.Transport;

/**
 * The late answer to the login of an MQTT client. The client came back too soon after a refused
 * message. The broker knows it already, but the client gets its CONNACK only after the wait.
 *
 * <p>No thread waits. The number of waiting clients in the JVM is bounded. One user gets at most as
 * many places as are still free, so that others find some.
 */
final class LateLogin {

  /** Passes on the answer, or ends the connection. */
  interface Way {

    /** Sends the answer to the client. */
    void answer(Response response) throws IOException;

    /** Ends the connection. */
    void end(String why);
  }

  /** The maximum number of waiting clients. One user gets at most half of them. */
  static final int MOST = 1_000;

  private static final int THREADS = 16;

  /** Sends answers. None of it blocks, so a few threads are enough. */
  private static final TaskPool ANSWERS = new TaskPool("answers late logins", THREADS);

  /** Passes on early frames. A full destination may block each of them. */
  private static final TaskPool FRAMES = new TaskPool("passes on early frames", MOST);

  private static final Places PLACES = new Places();

  private final Transport transport;
  private final int loginId;
  private final String user;
  private final Duration wait;
  private final Way way;

  private Optional<Response> answer = Optional.empty();
  private Optional<EarlyFrames> frames = Optional.empty();
  private Optional<Future<?>> due = Optional.empty();
  private boolean over;
  private boolean left;

  private LateLogin(
      Transport transport, ConnectionInfo login, String user, Duration wait, Way way) {
    this.transport = transport;
    this.loginId = login.getCommandId();
    this.user = user;
    this.wait = wait;
    this.way = way;
  }

  /** Prepares a late answer to a login; empty if too many clients wait. */
  static Optional<LateLogin> of(
      Transport transport, ConnectionInfo login, String user, Duration wait, Way way) {
    return PLACES.take(user)
        ? Optional.of(new LateLogin(transport, login, user, wait, way))
        : Optional.empty();
  }

  /** Returns the number of clients that wait. */
  static int waiting() {
    return PLACES.taken();
  }

  /**
   * Takes the answer to the login on its way to the client, and sends it after the wait. Another
   * answer passes. If the login was refused after all, its answer passes too.
   *
   * @return whether this took the command
   */
  synchronized boolean takes(Object command) {
    if (over
        || answer.isPresent()
        || !(command instanceof Response response)
        || response.getCorrelationId() != loginId) {
      return false;
    }
    if (response.isException()) {
      drop();
      return false;
    }
    answer = Optional.of(response);
    frames = EarlyFrames.hold(transport, wait, way::end);
    due = Optional.of(ANSWERS.runAfter(wait, this::answer));
    return true;
  }

  /** Answers in a thread that nothing blocks. If early frames came, another thread answers. */
  private void answer() {
    Optional<EarlyFrames> early = early();
    if (early.isEmpty()) {
      send();
      leave();
    } else if (early.get().openIfEmpty(this::send)) {
      leave();
    } else {
      Future<?> unused = FRAMES.run(() -> open(early.get()));
    }
  }

  /** Answers, and passes on what was sent. The place is taken as long as a thread is. */
  private void open(EarlyFrames early) {
    try {
      early.open(this::send);
    } finally {
      leave();
    }
  }

  private synchronized Optional<EarlyFrames> early() {
    return frames;
  }

  private void send() {
    Optional<Response> response = takeAnswer();
    if (response.isEmpty()) {
      return;
    }
    try {
      way.answer(response.get());
    } catch (IOException e) {
      way.end(String.valueOf(e.getMessage()));
    }
  }

  private synchronized Optional<Response> takeAnswer() {
    if (over) {
      return Optional.empty();
    }
    over = true;
    return answer;
  }

  /** Drops the answer and the early frames, because the connection has ended. */
  synchronized void drop() {
    frames.ifPresent(EarlyFrames::drop);
    if (!over) {
      over = true;
      leave();
      due.ifPresent(timer -> timer.cancel(false));
    }
  }

  private synchronized void leave() {
    if (!left) {
      left = true;
      PLACES.giveBack(user);
    }
  }

  /** The places of waiting clients. */
  private static final class Places {

    private final Map<String, Integer> users = new HashMap<>();
    private int taken;

    synchronized boolean take(String user) {
      if (users.getOrDefault(user, 0) >= MOST - taken) {
        return false;
      }
      users.merge(user, 1, Integer::sum);
      taken++;
      return true;
    }

    synchronized void giveBack(String user) {
      users.computeIfPresent(user, (same, own) -> own == 1 ? null : own - 1);
      taken--;
    }

    synchronized int taken() {
      return taken;
    }
  }
}
