package io.portcullis.rule;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges the management interfaces of the broker's process for {@link SecureManagement}. */
final class OpenEntrances {

  private static final Fault ENTRANCE = new Fault("entrance-open", "%s, %s", "%3$s");

  private static final Fault DEBUGGER =
      new Fault(
          "debugger-open",
          "%s, and it runs whatever it is told as the broker's user, without TLS or a login",
          "remove %2$s from ACTIVEMQ_DEBUG_OPTS, ACTIVEMQ_OPTS, JAVA_TOOL_OPTIONS or whatever else"
              + " starts the JVM");

  private static final String NOWHERE = "nobody can tell where it listens";
  private static final String OTHERS = "other machines reach it";

  private OpenEntrances() {}

  /** Returns what is wrong with an interface; empty if nothing is. */
  static Optional<Violation> judge(EntranceFacts entrance) {
    if (entrance.kind().isDebugger()) {
      return Optional.of(
          violation(
              entrance,
              DEBUGGER,
              Argument.shown(whoDebugs(entrance)),
              Argument.shown(entrance.location())));
    }
    if (isOnLoopback(entrance) || (entrance.tls() && entrance.login())) {
      return Optional.empty();
    }
    List<String> lacks = new ArrayList<>();
    if (!entrance.tls()) {
      lacks.add("without TLS");
    }
    if (!entrance.login()) {
      lacks.add("without a login");
    }
    return Optional.of(
        violation(
            entrance,
            ENTRANCE,
            Argument.shown(entrance.addresses().isEmpty() ? NOWHERE : OTHERS),
            String.join(" and ", lacks),
            Argument.shown(entrance.kind().remedy()),
            entrance.kind().name()));
  }

  /** Loopback is no limit: every user of the host would be the broker's user. */
  private static String whoDebugs(EntranceFacts entrance) {
    if (entrance.kind() == EntranceFacts.Kind.REMOTE_DEBUGGER) {
      return "whoever answers there has it";
    }
    if (entrance.addresses().isEmpty()) {
      return NOWHERE;
    }
    return isOnLoopback(entrance) ? "every user of this host reaches it" : OTHERS;
  }

  private static boolean isOnLoopback(EntranceFacts entrance) {
    return !entrance.addresses().isEmpty()
        && entrance.addresses().stream().allMatch(InetAddress::isLoopbackAddress);
  }

  private static Violation violation(EntranceFacts entrance, Fault fault, Object... arguments) {
    return Violation.of(SecureManagement.ID, entrance, fault, arguments);
  }
}
