package io.portcullis.broker.management;

import io.portcullis.broker.platform.Subjects;
import io.portcullis.enforce.Enforcer;
import io.portcullis.enforce.Moment;
import io.portcullis.enforce.Subject;
import io.portcullis.rule.OriginFacts;
import io.portcullis.rule.Violation;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Supplier;

/**
 * Judges the requests of this JVM's web server by the gates of its brokers. It also tells who makes
 * the request that the current thread serves. If no broker runs yet, the default policy judges, and
 * its refusals are recorded too.
 */
public final class WebOrigins {

  private static final Set<Enforcer> GATES = new CopyOnWriteArraySet<>();
  private static final ThreadLocal<Supplier<String>> USER = new ThreadLocal<>();

  /**
   * Holds the default policy, which is created on first use. With a gate in the JVM it is never
   * used.
   */
  private static final class Alone {
    private static final Enforcer ENFORCER = Enforcer.alone(Clock.systemUTC());
  }

  private WebOrigins() {}

  /** Adds the gate of a broker that starts. */
  public static void open(Enforcer gate) {
    GATES.add(gate);
  }

  /** Removes the gate of a broker that stopped. */
  public static void close(Enforcer gate) {
    GATES.remove(gate);
  }

  private static Set<Enforcer> gates() {
    Set<Enforcer> gates = Set.copyOf(GATES);
    return gates.isEmpty() ? Set.of(Alone.ENFORCER) : gates;
  }

  /** Tells why a request is refused, if any gate refuses it. */
  public static List<Violation> judge(OriginFacts request) {
    Subject subject = new Subject("", request.remoteAddress(), "", "", "http", "");
    return gates().stream()
        .flatMap(
            gate ->
                gate
                    .judge(Moment.CONNECTION, subject, request, rule -> rule.judge(request))
                    .stream())
        .toList();
  }

  /** Records an action in the web console. */
  public static void note(String user, String remoteAddress, String what) {
    Subject subject = new Subject("", remoteAddress, user, "", "http", "", true);
    gates().forEach(gate -> gate.noteOperation(subject, what, "web console"));
  }

  /**
   * Sets who makes the request that this thread serves from now on.
   *
   * @param userOrNull returns the user who is logged in by then; null at the end
   */
  public static void serve(Supplier<String> userOrNull) {
    if (userOrNull == null) {
      USER.remove();
    } else {
      USER.set(userOrNull);
    }
  }

  /** Returns the user of the request that this thread serves; empty if it serves none. */
  static String user() {
    Supplier<String> user = USER.get();
    return user == null ? "" : Subjects.text(user.get());
  }
}
