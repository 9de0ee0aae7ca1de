package io.portcullis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.Distribution;
import io.portcullis.testing.ProtocolClient;
import io.portcullis.testing.ProtocolClient.Refused;
import io.portcullis.testing.ProtocolClient.Way;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The jar dropped into the real distribution of ActiveMQ 5.18.3, on Java 17 and javax.jms. */
class DropInIT {

  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(PLAINTEXT);
  private static final long SOON_MILLIS = 10_000;
  private static final long NOT_AT_ALL_MILLIS = 300;

  @Nested
  class AsShipped {

    @TempDir private Path folder;

    @Test
    void itDoesNotStartSaysEveryReasonAndEndsWithAStatusThatTells() throws Exception {
      try (Distribution activemq = Distribution.asShipped(folder)) {
        assertThat(activemq.statusOfStart()).isNotZero();
        assertThat(activemq.said())
            .contains("Portcullis refuses to start broker \"localhost\" (10 violations):")
            .contains("[require-tls] connector \"openwire\" (tcp://0.0.0.0:61616)")
            .contains("[require-tls] connector \"ws\" (ws://0.0.0.0:61614)")
            .contains("[require-authentication] broker \"localhost\"")
            .contains("[refuse-default-credentials] ")
            .contains("[secure-management] web application \"/admin\"")
            .doesNotContain("Listening for connections at");

        assertThat(activemq.portcullis("check")).isEqualTo(1);
        assertThat(activemq.said())
            .containsIgnoringWhitespaces("would be refused: 10 violations")
            .contains("connector \"openwire\" (tcp://0.0.0.0:61616), line ");
      }
    }
  }

  /** One broker, from its start to its stop. */
  @Nested
  @TestMethodOrder(OrderAnnotation.class)
  class AsAsked {

    @TempDir private static Path folder;
    private static Distribution activemq;

    @BeforeAll
    static void start() throws Exception {
      activemq = Distribution.asAsked(folder);
      activemq.started();
    }

    @AfterAll
    static void close() {
      activemq.close();
    }

    @ParameterizedTest
    @EnumSource(Way.class)
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
    @EnumSource(Way.class)
    @Order(1)
    void aUserWithoutTheRightIsRefused(Way way) throws Exception {
      try (ProtocolClient user = activemq.connect(way, "user")) {
        assertThat(catchThrowable(() -> user.send("RIGHTS-" + way, ENCRYPTED)))
            .isInstanceOf(Refused.class);
      }
    }

    @Test
    @Order(1)
    void theConsoleAsksForALogin() throws Exception {
      HttpRequest request =
          HttpRequest.newBuilder(
                  URI.create(
                      "http://%s:8161/admin/"
                          .formatted(InetAddress.getLoopbackAddress().getHostAddress())))
              .build();
      HttpClient browser = HttpClient.newHttpClient();
      // It starts when the broker has started.
      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .until(() -> browser.send(request, BodyHandlers.discarding()).statusCode() == 401);
    }

    @Test
    @Order(2)
    void aChangeInItsFileHoldsWithoutARestart() throws Exception {
      activemq.change(
          "activemq.xml",
          "class=\"io.portcullis.PortcullisPlugin\"/>",
          """
          class="io.portcullis.PortcullisPlugin">
            <property name="bodyPolicies">
              <list>
                <bean class="io.portcullis.BodyPolicy">
                  <property name="topic" value="OPEN"/>
                  <property name="body" value="ANY"/>
                </bean>
              </list>
            </property>
          </bean>""");

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
      assertThat(activemq.said()).contains("would start");

      Path message = Files.write(folder.resolve("message.bin"), ENCRYPTED);
      assertThat(activemq.portcullis("inspect", message.toString())).isZero();
      assertThat(activemq.said()).contains("ok");

      assertThat(
              activemq.portcullis(
                  "explain", "--user=user", "--operation=write", "--destination=queue://Q"))
          .isEqualTo(1);
      assertThat(activemq.said()).contains("users");
    }
  }
}
