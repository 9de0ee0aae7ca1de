package io.portcullis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.amazonaws.encryptionsdk.AwsCrypto;
import com.amazonaws.encryptionsdk.jce.JceMasterKey;
import io.portcullis.BodyPolicy;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.NodePrograms;
import io.portcullis.testing.NodePrograms.Program;
import io.portcullis.testing.OpenWire;
import jakarta.jms.MessageConsumer;
import jakarta.jms.TextMessage;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import javax.crypto.spec.SecretKeySpec;
import org.apache.activemq.ActiveMQSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The programs of the page for Node.js, with themselves and with Java, through the gate. */
class NodeClientsIT {

  private static final String TEXT = "zwei von den blauen, bitte: \u2603";

  @TempDir private static Path folder;
  private static final byte[] SECRET = new byte[32];
  private static GatedBroker broker;
  private static NodePrograms programs;

  /** A program, its connector, and how ActiveMQ names what it calls {@code name}. */
  enum Way {
    MQTT("mqtt.mjs", "mqtt+ssl", "mqtts", "topic://%s"),
    MQTT_OVER_WEBSOCKET("mqtt.mjs", "wss", "wss", "topic://%s"),
    STOMP_OVER_WEBSOCKET("stomp.mjs", "wss", "wss", "queue://%s"),
    AMQP("amqp.mjs", "amqp+ssl", "amqps", "queue://%s");

    private final String program;
    private final String connector;
    private final String scheme;
    private final String destination;

    Way(String program, String connector, String scheme, String destination) {
      this.program = program;
      this.connector = connector;
      this.scheme = scheme;
      this.destination = destination;
    }

    private String destination(String name) {
      return destination.formatted(name);
    }

    private Program run(String act, String name, String text) throws Exception {
      return run(programs, broker.port(connector), act, name, text);
    }

    private Program run(NodePrograms programs, int port, String act, String name, String text)
        throws Exception {
      String url = "%s://localhost:%d".formatted(scheme, port);
      return programs.start(program, act, url, name, text);
    }

    private Program receiver(String name) throws Exception {
      return run("receive", name, "").hasSaid("subscribed");
    }
  }

  @BeforeAll
  static void start() throws Exception {
    assumeTrue(NodePrograms.canRun(), "Node.js is not installed");
    new SecureRandom().nextBytes(SECRET);
    Path key = Files.write(folder.resolve("key.bin"), SECRET);
    programs =
        NodePrograms.installed(
            folder,
            Map.of(
                "BROKER_USER",
                "admin",
                "BROKER_PASSWORD",
                GatedBroker.PASSWORD,
                "KEY_FILE",
                key.toString(),
                "NODE_EXTRA_CA_CERTS",
                GatedBroker.authorityPem().toString()));
    broker =
        GatedBroker.listening("ssl", "mqtt+ssl", "wss")
            .listen("amqp+ssl", "transport.transformer=jms")
            .with(
                gate ->
                    gate.setBodyPolicies(
                        List.of(bound("queue"), bound("topic"), movedQueue(), movedTopic())))
            .started();
  }

  private static BodyPolicy bound(String kind) {
    BodyPolicy policy = new BodyPolicy();
    if (kind.equals("queue")) {
      policy.setQueue(">");
    } else {
      policy.setTopic(">");
    }
    policy.setDestinationKey("destination");
    return policy;
  }

  /** Where the broker itself takes a body that was made for another destination. */
  private static BodyPolicy movedQueue() {
    BodyPolicy policy = new BodyPolicy();
    policy.setQueue("MOVED.>");
    return policy;
  }

  private static BodyPolicy movedTopic() {
    BodyPolicy policy = new BodyPolicy();
    policy.setTopic("MOVED.>");
    return policy;
  }

  @AfterAll
  static void stop() {
    if (broker != null) {
      broker.close();
    }
  }

  private static JceMasterKey key() {
    return JceMasterKey.getInstance(
        new SecretKeySpec(SECRET, "AES"), "shop", "orders-2026", "AES/GCM/NoPadding");
  }

  private static Map<String, String> context(String destination) {
    return Map.of("destination", destination);
  }

  private static EncryptingMessageTransformer transformer() {
    return EncryptingMessageTransformer.builder().materials(key()).build();
  }

  private static OpenWire java() throws Exception {
    OpenWire java = OpenWire.connect(broker, "admin");
    ((ActiveMQSession) java.session()).setTransformer(transformer());
    return java;
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void whatNodeEncryptsNodeDecrypts(Way way) throws Exception {
    try (Program receiver = way.receiver("NODE-" + way);
        Program sender = way.run("send", "NODE-" + way, TEXT)) {
      assertThat(sender.status()).as(sender.said()).isZero();
      assertThat(sender.said()).contains("accepted");
      assertThat(receiver.status()).as(receiver.said()).isZero();
      assertThat(receiver.said()).contains("received " + TEXT);
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void whatJavaEncryptsNodeDecrypts(Way way) throws Exception {
    String name = "FROM-JAVA-" + way;
    try (Program receiver = way.receiver(name);
        OpenWire java = java()) {
      if (way == Way.STOMP_OVER_WEBSOCKET) {
        java.sendText(way.destination(name), TEXT);
      } else {
        java.send(way.destination(name), TEXT.getBytes(StandardCharsets.UTF_8));
      }

      assertThat(receiver.status()).as(receiver.said()).isZero();
      assertThat(receiver.said()).contains("received " + TEXT);
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void whatNodeEncryptsJavaDecrypts(Way way) throws Exception {
    String name = "FROM-NODE-" + way;
    try (OpenWire java = java();
        MessageConsumer consumer = java.consumer(way.destination(name));
        Program sender = way.run("send", name, TEXT)) {
      assertThat(sender.status()).as(sender.said()).isZero();

      if (way == Way.STOMP_OVER_WEBSOCKET) {
        assertThat(((TextMessage) OpenWire.next(consumer)).getText()).isEqualTo(TEXT);
      } else {
        assertThat(new String(OpenWire.receive(consumer), StandardCharsets.UTF_8)).isEqualTo(TEXT);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void plaintextIsRefusedAndTheProgramSaysSo(Way way) throws Exception {
    try (Program sender = way.run("plain", "PLAIN-" + way, TEXT)) {
      assertThat(sender.status()).isEqualTo(1);
      assertThat(sender.said()).contains("refused");
    }
  }

  /** Nobody may take a message for sent, or received, because a program ended. */
  @ParameterizedTest
  @EnumSource(Way.class)
  void withoutABrokerNoProgramEndsWell(Way way) throws Exception {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = socket.getLocalPort();
    }
    try (Program sender = way.run(programs, nobody, "send", "NOBODY", TEXT);
        Program receiver = way.run(programs, nobody, "receive", "NOBODY", "")) {
      assertThat(sender.status()).as(sender.said()).isEqualTo(1);
      assertThat(receiver.status()).as(receiver.said()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void aWrongPasswordIsRefusedAndNotPrinted(Way way) throws Exception {
    // Whose failures make nobody else wait.
    NodePrograms mistaken =
        programs.with("BROKER_USER", "user-" + way).with("BROKER_PASSWORD", "secret-of-another");
    try (Program sender =
        way.run(mistaken, broker.port(way.connector), "send", "LOGIN-" + way, TEXT)) {
      assertThat(sender.status()).as(sender.said()).isEqualTo(1);
      assertThat(sender.said()).doesNotContain("secret-of-another").doesNotContain("accepted");
    }
  }

  /** What was made for one queue and stands on another, and that the gate lets stand there. */
  @ParameterizedTest
  @EnumSource(names = {"STOMP_OVER_WEBSOCKET", "AMQP"})
  void aBodyForAnotherDestinationIsNotTakenAndNotLost(Way way) throws Exception {
    String name = "MOVED." + way;
    byte[] body =
        AwsCrypto.standard()
            .encryptData(key(), TEXT.getBytes(StandardCharsets.UTF_8), context("queue://ORDERS"))
            .getResult();
    try (OpenWire java = OpenWire.connect(broker, "admin");
        MessageConsumer deadLetters = java.consumer("queue://ActiveMQ.DLQ");
        Program receiver = way.receiver(name)) {
      java.sendText(way.destination(name), Base64.getEncoder().encodeToString(body));

      assertThat(receiver.status()).isEqualTo(1);
      assertThat(receiver.said())
          .contains("made for another destination")
          .doesNotContain("received");
      assertThat(OpenWire.next(deadLetters).getJMSDestination())
          .hasToString("queue://ActiveMQ.DLQ");
    }
  }

  /** MQTT has no dead letters to put it among. */
  @ParameterizedTest
  @EnumSource(names = {"MQTT", "MQTT_OVER_WEBSOCKET"})
  void aBodyForAnotherTopicIsNotTaken(Way way) throws Exception {
    byte[] body =
        AwsCrypto.standard()
            .encryptData(
                key(), TEXT.getBytes(StandardCharsets.UTF_8), context("topic://orders.new"))
            .getResult();
    try (OpenWire java = OpenWire.connect(broker, "admin");
        Program receiver = way.receiver("MOVED/" + way)) {
      java.send(way.destination("MOVED." + way), body);

      assertThat(receiver.status()).isEqualTo(1);
      assertThat(receiver.said())
          .contains("made for another destination")
          .doesNotContain("received")
          .doesNotContain("at open");
    }
  }

  /** ActiveMQ takes slashes for dots, and dots for slashes. */
  @Test
  void aTopicWithADotIsCalledWhatActiveMqCallsIt() throws Exception {
    try (OpenWire java = java();
        MessageConsumer consumer = java.consumer("topic://prices.v1/2");
        Program sender = Way.MQTT.run("send", "prices/v1.2", TEXT)) {
      assertThat(sender.status()).as(sender.said()).isZero();

      assertThat(new String(OpenWire.receive(consumer), StandardCharsets.UTF_8)).isEqualTo(TEXT);
    }
  }
}
