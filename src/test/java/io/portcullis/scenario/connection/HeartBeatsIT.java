package io.portcullis.scenario.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Line;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.Stranger;
import io.portcullis.testing.TypicalTime;
import io.portcullis.testing.Wire;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.activemq.command.WireFormatInfo;
import org.apache.activemq.openwire.OpenWireFormat;
import org.apache.activemq.util.ByteSequence;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** How often a client may ask the broker for a sign of life. */
class HeartBeatsIT {

  private static final String RULE = "require-authentication";
  private static final int SHORTEST_MILLIS = 100;
  private static final int CLIENTS = 20;

  private GatedBroker broker;
  private AuditLines audit;

  @BeforeEach
  void listen() {
    audit = AuditLines.capture();
  }

  private void start(String mode) throws Exception {
    broker =
        GatedBroker.listening(schemes().toArray(String[]::new))
            .withService(service -> service.setPersistent(false))
            .with(gate -> gate.setMode(mode))
            .started();
  }

  @AfterEach
  void stop() {
    broker.close();
    audit.close();
  }

  private static List<String> schemes() {
    List<String> schemes =
        new ArrayList<>(
            List.of("ssl", "nio+ssl", "auto+nio+ssl", "stomp+ssl", "stomp+nio+ssl", "amqp+ssl"));
    if (hasWebSockets()) {
      schemes.add("wss");
    }
    return schemes;
  }

  private static boolean hasWebSockets() {
    return Line.running() != Line.V6_3;
  }

  static Stream<Arguments> ways() {
    Stream<Arguments> sockets =
        Stream.of(
            Arguments.of(Wire.OPENWIRE, "ssl"),
            Arguments.of(Wire.OPENWIRE, "nio+ssl"),
            Arguments.of(Wire.OPENWIRE, "auto+nio+ssl"),
            Arguments.of(Wire.STOMP, "stomp+ssl"),
            Arguments.of(Wire.STOMP, "stomp+nio+ssl"),
            Arguments.of(Wire.STOMP, "auto+nio+ssl"),
            Arguments.of(Wire.AMQP, "amqp+ssl"),
            Arguments.of(Wire.AMQP, "auto+nio+ssl"));
    Stream<Arguments> webSockets =
        Stream.of(Arguments.of(Wire.STOMP, "wss"), Arguments.of(Wire.AMQP, "wss"));
    return hasWebSockets() ? Stream.concat(sockets, webSockets) : sockets;
  }

  @ParameterizedTest(name = "{0} at {1}")
  @MethodSource("ways")
  void heartBeatsThatAreTooFastAreRefused(Wire wire, String scheme) throws Exception {
    start("ENFORCE");
    try (Stranger fast = ask(wire, scheme, 1)) {
      patiently().until(fast::isEnded);
      patiently().untilAsserted(() -> assertThat(found()).containsExactly(asking(1)));
    }
    // The audit log folds what the same connector refuses again.
    try (Stranger almost = ask(wire, scheme, SHORTEST_MILLIS - 1)) {
      patiently().until(almost::isEnded);
    }
  }

  @ParameterizedTest(name = "{0} at {1}")
  @MethodSource("ways")
  void slowerOnesAndNoneAreNot(Wire wire, String scheme) throws Exception {
    start("ENFORCE");
    try (Stranger slow = ask(wire, scheme, SHORTEST_MILLIS);
        Stranger silent = ask(wire, scheme, 0)) {
      patiently().until(() -> isLoggedIn(wire, silent) && isLoggedIn(wire, slow));

      assertThat(found()).isEmpty();
    }
  }

  @ParameterizedTest(name = "{0} at {1}")
  @MethodSource("ways")
  void reportOnlyLetsThemIn(Wire wire, String scheme) throws Exception {
    start("REPORT_ONLY");
    try (Stranger fast = ask(wire, scheme, SHORTEST_MILLIS - 1)) {
      patiently().until(() -> isLoggedIn(wire, fast));

      assertThat(found()).containsExactly(asking(SHORTEST_MILLIS - 1));
    }
  }

  /** Negotiates once more, when it is logged in. */
  @Test
  void aSecondWireFormatIsJudgedToo() throws Exception {
    start("ENFORCE");
    try (Stranger stranger = ask(Wire.OPENWIRE, "ssl", 0)) {
      patiently().until(() -> isLoggedIn(Wire.OPENWIRE, stranger));

      stranger.send(wireFormat(1));

      patiently().until(stranger::isEnded);
      patiently().untilAsserted(() -> assertThat(found()).containsExactly(asking(1)));
    }
  }

  @ParameterizedTest(name = "{0} at {1}")
  @MethodSource("ways")
  void othersAreServedMeanwhile(Wire wire, String scheme) throws Exception {
    start("ENFORCE");
    List<Stranger> strangers = new ArrayList<>();
    try {
      TypicalTime others = new TypicalTime();
      while (others.count() < 5) {
        for (int i = 0; i < CLIENTS / 5; i++) {
          strangers.add(ask(wire, scheme, 1));
        }
        others.take(() -> OpenWire.connect(broker, "admin").close());
      }
      patiently().until(() -> strangers.stream().allMatch(Stranger::isEnded));
      assertThat(others.median()).isLessThan(Duration.ofSeconds(1));
    } finally {
      for (Stranger stranger : strangers) {
        stranger.close();
      }
    }
  }

  private static String asking(int millis) {
    return "it asks for a heart-beat every %d ms".formatted(millis);
  }

  private List<String> found() {
    return audit.lines().stream()
        .filter(line -> AuditLines.field(line, "rule").equals(RULE))
        .filter(line -> AuditLines.field(line, "moment").equals("connection"))
        .map(line -> AuditLines.field(line, "found").replaceFirst("^client .*\": ", ""))
        .toList();
  }

  private static ConditionFactory patiently() {
    return await().atMost(Duration.ofSeconds(30));
  }

  private Stranger ask(Wire wire, String scheme, int millis) throws Exception {
    int port = broker.port(scheme);
    if (wire == Wire.STOMP || scheme.equals("wss")) {
      Line.assumeMqttAndStomp();
    }
    String subprotocol = wire == Wire.AMQP ? "amqp" : "v12.stomp";
    Stranger stranger =
        scheme.equals("wss") ? Stranger.inWebSocket(port, subprotocol) : Stranger.at(port);
    switch (wire) {
      case OPENWIRE -> {
        stranger.send(wireFormat(millis));
        stranger.send(Wire.OPENWIRE.login("admin", 0));
      }
      case STOMP ->
          stranger.send(
              "CONNECT\naccept-version:1.1\nheart-beat:0,%d\nlogin:admin\npasscode:%s\n\n\0"
                  .formatted(millis, GatedBroker.PASSWORD)
                  .getBytes(StandardCharsets.ISO_8859_1));
      default -> {
        stranger.send(Wire.AMQP.hello());
        Wire.AMQP.authenticate(stranger, "admin");
        stranger.send(open(millis));
      }
    }
    return stranger;
  }

  private static boolean isLoggedIn(Wire wire, Stranger stranger) {
    String answer =
        switch (wire) {
          case OPENWIRE -> "\u001e\0\0\0";
          case STOMP -> "CONNECTED";
          default -> "\0S\u0010";
        };
    return stranger.heard().contains(answer);
  }

  private static byte[] wireFormat(int millis) throws Exception {
    WireFormatInfo info = new WireFormatInfo();
    info.setVersion(12);
    info.setMaxFrameSize(Long.MAX_VALUE);
    info.setMaxInactivityDuration(millis);
    info.setMaxInactivityDurationInitalDelay(10_000);
    ByteSequence bytes = new OpenWireFormat(12).marshal(info);
    return Arrays.copyOfRange(
        bytes.getData(), bytes.getOffset(), bytes.getOffset() + bytes.getLength());
  }

  /** AMQP's Open with a container's id and an idle time-out, and nothing between them. */
  private static byte[] open(int millis) {
    byte[] id = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
    ByteBuffer fields = ByteBuffer.allocate(2 + id.length + 3 + 5);
    fields.put(new byte[] {(byte) 0xa1, (byte) id.length}).put(id);
    fields.put(new byte[] {0x40, 0x40, 0x40, 0x70}).putInt(millis);
    ByteBuffer frame = ByteBuffer.allocate(8 + 3 + 3 + fields.capacity());
    frame.putInt(frame.capacity()).put(new byte[] {2, 0, 0, 0}).put(new byte[] {0, 0x53, 0x10});
    frame.put(new byte[] {(byte) 0xc0, (byte) (fields.capacity() + 1), 5}).put(fields.array());
    return frame.array();
  }
}
