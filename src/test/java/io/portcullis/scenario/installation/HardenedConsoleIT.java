package io.portcullis.scenario.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.Browser;
import io.portcullis.testing.Distribution;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.InstalledLine;
import io.portcullis.testing.WebConsole;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
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

/**
 * The web console of an installation whose own files were hardened by its own command: over TLS,
 * for few, and of use to them.
 */
@ParameterizedClass(name = "{0}")
@MethodSource("io.portcullis.testing.InstalledLine#chosenWithConsole")
@TestMethodOrder(OrderAnnotation.class)
class HardenedConsoleIT {

  private static final String PLAINTEXT = "account 4711";
  private static final String ENCRYPTED =
      Base64.getEncoder()
          .encodeToString(Ciphertexts.encrypt(PLAINTEXT.getBytes(StandardCharsets.UTF_8)));

  /** A user of the broker from 6.1 on; before, of the console's own file. */
  private static final String ADMINISTRATOR = "admin";

  private static final int OK = 200;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;

  @TempDir private static Path folder;
  private static Distribution activemq;
  private static HttpClient client;

  @Parameter private InstalledLine line;

  @BeforeParameterizedClassInvocation
  static void start(InstalledLine line) throws Exception {
    activemq = Distribution.withLogins(line, folder);
    assertThat(activemq.harden("hardened")).as(activemq.said()).isZero();
    activemq.started();
    client = HttpClient.newBuilder().sslContext(GatedBroker.clientContext()).build();
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .until(() -> get(activemq.secureConsole("/admin/")) == UNAUTHORIZED);
  }

  @AfterParameterizedClassInvocation
  static void close() {
    activemq.close();
  }

  private static int get(URI page, String... headers) throws Exception {
    return send(HttpRequest.newBuilder(page), headers).statusCode();
  }

  private static HttpResponse<String> send(HttpRequest.Builder request, String... headers)
      throws Exception {
    HttpRequest.Builder all = headers.length == 0 ? request : request.headers(headers);
    return client.send(all.build(), BodyHandlers.ofString());
  }

  private static String login(String user) {
    return WebConsole.basic(user, GatedBroker.PASSWORD);
  }

  @Test
  @Order(1)
  void itAdmitsTheAdministratorAndNobodyElse() throws Exception {
    URI page = activemq.secureConsole("/admin/queues.jsp");

    assertThat(get(page)).isEqualTo(UNAUTHORIZED);
    assertThat(get(page, "Authorization", login("user"))).isEqualTo(FORBIDDEN);
    assertThat(get(page, "Authorization", login(ADMINISTRATOR))).isEqualTo(OK);
    // Whoever fails has to wait, unless the password is known to be right.
    assertThat(get(page, "Authorization", WebConsole.basic(ADMINISTRATOR, "wrong")))
        .isEqualTo(UNAUTHORIZED);
  }

  @Test
  @Order(1)
  void everyPathAsksForALogin() throws Exception {
    for (String path : new String[] {"/", "/admin/", "/api/jolokia/", "/nowhere", "/admin/x.y"}) {
      assertThat(get(activemq.secureConsole(path))).as(path).isEqualTo(UNAUTHORIZED);
    }
  }

  @Test
  @Order(1)
  void anotherSitesPageGetsNothing() throws Exception {
    URI page = activemq.secureConsole("/admin/queues.jsp");

    assertThat(get(page, "Authorization", login(ADMINISTRATOR), "Origin", "https://evil.example"))
        .isEqualTo(FORBIDDEN);
    assertThat(
            get(
                page,
                "Authorization",
                login(ADMINISTRATOR),
                "Origin",
                page.resolve("/").toString().replaceAll("/$", "")))
        .isEqualTo(OK);
  }

  @Test
  @Order(1)
  void jolokiaAnswersWithTheLogin() throws Exception {
    URI jolokia = activemq.secureConsole("/api/jolokia/");
    assumeThat(Files.exists(activemq.home().resolve("webapps/api"))).isTrue();

    HttpResponse<String> answer =
        send(
            HttpRequest.newBuilder(jolokia)
                .POST(
                    BodyPublishers.ofString(
                        "{\"type\":\"read\",\"mbean\":\"org.apache.activemq:type=Broker,"
                            + "brokerName=localhost,service=Portcullis\",\"attribute\":\"Mode\"}")),
            "Authorization",
            login(ADMINISTRATOR),
            "Origin",
            activemq.secureConsole("").toString());

    assertThat(answer.body()).contains("\"value\":\"ENFORCE\"");
  }

  @Test
  @Order(2)
  void theSendPageTakesWhatIsEncryptedAndTheLogSaysWhyTextIsRefused() throws Exception {
    assumeThat(Browser.isInstalled()).isTrue();
    try (Browser browser =
        Browser.open(folder.resolve("profile-" + line), GatedBroker.authorityPem())) {
      browser.open(
          URI.create(
              activemq
                  .secureConsole("/admin/")
                  .toString()
                  .replace("//", "//%s:%s@".formatted(ADMINISTRATOR, GatedBroker.PASSWORD))));

      submit(browser, ENCRYPTED);
      // The form leads to the list of queues.
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  assertThat(browser.text("#queues"))
                      .as(browser.text() + activemq.said())
                      .contains("ORDERS 1 0 1 0"));

      submit(browser, PLAINTEXT);
      await()
          .atMost(Duration.ofSeconds(60))
          .ignoreExceptions()
          .until(() -> browser.text().contains("Error!"));
      assertThat(activemq.said())
          .contains("[require-encrypted-body] message to queue://ORDERS")
          .doesNotContain(PLAINTEXT);
      browser.open(activemq.secureConsole("/admin/queues.jsp"));
      assertThat(browser.text("#queues")).contains("ORDERS 1 0 1 0");
    }
  }

  private static void submit(Browser browser, String text) {
    await()
        .atMost(Duration.ofSeconds(60))
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              browser.open(activemq.secureConsole("/admin/send.jsp"));
              browser.type("[name=JMSDestination]", "ORDERS");
            });
    browser.type("[name=JMSText]", text);
    browser.tick("[name=JMSPersistent]").click("input[type=submit]");
  }

  @Test
  @Order(3)
  void hardeningTheCopyChangesNothing() throws Exception {
    assertThat(activemq.stop()).isTrue();
    Map<String, String> once = contents(activemq.home().resolve("hardened"));

    assertThat(activemq.harden("twice")).isZero();

    assertThat(contents(activemq.home().resolve("twice"))).isEqualTo(once);
  }

  private static Map<String, String> contents(Path copy) throws IOException {
    Map<String, String> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(copy)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(
            copy.relativize(file).toString(), Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return contents;
  }
}
