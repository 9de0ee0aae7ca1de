package io.portcullis.broker.platform;

import io.portcullis.policy.Resource;
import io.portcullis.policy.Resource.Kind;
import io.portcullis.rule.Argument;
import io.portcullis.rule.Fault;
import io.portcullis.rule.Named;
import io.portcullis.rule.RuleIds;
import io.portcullis.rule.Violation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Names all of ActiveMQ's internals that the gate uses: private fields, and names of classes and
 * methods. The gate probes all of them at its start. If a module is present and one of its
 * internals is missing, the broker does not start, because the gate would let something pass later.
 */
public final class ActiveMqInternals {

  private static final String AMQ = "org.apache.activemq.";
  private static final String STOMP = AMQ + "transport.stomp.";
  private static final String WEB_SOCKET = AMQ + "transport.ws.WSTransportProxy";
  private static final String MQTT_SOCKET = AMQ + "transport.ws.AbstractMQTTSocket";
  private static final String COMPLETION =
      AMQ + "broker.TransactionBroker$PreparedDestinationCompletion";

  public static final PrivateField CONNECTOR_SERVER =
      new PrivateField(AMQ + "broker.TransportConnector", "server");
  public static final PrivateField NETWORK_CONNECTORS =
      new PrivateField(AMQ + "broker.BrokerService", "networkConnectors");
  public static final PrivateField MBEAN_THREADS =
      new PrivateField(AMQ + "broker.jmx.AsyncAnnotatedMBean", "executor");
  public static final PrivateField NIO_ENGINE =
      new PrivateField(AMQ + "transport.nio.NIOSSLTransport", "sslEngine");
  public static final PrivateField DUPLEX_BRIDGE =
      new PrivateField(AMQ + "broker.TransportConnection", "duplexBridge");
  public static final PrivateField DURABLE_DESTINATIONS =
      new PrivateField(AMQ + "broker.region.DurableTopicSubscription", "durableDestinations");
  public static final PrivateField SCHEDULER_CONTEXT =
      new PrivateField(AMQ + "broker.scheduler.SchedulerBroker", "context");
  static final PrivateField PATH_SEPARATOR =
      new PrivateField(AMQ + "broker.util.DestinationPathSeparatorBroker", "pathSeparator");
  public static final PrivateField DETECTION_TIMEOUT =
      new PrivateField(AMQ + "transport.auto.AutoTcpTransportServer", "protocolDetectionTimeOut");
  public static final PrivateField FILTERED =
      new PrivateField(AMQ + "transport.TransportFilter", "next");
  public static final PrivateField MARSHALLERS =
      new PrivateField(AMQ + "openwire.OpenWireFormat", "dataMarshallers");
  public static final PrivateField PARSED_SELECTORS =
      new PrivateField(AMQ + "selector.SelectorParser", "cache");
  public static final PrivateField SELECTOR =
      new PrivateField(AMQ + "broker.region.AbstractSubscription", "selectorExpression");
  public static final PrivateField AMQP_ENGINE =
      new PrivateField(AMQ + "transport.amqp.protocol.AmqpConnection", "protonTransport");
  public static final PrivateField SYNCHRONIZATIONS =
      new PrivateField(AMQ + "transaction.Transaction", "synchronizations");
  public static final PrivateField COMPLETED_DESTINATION =
      new PrivateField(COMPLETION, "destination");
  public static final PrivateField COMPLETED_SEND = new PrivateField(COMPLETION, "messageSend");
  public static final PrivateField CARRIED = new PrivateField(WEB_SOCKET, "transport");
  public static final PrivateField CARRIED_LOCK = new PrivateField(WEB_SOCKET, "protocolLock");
  public static final PrivateField MQTT_CONVERTER =
      new PrivateField(MQTT_SOCKET, "protocolConverter");
  public static final PrivateField MQTT_LOCK = new PrivateField(MQTT_SOCKET, "protocolLock");

  /**
   * The fields in which each kind of WebSocket keeps Jetty's session: AMQP's, STOMP's and MQTT's.
   */
  static final List<PrivateField> WEB_SOCKET_SESSIONS =
      List.of(
          new PrivateField(WEB_SOCKET, "session"),
          new PrivateField(sockets() + "StompSocket", "session"),
          new PrivateField(sockets() + "MQTTSocket", "session"));

  /** The class's name. It is a text, because the protocols' modules may be absent. */
  static final String OPENWIRE_FORMAT = AMQ + "openwire.OpenWireFormat";

  static final String AMQP_FORMAT = AMQ + "transport.amqp.AmqpWireFormat";
  static final String MQTT_FORMAT = AMQ + "transport.mqtt.MQTTWireFormat";
  static final String STOMP_FORMAT = STOMP + "StompWireFormat";

  private static final String ENDERS = "only administrators end a transaction that was recovered";
  private static final String ONE_USER =
      "all clients of AMQP over a WebSocket count as one where logins are slowed down";

  private static final String EARLY =
      "what a client sends over a WebSocket before a late CONNACK ends its connection";

  private static final List<Probe> PROBES =
      List.of(
          needed(
              CONNECTOR_SERVER,
              RuleIds.REFUSE_UNVETTED_LINK,
              "Portcullis stands at every connector's door"),
          method(
              AMQ + "broker.TransportConnector",
              "start",
              RuleIds.REFUSE_UNVETTED_LINK,
              "a connector that is added is judged when it starts"),
          needed(
              NETWORK_CONNECTORS,
              RuleIds.REFUSE_UNVETTED_LINK,
              "a network connector is judged when it is added there"),
          needed(
              MBEAN_THREADS,
              RuleIds.REQUIRE_ENCRYPTED_BODY,
              "it works for operators under mbeanInvocationTimeout"),
          new Probe(
              "SslContext.setCurrentSslContext",
              Optional.empty(),
              RuleIds.REQUIRE_MODERN_TLS,
              "a connector gets its narrowed SSL context there",
              Optional.empty(),
              ActiveMqInternals::lookForBinding),
          needed(
              NIO_ENGINE, RuleIds.REQUIRE_MODERN_TLS, "it holds the TLS session of a connection"),
          needed(DUPLEX_BRIDGE, RuleIds.REQUIRE_AUTHORIZATION, "it tells the broker's own bridges"),
          needed(
              DURABLE_DESTINATIONS,
              RuleIds.REQUIRE_AUTHORIZATION,
              "it holds the topics of a durable subscription"),
          needed(
              SCHEDULER_CONTEXT,
              RuleIds.REQUIRE_AUTHORIZATION,
              "it tells what the scheduler sends"),
          needed(PATH_SEPARATOR, RuleIds.REQUIRE_AUTHORIZATION, "it tells what names mean"),
          optional(
              "auto",
              DETECTION_TIMEOUT,
              RuleIds.REQUIRE_AUTHENTICATION,
              "it is how long a connection may say nothing",
              "it is set to half a minute"),
          needed(FILTERED, RuleIds.REQUIRE_AUTHENTICATION, "what STOMP reads is counted there"),
          new Probe(
              MARSHALLERS.thing(),
              Optional.empty(),
              RuleIds.REQUIRE_AUTHENTICATION,
              "the arrays of a frame before the login are bounded there",
              Optional.empty(),
              ActiveMqInternals::lookForLengths),
          needed(
              PARSED_SELECTORS,
              RuleIds.REQUIRE_AUTHORIZATION,
              "a selector that cannot be evaluated is guarded there"),
          needed(SELECTOR, RuleIds.REQUIRE_AUTHORIZATION, "it holds the selector of a consumer"),
          new Probe(
              AMQP_ENGINE.thing(),
              Optional.of("amqp"),
              RuleIds.REQUIRE_AUTHENTICATION,
              "it knows how often a client asks for a heart-beat",
              Optional.empty(),
              AMQP_ENGINE::look),
          optional(
              "",
              SYNCHRONIZATIONS,
              RuleIds.REQUIRE_AUTHORIZATION,
              "it holds what is recovered",
              ENDERS),
          optional(
              "",
              COMPLETED_DESTINATION,
              RuleIds.REQUIRE_AUTHORIZATION,
              "it holds what is recovered",
              ENDERS),
          optional(
              "",
              COMPLETED_SEND,
              RuleIds.REQUIRE_AUTHORIZATION,
              "it holds what is recovered",
              ENDERS),
          optional(
              "ws",
              CARRIED,
              RuleIds.REQUIRE_AUTHENTICATION,
              "it holds AMQP's own transport",
              ONE_USER),
          optional(
              "ws",
              CARRIED_LOCK,
              RuleIds.REQUIRE_AUTHENTICATION,
              "it is held while it reads",
              ONE_USER),
          optional(
              "ws",
              MQTT_CONVERTER,
              RuleIds.REQUIRE_ENCRYPTED_BODY,
              "what comes before a late CONNACK waits there",
              EARLY),
          optional(
              "ws", MQTT_LOCK, RuleIds.REQUIRE_ENCRYPTED_BODY, "it is held while it reads", EARLY),
          webSocketSession(WEB_SOCKET_SESSIONS.get(0)),
          webSocketSession(WEB_SOCKET_SESSIONS.get(1)),
          webSocketSession(WEB_SOCKET_SESSIONS.get(2)),
          format("amqp", AMQP_FORMAT),
          format("mqtt", MQTT_FORMAT),
          format("stomp", STOMP_FORMAT),
          stompMethod("StompFrame", "getAction"),
          stompMethod("StompFrame", "getHeaders"),
          stompClass("StompFrameError"),
          stompMethod("StompNIOTransport", "processBuffer"),
          stompMethod("StompNIOSSLTransport", "processCommand"),
          stompClass("StompSslTransportFactory"));

  private static final Fault MISSING =
      new Fault(
          "activemq-internal-missing",
          "%s is not as Portcullis knows it (%s), so the rule cannot be enforced",
          "use a version of ActiveMQ that this version of Portcullis knows");

  /** The methods that ask for the length of an array. */
  private static final List<String> READING =
      List.of(
          "looseUnmarshalByteArray",
          "looseUnmarshalByteSequence",
          "looseUnmarsalThrowable",
          "tightUnmarshalByteArray",
          "tightUnmarshalByteSequence",
          "tightUnmarsalThrowable");

  private ActiveMqInternals() {}

  /** Returns the package, whose name depends on the version of Jetty. */
  private static String sockets() {
    String newer = AMQ + "transport.ws.jetty11.";
    return has(ActiveMqInternals.class.getClassLoader(), newer + "StompSocket", "handleStopped")
        ? newer
        : AMQ + "transport.ws.jetty9.";
  }

  /** Finds the field in which a known WebSocket keeps Jetty's session. */
  public static Optional<PrivateField> sessionOf(Object socket) {
    return WEB_SOCKET_SESSIONS.stream().filter(field -> field.isOf(socket)).findFirst();
  }

  private static Probe webSocketSession(PrivateField field) {
    return optional(
        "ws",
        field,
        RuleIds.REQUIRE_AUTHENTICATION,
        "its messages are bounded there before the login",
        "they have the operator's limit before the login too");
  }

  /** Returns the checks of all internals that the gate depends on. */
  static List<Probe> probes() {
    return PROBES;
  }

  /** Returns the missing internals that the gate cannot do without. */
  public static List<Violation> missing(ClassLoader loader) {
    return PROBES.stream()
        .filter(probe -> probe.otherwise().isEmpty() && probe.isMissing(loader))
        .map(ActiveMqInternals::violation)
        .toList();
  }

  /** Returns the missing internals that the gate can do without, and what it does then. */
  public static List<String> doneWithout(ClassLoader loader) {
    return PROBES.stream()
        .filter(probe -> probe.otherwise().isPresent() && probe.isMissing(loader))
        .map(
            probe ->
                "[%s] %s of %s, which is not as Portcullis knows it: %s"
                    .formatted(probe.rule(), probe.thing(), version(), probe.otherwise().get()))
        .toList();
  }

  private static Violation violation(Probe probe) {
    return Violation.of(
        probe.rule(),
        new Named(Resource.of(Kind.BROKER, "ActiveMQ"), version()),
        MISSING,
        probe.thing(),
        Argument.shown(probe.why()));
  }

  private static String version() {
    return "ActiveMQ " + BrokerVersion.number();
  }

  private static Probe needed(PrivateField field, String rule, String why) {
    return new Probe(field.thing(), Optional.empty(), rule, why, Optional.empty(), field::look);
  }

  private static Probe optional(
      String module, PrivateField field, String rule, String why, String otherwise) {
    return new Probe(
        field.thing(),
        Optional.of(module).filter(name -> !name.isEmpty()),
        rule,
        why,
        Optional.of(otherwise),
        field::look);
  }

  private static Probe method(String owner, String name, String rule, String why) {
    return new Probe(
        simple(owner) + "." + name,
        Optional.empty(),
        rule,
        why,
        Optional.empty(),
        loader -> lookForMethod(loader, owner, name));
  }

  private static Probe format(String module, String format) {
    return new Probe(
        simple(format),
        Optional.of(module),
        RuleIds.REQUIRE_ENCRYPTED_BODY,
        "it tells what a connection speaks, and so how a refusal is answered",
        Optional.empty(),
        loader -> {
          Class<?> unused = Class.forName(format, false, loader);
        });
  }

  private static Probe stompClass(String name) {
    return new Probe(
        name,
        Optional.of("stomp"),
        RuleIds.REQUIRE_AUTHENTICATION,
        "what comes before a login is told by it",
        Optional.empty(),
        loader -> {
          Class<?> unused = Class.forName(STOMP + name, false, loader);
        });
  }

  private static Probe stompMethod(String name, String method) {
    return new Probe(
        name + "." + method,
        Optional.of("stomp"),
        RuleIds.REQUIRE_AUTHENTICATION,
        "what comes before a login is read there",
        Optional.empty(),
        loader -> lookForMethod(loader, STOMP + name, method));
  }

  private static String simple(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static void lookForMethod(ClassLoader loader, String owner, String name)
      throws ReflectiveOperationException {
    Class<?> type = Class.forName(owner, false, loader);
    if (Arrays.stream(type.getDeclaredMethods()).noneMatch(m -> m.getName().equals(name))) {
      throw new NoSuchMethodException(owner + "." + name);
    }
  }

  /** Checks that a server can be given its SSL context. */
  private static void lookForBinding(ClassLoader loader) throws ReflectiveOperationException {
    ConnectorTls.look(
        Class.forName(AMQ + "transport.TransportFactory", false, loader),
        Class.forName(AMQ + "broker.SslContext", false, loader));
  }

  /** Checks that the reading methods have the names by which an input knows what is asked. */
  private static void lookForLengths(ClassLoader loader) throws ReflectiveOperationException {
    MARSHALLERS.look(loader);
    for (String read : READING) {
      lookForMethod(loader, AMQ + "openwire.v12.BaseDataStreamMarshaller", read);
    }
  }

  /** Tells whether a class of ActiveMQ is there and has a public constant. */
  public static boolean hasConstant(String type, String constant) {
    try {
      Class<?> found = Class.forName(type, false, ActiveMqInternals.class.getClassLoader());
      return Arrays.stream(found.getFields()).anyMatch(field -> field.getName().equals(constant));
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  /** Tells whether ActiveMQ lets anybody remove a destination that does not exist. */
  public static boolean removesUnknown(ClassLoader loader) {
    return has(loader, AMQ + "security.AuthorizationBroker", "checkDestinationAdminRemove");
  }

  private static boolean has(ClassLoader loader, String owner, String method) {
    try {
      lookForMethod(loader, owner, method);
      return true;
    } catch (ReflectiveOperationException | LinkageError e) {
      return false;
    }
  }

  /** Calls a method of a STOMP frame, whose module may be absent. */
  public static Object ask(Object frame, String method) {
    try {
      return frame.getClass().getMethod(method).invoke(frame);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("STOMP's frames are not as Portcullis knows them", e);
    }
  }
}
