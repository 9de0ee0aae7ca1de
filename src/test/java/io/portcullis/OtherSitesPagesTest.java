package io.portcullis;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.AuditLines;
import io.portcullis.testing.Line;
import io.portcullis.testing.NotOn;
import io.portcullis.testing.WebConsole;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Other sites' pages that use the console and Jolokia with the login of whoever sits there. */
@NotOn(value = Line.V6_3, because = "Maven Central has no activemq-web of 6.3")
class OtherSitesPagesTest {

  @TempDir private static Path folder;
  private static WebConsole console;
  private static HttpClient client;

  @BeforeAll
  static void start() throws Exception {
    console = WebConsole.start(folder.resolve("home"), UnaryOperator.identity());
    client = HttpClient.newBuilder().sslContext(console.clientContext()).build();
  }

  @AfterAll
  static void stop() {
    console.close();
  }

  private static HttpRequest.Builder request(String path, String user) {
    String login = user + ":" + console.password(user);
    return HttpRequest.newBuilder(console.page(path))
        .header(
            "Authorization",
            "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
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
