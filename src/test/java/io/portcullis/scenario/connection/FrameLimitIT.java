package io.portcullis.scenario.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.Waiver;
import io.portcullis.broker.jmx.PortcullisViewMBean;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Line;
import io.portcullis.testing.NotOn;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.ProtocolClient;
import io.portcullis.testing.ProtocolClient.Way;
import io.portcullis.testing.Stranger;
import io.portcullis.testing.Wire;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.activemq.broker.TransportConnection;
import org.apache.activemq.openwire.OpenWireFormat;
import org.apache.activemq.wireformat.WireFormat;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Before a login a connection holds little of the heap, whatever maxFrameSize is. */
class FrameLimitIT {

  private static final int OPERATORS = 104_857_600;
  private static final int MOST = 65_536;
  private static final int MOST_OF_MQTT = 327_697;
  private static final int STRANGERS = 20;
  private static final int MEGABYTE = 1024 * 1024;

  /** The type of OpenWire's Response, and most of its number. */
  private static final String RESPONSE = "\u001e\0\0\0";

  private static GatedBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker = limited(GatedBroker.create()).started();
  }

  /** With a connector for each entrance, since the audit log folds lines by connector. */
  private static GatedBroker limited(GatedBroker broker) throws Exception {
    for (Arguments entrance : entrances().toList()) {
      String scheme = (String) entrance.get()[0];
      broker.connector(
          name(scheme, (Wire) entrance.get()[1]),
          "%s://127.0.0.1:0?maximumConnections=1000&wireFormat.maxFrameSize=%d"
              .formatted(scheme, OPERATORS));
    }
    return broker.with(
        gate ->
            gate.setBodyPolicies(List.of(Bodies.anyOnQueue("LARGE"), Bodies.anyOnTopic("LARGE"))));
  }

  private static String name(String scheme, Wire wire) {
    return scheme + "-" + wire;
  }

  private static boolean hasWebSockets() {
    return Line.running() != Line.V6_3;
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  static Stream<Arguments> entrances() {
    Stream<Arguments> sockets =
        Stream.of(
            Arguments.of("ssl", Wire.OPENWIRE),
            Arguments.of("nio+ssl", Wire.OPENWIRE),
            Arguments.of("auto+ssl", Wire.OPENWIRE),
            Arguments.of("auto+nio+ssl", Wire.OPENWIRE),
            Arguments.of("amqp+ssl", Wire.AMQP),
            Arguments.of("amqp+nio+ssl", Wire.AMQP),
            Arguments.of("auto+ssl", Wire.AMQP),
            Arguments.of("auto+nio+ssl", Wire.AMQP),
            Arguments.of("mqtt+ssl", Wire.MQTT),
            Arguments.of("mqtt+nio+ssl", Wire.MQTT),
            Arguments.of("auto+ssl", Wire.MQTT),
            Arguments.of("auto+nio+ssl", Wire.MQTT),
            Arguments.of("stomp+ssl", Wire.STOMP),
            Arguments.of("stomp+nio+ssl", Wire.STOMP),
            Arguments.of("auto+ssl", Wire.STOMP),
            Arguments.of("auto+nio+ssl", Wire.STOMP));
    Stream<Arguments> webSockets =
        Stream.of(Wire.AMQP, Wire.MQTT, Wire.STOMP).map(wire -> Arguments.of("wss", wire));
    return hasWebSockets() ? Stream.concat(sockets, webSockets) : sockets;
  }

  private static Stranger stranger(GatedBroker broker, String scheme, Wire wire) throws Exception {
    int port = broker.port(name(scheme, wire));
    if (!scheme.equals("wss")) {
      return Stranger.at(port);
    }
    return Stranger.inWebSocket(
        port,
        switch (wire) {
          case AMQP -> "amqp";
          case MQTT -> "mqtt";
          default -> "v12.stomp";
        });
  }

  private static int most(Wire wire) {
    return wire == Wire.MQTT ? MOST_OF_MQTT : MOST;
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(30));
  }

  @ParameterizedTest(name = "{1} at {0}")
  @MethodSource("entrances")
  void whoAnnouncesALargeFrameAndFallsSilentHoldsNothing(String scheme, Wire wire)
      throws Exception {
    long before = heldBytes();
    long refused = broker.view().getRefusedCount();
    List<Stranger> strangers = new ArrayList<>();
    try (AuditLines audit = AuditLines.capture()) {
      for (int i = 0; i < STRANGERS; i++) {
        Stranger stranger = stranger(broker, scheme, wire);
        strangers.add(stranger);
        stranger.say(broker, name(scheme, wire), wire.hello(), wire.announcing(OPERATORS));
      }

      patiently().until(() -> strangers.stream().allMatch(Stranger::isEnded));
      if (endsInJetty(scheme, wire)) {
        assertThat(audit.lines()).isEmpty();
        return;
      }
      patiently().until(() -> broker.view().getRefusedCount() >= refused + STRANGERS);
      assertThat(heldBytes() - before).isLessThan(STRANGERS * MEGABYTE);
      assertThat(broker.view().getRefusedCount() - refused).isEqualTo(STRANGERS);
      assertThat(audit.lines())
          .as("one line for one address, and the next for ten times as many")
          .hasSizeBetween(1, 2)
          .allSatisfy(
              line -> {
                assertThat(AuditLines.field(line, "rule")).isEqualTo("require-authentication");
                assertThat(AuditLines.field(line, "disposition")).isEqualTo("refused");
                assertThat(AuditLines.field(line, "protocol"))
                    .isEqualTo(wire.name().toLowerCase(java.util.Locale.ROOT));
                assertThat(AuditLines.field(line, "found"))
                    .endsWith(
                        "it sent or announced more than %d bytes before it logged in"
                            .formatted(most(wire)));
              });
    } finally {
      for (Stranger stranger : strangers) {
        stranger.close();
      }
    }
  }

  /** A message of text is a whole frame, and ActiveMQ does not look at what Jetty says of one. */
  private static boolean endsInJetty(String scheme, Wire wire) {
    return scheme.equals("wss") && wire == Wire.STOMP;
  }

  /** What is left after the collector ran; direct memory counts, which NIO without TLS takes. */
  private static long heldBytes() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
        + ManagementFactory.getPlatformMXBeans(java.lang.management.BufferPoolMXBean.class).stream()
            .mapToLong(java.lang.management.BufferPoolMXBean::getMemoryUsed)
            .sum();
  }

  @ParameterizedTest(name = "{1} at {0}")
  @MethodSource("entrances")
  void aLoginMayBeAsLargeAsTheLimitAndNoByteLarger(String scheme, Wire wire) throws Exception {
    PortcullisViewMBean view = broker.view();
    long refused = view.getRefusedCount();
    try (Stranger stranger = stranger(broker, scheme, wire)) {
      logIn(stranger, broker, name(scheme, wire), wire, 0);

      patiently().untilAsserted(() -> assertAnswered(stranger, wire));
      assertThat(view.getRefusedCount()).isEqualTo(refused + (hasLongNames(wire) ? 1 : 0));
    }
    refused = view.getRefusedCount();
    try (Stranger stranger = stranger(broker, scheme, wire)) {
      logIn(stranger, broker, name(scheme, wire), wire, 1);

      patiently().until(stranger::isEnded);
      assertThat(stranger.heard()).doesNotContain("CONNECTED", RESPONSE);
      long expected = refused + (endsInJetty(scheme, wire) ? 0 : 1);
      patiently().until(() -> view.getRefusedCount() == expected);
    }
  }

  /**
   * A frame of MQTT is as large as its names are long, and such names are refused by themselves.
   */
  private static boolean hasLongNames(Wire wire) {
    return wire == Wire.MQTT;
  }

  /** MQTT's longest has a user that is not there, since it has all fields as long as can be. */
  private static byte[] login(Wire wire, int tooMuch) {
    return wire == Wire.MQTT
        ? wire.login(UUID.randomUUID().toString(), MOST_OF_MQTT + tooMuch)
        : wire.login("admin", MOST + tooMuch);
  }

  private static void logIn(
      Stranger stranger, GatedBroker broker, String connector, Wire wire, int tooMuch)
      throws Exception {
    if (wire.hello().length == 0) {
      stranger.say(broker, connector, login(wire, tooMuch));
      return;
    }
    stranger.say(broker, connector, wire.hello());
    wire.authenticate(stranger, "admin");
    stranger.send(login(wire, tooMuch));
  }

  private static void assertAnswered(Stranger stranger, Wire wire) {
    switch (wire) {
      case MQTT -> assertThat(stranger.heard()).startsWith(" \u0002\0");
      case STOMP ->
          assertThat(stranger.heard()).as("ended: %s", stranger.isEnded()).startsWith("CONNECTED");
      default -> assertThat(isIn(stranger, wire)).as(stranger.heard()).isTrue();
    }
  }

  /** AMQP answers with an Open of its own, OpenWire with a Response to command 1. */
  private static boolean isIn(Stranger stranger, Wire wire) {
    return !stranger.isEnded()
        && stranger.heard().contains(wire == Wire.AMQP ? "\0S\u0010" : RESPONSE);
  }

  /** Spring's STOMP client bounds what it reads by itself, so nothing is read back. */
  @ParameterizedTest(name = "{0} at {1}")
  @CsvSource({
    "OPENWIRE, ssl-OPENWIRE",
    "OPENWIRE, nio+ssl-OPENWIRE",
    "OPENWIRE, auto+ssl-OPENWIRE",
    "OPENWIRE, auto+nio+ssl-OPENWIRE",
    "AMQP,     amqp+ssl-AMQP",
    "AMQP,     amqp+nio+ssl-AMQP",
    "AMQP,     auto+nio+ssl-AMQP",
    "MQTT,     mqtt+ssl-MQTT",
    "MQTT,     mqtt+nio+ssl-MQTT",
    "MQTT,     auto+nio+ssl-MQTT",
    "STOMP,    stomp+ssl-STOMP",
    "STOMP,    stomp+nio+ssl-STOMP",
    "STOMP,    auto+ssl-STOMP",
    "STOMP,    auto+nio+ssl-STOMP",
  })
  void afterTheLoginABodyOfMegabytesPasses(Way way, String connector) throws Exception {
    try (ProtocolClient client = ProtocolClient.connect(way, broker.port(connector), "admin")) {
      // ActiveMQ 6.2.7 and 6.3 take a length of four bytes for one of five, where MQTT is not on
      // NIO.
      boolean threeBytesAtMost = Line.running() == Line.V6_2 || Line.running() == Line.V6_3;
      client.send(
          "LARGE", new byte[way == Way.MQTT && threeBytesAtMost ? 2_000_000 : 3 * MEGABYTE]);

      assertThat(client.isOpen()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ssl", "nio+ssl", "auto+ssl", "auto+nio+ssl"})
  void aClientIsToldTheOperatorsLimit(String scheme) throws Exception {
    AtomicLong told = new AtomicLong();
    try (OpenWire client =
        OpenWire.connect(
            "ssl://localhost:" + broker.port(name(scheme, Wire.OPENWIRE)),
            "admin",
            GatedBroker.PASSWORD)) {
      WireFormat format = client.connection().getTransport().getWireFormat();
      told.set(((OpenWireFormat) format).getMaxFrameSize());
      assertThat(
              broker
                  .getBrokerService()
                  .getConnectorByName(name(scheme, Wire.OPENWIRE))
                  .getConnections())
          .extracting(TransportConnection::getTransport)
          .extracting(transport -> ((OpenWireFormat) transport.getWireFormat()).getMaxFrameSize())
          .contains((long) OPERATORS);
    }
    assertThat(told).hasValue(OPERATORS);
  }

  /** ActiveMQ sets the limit anew each time. */
  @ParameterizedTest
  @ValueSource(strings = {"ssl", "nio+ssl", "auto+ssl", "auto+nio+ssl"})
  void whoNegotiatesAgainRaisesNoLimit(String scheme) throws Exception {
    long refused = broker.view().getRefusedCount();
    try (Stranger stranger = stranger(broker, scheme, Wire.OPENWIRE)) {
      stranger.say(broker, name(scheme, Wire.OPENWIRE), Wire.OPENWIRE.hello());
      stranger.send(Wire.OPENWIRE.hello());
      stranger.send(Wire.OPENWIRE.hello());
      stranger.send(Wire.OPENWIRE.announcing(MOST + 1));

      patiently().until(stranger::isEnded);
      patiently().until(() -> broker.view().getRefusedCount() == refused + 1);
    }
  }

  @Test
  @NotOn(value = Line.V6_3, because = "its WebSocket module cannot be had")
  void messagesOfAWebSocketAreAsLargeAsTheOperatorSaysFromTheLoginOn() throws Exception {
    try (GatedBroker raised =
        GatedBroker.create()
            .listen("wss", "websocket.maxTextMessageSize=1000000")
            .with(gate -> gate.setBodyPolicies(List.of(Bodies.anyOnTopic("LARGE"))))) {
      int port = raised.started().port("wss");
      try (Stranger early = Stranger.inWebSocket(port, "v12.stomp")) {
        early.send(login(Wire.STOMP, 1));

        patiently().until(early::isEnded);
        assertThat(early.heard()).isEmpty();
      }
      try (Stranger user = Stranger.inWebSocket(port, "v12.stomp")) {
        user.send(login(Wire.STOMP, 0));
        patiently().until(() -> user.heard().startsWith("CONNECTED"));
        user.send(
            "SEND\ndestination:/topic/LARGE\nreceipt:r\n\n%s\0"
                .formatted("x".repeat(900_000))
                .getBytes(StandardCharsets.US_ASCII));

        patiently().until(() -> user.heard().contains("receipt-id:r"));
      }
    }
  }

  /** A client that takes little is sent little, before the login and after it. */
  @Test
  void aSmallerLimitOfTheClientStays() throws Exception {
    try (OpenWire client =
        OpenWire.connect(
            "ssl://localhost:%d?wireFormat.maxFrameSize=5000"
                .formatted(broker.port("ssl-OPENWIRE")),
            "admin",
            GatedBroker.PASSWORD)) {
      assertThat(client.connection().getTransport().getWireFormat())
          .extracting(format -> ((OpenWireFormat) format).getMaxFrameSize())
          .isEqualTo(5000L);
      assertThat(broker.getBrokerService().getConnectorByName("ssl-OPENWIRE").getConnections())
          .extracting(TransportConnection::getTransport)
          .extracting(transport -> ((OpenWireFormat) transport.getWireFormat()).getMaxFrameSize())
          .contains(5000L);
    }
  }

  @ParameterizedTest(name = "{1} at {0}")
  @MethodSource("entrances")
  void whereTheRuleOnlyReportsALargerLoginIsReportedAndPasses(String scheme, Wire wire)
      throws Exception {
    if (scheme.equals("wss")) {
      return; // Jetty lets no larger one pass
    }
    try (GatedBroker reporting =
            GatedBroker.listening(scheme)
                .with(gate -> gate.setReportOnly("require-authentication"))
                .started();
        AuditLines audit = AuditLines.capture()) {
      assertPasses(reporting, scheme, wire);
      patiently()
          .untilAsserted(
              () ->
                  assertThat(audit.lines())
                      .anySatisfy(
                          line -> {
                            assertThat(AuditLines.field(line, "found"))
                                .contains("more than %d bytes".formatted(most(wire)));
                            assertThat(AuditLines.field(line, "disposition")).isEqualTo("reported");
                          }));
    }
  }

  @ParameterizedTest(name = "{1} at {0}")
  @MethodSource("entrances")
  void whereTheRuleIsWaivedALargerLoginPasses(String scheme, Wire wire) throws Exception {
    if (scheme.equals("wss")) {
      return;
    }
    Waiver waiver = new Waiver();
    waiver.setRule("require-authentication");
    waiver.setSubject(scheme);
    waiver.setReason("a device with a long token");
    waiver.setUntil(LocalDate.now(ZoneOffset.UTC).plusDays(60).toString());
    try (GatedBroker waiving =
        GatedBroker.listening(scheme).with(gate -> gate.setWaivers(List.of(waiver))).started()) {
      assertPasses(waiving, scheme, wire);
    }
  }

  private static void assertPasses(GatedBroker lenient, String scheme, Wire wire) throws Exception {
    try (Stranger stranger = Stranger.at(lenient.port(scheme))) {
      logIn(stranger, lenient, scheme, wire, 1);

      patiently().untilAsserted(() -> assertAnswered(stranger, wire));
    }
  }
}
