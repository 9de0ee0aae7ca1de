package io.portcullis.scenario.fleet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.BrokerXml;
import io.portcullis.testing.Distribution;
import io.portcullis.testing.InstalledLine;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.ProtocolClient.Way;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Topic;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Enumeration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** One configuration and one data folder, from the oldest line through every other. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.portcullis.testing.InstalledLine#chosen")
@TestMethodOrder(OrderAnnotation.class)
class UpgradeIT {

  private static final String INSTALLED = "class=\"io.portcullis.PortcullisPlugin\"/>";
  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(PLAINTEXT);
  private static final String KEPT = "Portcullis.Quarantine.KEPT";
  private static final String DURABLE = "?jms.clientID=reader";

  /** What all of them speak. */
  private static final Set<Way> WAYS = EnumSet.of(Way.OPENWIRE, Way.AMQP, Way.MQTT);

  /** Whether a version gets fixes, and a limit that 5.18 has not: what a version is found for. */
  private static final Pattern OF_THE_VERSION =
      Pattern.compile("require-supported-broker .*|bound-resources .*: maxUncommittedCount=.*");

  /** What a check found at each line. */
  private static final List<Set<String>> FOUND = new ArrayList<>();

  @TempDir private static Path folder;
  private static Distribution activemq;

  @Parameter private InstalledLine line;

  @BeforeParameterizedClassInvocation
  static void start(InstalledLine line) throws Exception {
    if (line == InstalledLine.chosen().get(0)) {
      activemq = Distribution.asAsked(line, folder, WAYS);
      activemq.change(
          "activemq.xml",
          INSTALLED,
          BrokerXml.with(
              INSTALLED, BrokerXml.bodyPolicy("queue", "KEPT", "onRefusal", "QUARANTINE")));
      activemq.started();
      store();
      return;
    }
    activemq = activemq.upgradedTo(line);
    activemq.started();
  }

  /** One encrypted message for each line to come, one of them plain, and a topic's reader. */
  private static void store() throws Exception {
    try (OpenWire sender = activemq.openWire("admin", "");
        OpenWire reader = activemq.openWire("admin", DURABLE)) {
      subscription(reader).close();
      for (InstalledLine line : InstalledLine.chosen()) {
        sender.send("ORDERS", Ciphertexts.encrypt(order(line)));
        sender.send("topic://PRICES", Ciphertexts.encrypt(order(line)));
      }
      sender.send("KEPT", PLAINTEXT);
    }
  }

  private static byte[] order(InstalledLine line) {
    return ("order at " + line).getBytes(StandardCharsets.UTF_8);
  }

  private static MessageConsumer subscription(OpenWire reader) throws JMSException {
    return reader
        .session()
        .createDurableSubscriber((Topic) OpenWire.destination("topic://PRICES"), "prices");
  }

  @AfterParameterizedClassInvocation
  static void close() {
    activemq.close();
  }

  @Test
  @Order(1)
  void whatWasStoredIsReceivedAndDecrypts() throws Exception {
    try (OpenWire reader = activemq.openWire("admin", DURABLE + "&jms.prefetchPolicy.all=1")) {
      assertThat(Ciphertexts.decrypt(OpenWire.receive(reader.consumer("ORDERS"))))
          .isEqualTo(order(line));
      assertThat(Ciphertexts.decrypt(OpenWire.receive(subscription(reader))))
          .isEqualTo(order(line));
    }
  }

  @Test
  @Order(1)
  void theQuarantineHoldsWhatItHeldForAdministratorsAlone() throws Exception {
    try (OpenWire admin = activemq.openWire("admin", "");
        OpenWire console = activemq.openWire("console", "")) {
      assertThat(catchThrowable(() -> browse(console, KEPT)))
          .hasMessageContaining("not authorized to read from: queue://" + KEPT);
      assertThat(browse(admin, KEPT))
          .first()
          .satisfies(
              kept -> {
                assertThat(kept.getBody(byte[].class)).isEqualTo(PLAINTEXT);
                assertThat(kept.getStringProperty("PortcullisRule"))
                    .isEqualTo("require-encrypted-body");
                assertThat(kept.getStringProperty("PortcullisReason"))
                    .isEqualTo(
                        "its body is not an AWS Encryption SDK message, it looks like plain text");
                assertThat(kept.getStringProperty("PortcullisDestination"))
                    .isEqualTo("queue://KEPT");
              });
    }
  }

  @Test
  @Order(2)
  void rightsAndPoliciesHold() throws Exception {
    try (OpenWire admin = activemq.openWire("admin", "");
        OpenWire user = activemq.openWire("user", "")) {
      int kept = browse(admin, KEPT).size();
      admin.send("KEPT", PLAINTEXT);
      assertThat(browse(admin, KEPT)).hasSize(kept + 1);

      assertThat(catchThrowable(() -> admin.send("ORDERS", PLAINTEXT)))
          .hasMessageContaining("[require-encrypted-body]");
      assertThat(catchThrowable(() -> user.send("ORDERS", ENCRYPTED)))
          .hasMessageContaining("not authorized to write to: queue://ORDERS");
    }
  }

  private static List<Message> browse(OpenWire client, String queue) throws JMSException {
    QueueBrowser browser =
        client.session().createBrowser((Queue) OpenWire.destination("queue://" + queue));
    return Collections.list((Enumeration<?>) browser.getEnumeration()).stream()
        .map(Message.class::cast)
        .toList();
  }

  @Test
  @Order(3)
  void aCheckSaysTheSameAsBefore() throws Exception {
    assertThat(activemq.stop()).isTrue();
    Path report = activemq.home().resolve("report.json");

    assertThat(activemq.portcullis("check", "--format", "json", "--output", report.toString()))
        .isZero();

    Set<String> found = new TreeSet<>();
    for (JsonNode finding : new ObjectMapper().readTree(report.toFile()).get("findings")) {
      found.add(
          "%s %s: %s"
              .formatted(
                  finding.get("rule").asText(),
                  finding.get("subject").asText(),
                  finding.get("found").asText()));
    }
    found.removeIf(OF_THE_VERSION.asMatchPredicate());
    FOUND.add(found);
    assertThat(found).isNotEmpty().isEqualTo(FOUND.get(0));
  }
}
