package io.portcullis.scenario.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.testing.AuditLines;
import io.portcullis.testing.Line;
import io.portcullis.testing.NotOn;
import io.portcullis.testing.WebConsole;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Other sites' pages that use the console and Jolokia with the login of whoever sits there. */
@NotOn(value = Line.V6_3, because = "Maven Central has no activemq-web of 6.3")
class OtherSitesPagesIT {

  @TempDir private static Path folder;
  @AutoClose private static WebConsole console;
  private static HttpClient client;

  @BeforeAll
  static void start() throws Exception {
    console = WebConsole.start(folder.resolve("home"));
    client = console.client();
  }

  private static HttpRequest.Builder request(String path, String user) {
    return console.request(path, user);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder jolokia(String body) {
    return request("/api/jolokia/", "admin")
        .header("Content-Type", "text/plain")
        .POST(BodyPublishers.ofString(body));
  }

  private static String ownOrigin() {
    URI page = console.page("/");
    return "https://%s:%d".formatted(page.getHost(), page.getPort());
  }

  @ParameterizedTest
  @CsvSource({
    "/api/jolokia/, Origin, https://evil.example",
    "/api/jolokia/, Origin, null",
    "/api/jolokia/, Sec-Fetch-Site, cross-site",
    "/api/message/ANY?type=queue, Origin, https://evil.example",
    "/admin/, Sec-Fetch-Site, same-site",
    "/admin/queues.jsp, Origin, https://evil.example",
    "/nowhere, Origin, https://evil.example",
    "/admin/..%2fapi/jolokia/, Origin, https://evil.example",
  })
  void anotherSitesPageGetsNothing(String path, String header, String value) throws Exception {
    long refused = console.view().getRefusedCount();

    HttpResponse<String> answer = send(request(path, "admin").header(header, value));

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).startsWith("[secure-management] request for /");
    assertThat(console.view().getRefusedCount()).isEqualTo(refused + 1);
  }

  @Test
  void anotherSitesPageOpensNoWebSocket() {
    assertThatThrownBy(
            () ->
                client
                    .newWebSocketBuilder()
                    .header("Origin", "https://evil.example")
                    .buildAsync(
                        URI.create(console.page("/admin/").toString().replace("https:", "wss:")),
                        new WebSocket.Listener() {})
                    .get(30, TimeUnit.SECONDS))
        .cause()
        .isInstanceOfSatisfying(
            WebSocketHandshakeException.class,
            refused -> assertThat(refused.getResponse().statusCode()).isEqualTo(403));
  }

  @Test
  void anActionOfTheConsoleHasALineWithWhoDidIt() throws Exception {
    HttpClient browser =
        HttpClient.newBuilder()
            .sslContext(console.clientContext())
            .cookieHandler(new CookieManager())
            .build();
    String page =
        browser.send(request("/admin/queues.jsp", "admin").build(), BodyHandlers.ofString()).body();
    Matcher secret = Pattern.compile("name=\"secret\" value=\"([^\"]+)\"").matcher(page);
    assertThat(secret.find()).isTrue();

    try (AuditLines audit = AuditLines.capture()) {
      HttpRequest create =
          request(
                  "/admin/createDestination.action?JMSDestinationType=queue&JMSDestination=MADE"
                      + "&secret="
                      + secret.group(1),
                  "admin")
              .header("Origin", ownOrigin())
              .POST(BodyPublishers.noBody())
              .build();
      browser.send(create, BodyHandlers.ofString());

      assertThat(names()).contains("MADE");
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(audit.lines())
                      .anySatisfy(
                          line -> {
                            assertThat(AuditLines.field(line, "user")).isEqualTo("admin");
                            assertThat(AuditLines.field(line, "found"))
                                .endsWith("createDestination.action of queue MADE");
                          }));
    }
  }

  /** Not even whether a password is right. */
  @Test
  void anotherSitesPageGuessesNoPassword() throws Exception {
    HttpRequest.Builder guess =
        HttpRequest.newBuilder(console.page("/admin/"))
            .header("Origin", "https://evil.example")
            .header("Authorization", "Basic YWRtaW46Z3Vlc3M=");

    assertThat(send(guess).statusCode()).isEqualTo(403);
    assertThat(console.view().getFailedLogins().size()).isZero();
  }

  @Test
  @NotOn(
      value = {Line.V5_18, Line.V5_19},
      because = "this is Jolokia as 6.1 has it, on its Jetty; PageIT has that of 5.18")
  void anotherSitesPageRunsNothing() throws Exception {
    String add =
        ("{\"type\":\"exec\",\"mbean\":\"org.apache.activemq:type=Broker,brokerName=%s\","
                + "\"operation\":\"addQueue\",\"arguments\":[\"FORGED\"]}")
            .formatted(console.broker().getBrokerName());

    assertThat(send(jolokia(add).header("Origin", "https://evil.example")).statusCode())
        .isEqualTo(403);
    assertThat(names()).doesNotContain("FORGED");

    try (AuditLines audit = AuditLines.capture()) {
      assertThat(send(jolokia(add).header("Origin", ownOrigin())).body())
          .contains("\"status\":200");
      assertThat(names()).contains("FORGED");
      assertThat(audit.lines())
          .anySatisfy(
              line -> {
                assertThat(AuditLines.field(line, "user")).isEqualTo("admin");
                assertThat(AuditLines.field(line, "found"))
                    .endsWith("an operator called addQueue(FORGED)");
              });
    }
  }

  private static List<String> names() throws Exception {
    return console.broker().getRegionBroker().getDestinationMap().keySet().stream()
        .map(name -> name.getPhysicalName())
        .toList();
  }

  @Test
  void scriptsAndItsOwnPagesPass() throws Exception {
    assertThat(send(request("/admin/", "admin")).statusCode()).isEqualTo(200);
    assertThat(send(request("/admin/", "admin").header("Origin", ownOrigin())).statusCode())
        .isEqualTo(200);
    assertThat(send(request("/admin/", "admin").header("Sec-Fetch-Site", "none")).statusCode())
        .isEqualTo(200);
    assertThat(
            send(request("/admin/", "admin")
                    .header("Origin", ownOrigin())
                    .header("Sec-Fetch-Site", "same-origin"))
                .statusCode())
        .isEqualTo(200);
  }
}
