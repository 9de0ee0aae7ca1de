package io.portcullis.rule;

import io.portcullis.policy.Resource;
import java.net.InetAddress;
import java.util.List;
import java.util.Set;

/**
 * A management interface of the broker's process.
 *
 * @param kind its kind
 * @param location where it listens, as configured, such as {@code port 1099}
 * @param addresses the addresses it listens on, with a wildcard resolved to those of the host's
 *     interfaces; empty if they are unknown
 * @param tls whether it accepts only TLS
 * @param login whether it requires a login, if anything behind it needs one
 */
public record EntranceFacts(
    Kind kind, String location, List<InetAddress> addresses, boolean tls, boolean login)
    implements Judged {

  /** The kind of a management interface. */
  public enum Kind {
    BROKER_JMX(
        "ActiveMQ's JMX connector",
        "set createConnector=\"false\", since it can neither be kept to an address (connectorHost is"
            + " only what it calls itself) nor speak TLS, and use the JVM's own:"
            + " com.sun.management.jmxremote.port with host=127.0.0.1 and ssl=false, or with ssl,"
            + " registry.ssl and authenticate"),
    JVM_JMX(
        "JMX connector of the JVM",
        "set com.sun.management.jmxremote.host=127.0.0.1, or leave ssl and authenticate at true"),
    JVM_JMX_REGISTRY(
        "JMX registry of the JVM",
        "set com.sun.management.jmxremote.registry.ssl=true, or with host=127.0.0.1 ssl=false"),
    JVM_JMX_LOCAL(
        "local JMX connector of the JVM", "remove com.sun.management.jmxremote.local.only=false"),
    JOLOKIA(
        "Jolokia agent",
        "name host=127.0.0.1, or protocol=https with a key store, user and password"),
    PROMETHEUS(
        "Prometheus agent",
        "name 127.0.0.1 before its port (-javaagent:JAR=127.0.0.1:9404:FILE), or httpServer with ssl"
            + " and authentication in its file"),
    DEBUGGER("debugger of the JVM", "remove it"),
    WAITING_DEBUGGER("debugger of the JVM that jcmd starts", "remove it"),
    REMOTE_DEBUGGER("debugger that the JVM connects to", "remove it");

    private static final Set<Kind> DEBUGGERS = Set.of(DEBUGGER, WAITING_DEBUGGER, REMOTE_DEBUGGER);

    private final String words;
    private final String remedy;

    Kind(String words, String remedy) {
      this.words = words;
      this.remedy = remedy;
    }

    String remedy() {
      return remedy;
    }

    /** Tells whether it runs whatever it is told. Then no address is good enough. */
    boolean isDebugger() {
      return DEBUGGERS.contains(this);
    }
  }

  /** Copies the list. */
  public EntranceFacts {
    addresses = List.copyOf(addresses);
  }

  @Override
  public Resource about() {
    return Resource.of(Resource.Kind.ENTRANCE, location);
  }

  @Override
  public String where() {
    return "%s (%s)".formatted(kind.words, location);
  }
}
