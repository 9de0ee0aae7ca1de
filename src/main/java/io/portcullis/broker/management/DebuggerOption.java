package io.portcullis.broker.management;

import io.portcullis.broker.platform.HostAddresses;
import io.portcullis.rule.EntranceFacts;
import io.portcullis.rule.EntranceFacts.Kind;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An option of the JVM that starts its debugger, JDWP. JDWP has neither TLS nor a login.
 *
 * <p>Without a host in {@code address}, JDWP listens on loopback since Java 9. Without {@code
 * server=y} it listens nowhere, and connects to {@code address}. With {@code onjcmd=y} it waits for
 * {@code jcmd PID VM.start_java_debugging}. {@code -Xdebug} alone starts nothing.
 *
 * <p>Source: <a href="https://docs.oracle.com/en/java/javase/17/docs/specs/jpda/conninv.html">JPDA,
 * Connection and Invocation</a>.
 *
 * @param argument the whole option, such as {@code -agentlib:jdwp=transport=dt_socket,server=y}
 * @param options the options of JDWP by their names
 */
record DebuggerOption(String argument, Map<String, String> options) {

  /** The debugger, by its name or by the path of its library. */
  private static final Pattern DEBUGGER =
      Pattern.compile(
          "(?:-agentlib:|-Xrun|-agentpath:(?:[^=]*[/\\\\])?(?:lib)?)jdwp(?:\\.\\w+)?"
              + "(?:[=:](?<options>.*))?");

  private static final String LOOPBACK = "localhost";
  private static final String EVERY_ADDRESS = "0.0.0.0";

  DebuggerOption {
    options = Map.copyOf(options);
  }

  /** Reads an argument of the JVM; empty if it does not start the debugger. */
  static Optional<DebuggerOption> of(String argument) {
    Matcher debugger = DEBUGGER.matcher(argument);
    if (!debugger.matches()) {
      return Optional.empty();
    }
    Map<String, String> options = new HashMap<>();
    String textOrNull = debugger.group("options");
    for (String option : (textOrNull == null ? "" : textOrNull).split(",", -1)) {
      String[] nameAndValue = option.split("=", 2);
      options.put(nameAndValue[0], nameAndValue.length > 1 ? nameAndValue[1] : "");
    }
    return Optional.of(new DebuggerOption(argument, options));
  }

  /**
   * Adds what it opens. The JVM may connect to a debugger on this host, as development environments
   * do. Then no port is open, and only the far side knows who debugs.
   */
  void addTo(List<EntranceFacts> entrances, List<String> notChecked) {
    List<InetAddress> addresses = addresses();
    if (!isOn("server") && isLoopback(addresses)) {
      notChecked.add(
          "debugger of this host that the JVM connects to (%s), which runs whatever it is told"
              .formatted(argument));
      return;
    }
    entrances.add(new EntranceFacts(kind(), argument, addresses, false, false));
  }

  private Kind kind() {
    if (!isOn("server")) {
      return Kind.REMOTE_DEBUGGER;
    }
    return isOn("onjcmd") ? Kind.WAITING_DEBUGGER : Kind.DEBUGGER;
  }

  private boolean isOn(String option) {
    return options.getOrDefault(option, "n").equals("y");
  }

  /** Returns where it listens, or to where it connects; empty if that is unknown. */
  private List<InetAddress> addresses() {
    String address = options.getOrDefault("address", "");
    if (options.getOrDefault("transport", "").equals("dt_shmem")) {
      return HostAddresses.of(LOOPBACK); // shared memory of this host
    }
    int colon = address.lastIndexOf(':');
    String host = colon < 0 ? "" : address.substring(0, colon).replaceAll("^\\[|]$", "");
    if (host.isEmpty()) {
      return HostAddresses.of(LOOPBACK);
    }
    return HostAddresses.of(host.equals("*") ? EVERY_ADDRESS : host);
  }

  private static boolean isLoopback(List<InetAddress> addresses) {
    return !addresses.isEmpty() && addresses.stream().allMatch(InetAddress::isLoopbackAddress);
  }
}
