package io.portcullis.scenario.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.BrokerXml;
import io.portcullis.testing.Distribution;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.InstalledLine;
import io.portcullis.testing.ProtocolClient;
import io.portcullis.testing.ProtocolClient.Refused;
import io.portcullis.testing.ProtocolClient.Way;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Set;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The same jar, dropped into an installation of every line: as it is shipped, and, for one broker
 * from its start to its stop, with what the gate asks for.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("io.portcullis.testing.InstalledLine#chosen")
@TestMethodOrder(OrderAnnotation.class)
class DropInIT {

  private static final String INSTALLED = "class=\"io.portcullis.PortcullisPlugin\"/>";
  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(PLAINTEXT);
  private static final Path JAR = Path.of("target", "activemq-portcullis-1.0.0.jar");
  private static final long SOON_MILLIS = 10_000;
  private static final long NOT_AT_ALL_MILLIS = 300;

  @TempDir private static Path folder;
  private static Distribution activemq;

  @Parameter private InstalledLine line;
  @TempDir private Path another;

  @BeforeParameterizedClassInvocation
  static void start(InstalledLine line) throws Exception {
    activemq = Distribution.asAsked(line, folder);
    activemq.started();
  }

  @AfterParameterizedClassInvocation
  static void close() {
    activemq.close();
  }

  static Set<Way> ways() {
    return activemq.line().ways();
  }

  @Test
  @Order(1)
  void itIsTheVersionAndTheJarThatItShouldBe() throws Exception {
    assertThat(activemq.said()).contains("Apache ActiveMQ %s (".formatted(line));
    assertThat(activemq.home().resolve("lib").resolve(JAR.getFileName()))
        .hasSameBinaryContentAs(JAR);
  }

  @ParameterizedTest
  @MethodSource("ways")
  @Order(1)
  void anEncryptedBodyArrivesAndAPlaintextBodyIsRefused(Way way) throws Exception {
    String topic = "STORY-" + way;
    try (ProtocolClient receiver = activemq.connect(way, "admin");
        ProtocolClient sender = activemq.connect(way, "admin")) {
      receiver.subscribe(topic);

      sender.send(topic, ENCRYPTED);
      assertThat(receiver.receive(SOON_MILLIS)).hasValue(ENCRYPTED);

      assertThat(catchThrowable(() -> sender.send(topic, PLAINTEXT))).isInstanceOf(Refused.class);
      assertThat(receiver.receive(NOT_AT_ALL_MILLIS)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("ways")
  @Order(1)
  void aUserWithoutTheRightIsRefused(Way way) throws Exception {
    try (ProtocolClient user = activemq.connect(way, "user")) {
      assertThat(catchThrowable(() -> user.send("RIGHTS-" + way, ENCRYPTED)))
          .isInstanceOf(Refused.class);
    }
  }

  @Test
  @Order(2)
  void theConsoleAsksForALogin() throws Exception {
    assumeThat(line.hasConsole()).isTrue();
    String login = "admin:" + GatedBroker.PASSWORD;
    HttpRequest.Builder page = HttpRequest.newBuilder(activemq.console("topics.jsp"));
    HttpRequest stranger = page.copy().build();
    HttpRequest admin =
        page.header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.US_ASCII)))
            .build();
    HttpClient browser = HttpClient.newHttpClient();

    // It starts when the broker has started.
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> browser.send(stranger, BodyHandlers.discarding()).statusCode() == 401);
    assertThat(browser.send(admin, BodyHandlers.ofString()).body()).contains("STORY-OPENWIRE");
  }

  @Test
  @Order(2)
  void aChangeInItsFileHoldsWithoutARestart() throws Exception {
    activemq.change(
        "activemq.xml",
        INSTALLED,
        BrokerXml.with(INSTALLED, BrokerXml.bodyPolicy("topic", "OPEN", "body", "ANY")));

    try (ProtocolClient sender = activemq.connect(Way.OPENWIRE, "admin")) {
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .untilAsserted(() -> sender.send("OPEN", PLAINTEXT));
      assertThat(catchThrowable(() -> sender.send("CLOSED", PLAINTEXT)))
          .isInstanceOf(Refused.class);
    }
  }

  @Test
  @Order(3)
  void itStopsWithItsOwnScript() throws Exception {
    assertThat(activemq.stop()).isTrue();
  }

  @Test
  @Order(4)
  void itsCommandsWork() throws Exception {
    assertThat(activemq.portcullis("check")).isZero();
    assertThat(activemq.said()).contains("would start", "ActiveMQ " + line);

    Path message = Files.write(another.resolve("message.bin"), ENCRYPTED);
    assertThat(activemq.portcullis("inspect", message.toString())).isZero();
    assertThat(activemq.said()).contains(message + ": ok at depth structure");

    assertThat(activemq.portcullisReading("a-password-1234\n", "hash", "--user", "alice")).isZero();
    assertThat(activemq.said()).contains("alice=$argon2id$v=19$m=19456,t=2,p=1$");

    assertThat(
            activemq.portcullis(
                "explain", "--user=user", "--operation=write", "--destination=queue://Q"))
        .isEqualTo(1);
    assertThat(activemq.said()).contains("user \"user\" may not write to queue://Q");
  }

  @Test
  @Order(5)
  void asItIsShippedItDoesNotStartSaysEveryReasonAndEndsWithAStatusThatTells() throws Exception {
    try (Distribution shipped = Distribution.asShipped(line, another)) {
      assertThat(shipped.statusOfStart()).isNotZero();
      assertThat(shipped.said())
          .containsPattern(
              "Portcullis refuses to start broker \"localhost\" \\(\\d+ violations\\):")
          .contains("[require-tls] connector \"openwire\" (tcp://0.0.0.0:61616)")
          .contains("[require-tls] connector \"ws\" (ws://0.0.0.0:61614)")
          .contains("[require-authentication] broker \"localhost\"")
          .doesNotContain("Listening for connections at");
      if (line.hasConsole()) {
        assertThat(shipped.said())
            .contains("[refuse-default-credentials] ")
            .contains("[secure-management] web application \"/admin\"");
      }

      assertThat(shipped.portcullis("check")).isEqualTo(1);
      assertThat(shipped.said())
          .containsPattern("would\\s+be\\s+refused:\\s+\\d+\\s+violations")
          .contains("connector \"openwire\" (tcp://0.0.0.0:61616), line ");
    }
  }
}
