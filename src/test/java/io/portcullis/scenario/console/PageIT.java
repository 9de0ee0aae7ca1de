package io.portcullis.scenario.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.Browser;
import io.portcullis.testing.Distribution;
import io.portcullis.testing.InstalledLine;
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
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The operators' page in the real distribution of ActiveMQ 5.18.3, on its own Jetty and its own
 * Jolokia as they are shipped, in a real browser.
 */
@EnabledIf(
    value = "io.portcullis.testing.Browser#isInstalled",
    disabledReason = "there is no chromium or no chromedriver in /usr/bin")
@TestMethodOrder(OrderAnnotation.class)
class PageIT {

  private static final Duration SOON = Duration.ofMinutes(2);
  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(PLAINTEXT);
  private static final String PASSWORD = "correct-horse-battery";

  @TempDir private static Path folder;

  private static Distribution activemq;
  private static Browser browser;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    activemq = Distribution.asAsked(InstalledLine.CLASSIC_5_18, folder);
    port = activemq.console("/").getPort();
    assertThat(activemq.portcullis("page")).as(activemq.said()).isZero();
    assertThat(activemq.said()).contains("the page is there now").doesNotContain("Security-Policy");
    activemq.started();
    browser = Browser.open(folder.resolve("profile"));
    await().atMost(SOON).ignoreExceptions().until(() -> status("/portcullis/") == 401);
    browser.open(page("admin:%s@".formatted(PASSWORD), "/portcullis/"));
  }

  @AfterAll
  static void stop() {
    if (browser != null) {
      browser.close();
    }
    activemq.close();
  }

  private static URI page(String user, String path) {
    return URI.create(
        "http://%s%s:%d%s"
            .formatted(user, InetAddress.getLoopbackAddress().getHostAddress(), port, path));
  }

  private static int status(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(page("", path)).build(), BodyHandlers.discarding())
        .statusCode();
  }

  private static void soon(ThrowingRunnable assertion) {
    await().atMost(SOON).ignoreExceptions().untilAsserted(assertion);
  }

  @Test
  @Order(1)
  void itShowsWhoSendsPlaintextAndHowEverybodyIsConnected() throws Exception {
    try (ProtocolClient sender = activemq.connect(Way.OPENWIRE, "admin");
        ProtocolClient subscriber = activemq.connect(Way.MQTT, "admin")) {
      subscriber.subscribe("PRICES");
      sender.send("PRICES", ENCRYPTED);
      assertThat(catchThrowable(() -> sender.send("PRICES", PLAINTEXT)))
          .isInstanceOf(Refused.class);

      soon(
          () ->
              assertThat(browser.text("#senders-table tbody"))
                  .contains("topic://PRICES", "admin", "openwire", "require-encrypted-body"));
      soon(
          () ->
              assertThat(browser.text("#connections-table"))
                  .contains("TLSv1.3", "MQTT", "OpenWire"));
    }
    assertThat(browser.text("#of")).startsWith("Broker localhost, on ActiveMQ 5.18.3");
    soon(() -> assertThat(browser.text("#certificates")).contains("CN=localhost", " left"));
    assertThat(browser.text("#rights-table")).contains("queue://>", "activemq-webconsole");
    assertThat(browser.barriers()).isEmpty();
    assertThat(browser.complaints()).noneMatch(complaint -> complaint.contains("Security"));
    browser
        .looking(1280, true, false)
        .wholePicture(
            Files.createDirectories(Path.of("target/pictures")).resolve("page-5.18.3.png"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/portcullis",
        "/portcullis/",
        "/portcullis/index.html",
        "/portcullis/page.js",
        "/portcullis/page.css",
        "/api/jolokia/version"
      })
  @Order(2)
  void withoutALoginThereIsNeitherPageNorData(String path) throws Exception {
    assertThat(status(path)).isEqualTo(401);
  }

  @Test
  @Order(3)
  void aRestartOfTheBrokerIsSaidAndNothingHasToBeLoadedAgain() throws Exception {
    browser.ask("window.same = true");

    assertThat(activemq.stop()).isTrue();
    soon(
        () ->
            assertThat(browser.text("#news"))
                .startsWith("No data since ")
                .endsWith("The web server does not answer. Trying again."));
    assertThat(browser.text("#senders-table tbody")).contains("topic://PRICES");
    activemq.started();

    soon(
        () ->
            assertThat(browser.text("#senders-note"))
                .isEqualTo("Nobody has since the broker started."));
    assertThat(browser.ask("return document.getElementById('trouble').hidden")).isEqualTo(true);
    assertThat(browser.ask("return window.same")).isEqualTo(true);
  }

  /** Its files hold no data, so that to the rule there is nothing more than before. */
  @Test
  @Order(4)
  void thePageIsNoViolationAndItGoes() throws Exception {
    assertThat(activemq.stop()).isTrue();

    assertThat(activemq.portcullis("check")).isZero();
    assertThat(activemq.said()).contains("would start").doesNotContain("/portcullis");
    assertThat(activemq.portcullis("page", "--remove")).isZero();
    assertThat(activemq.said()).contains("the page is gone");
    assertThat(folder.resolve("apache-activemq/webapps/portcullis")).doesNotExist();
  }
}
