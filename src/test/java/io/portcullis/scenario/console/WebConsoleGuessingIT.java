package io.portcullis.scenario.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.AuditLines;
import io.portcullis.testing.Line;
import io.portcullis.testing.NotOn;
import io.portcullis.testing.WebConsole;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.management.openmbean.CompositeData;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Somebody guesses passwords at the web console. */
@NotOn(value = Line.V6_3, because = "Maven Central has no activemq-web of 6.3")
class WebConsoleGuessingIT {

  private static final String PAGE = "/admin/queues.jsp";
  private static final String WRONG = "a-wrong-password";

  @TempDir private static Path folder;

  @AutoClose private static WebConsole console;
  private static HttpClient client;

  @BeforeAll
  static void start() throws Exception {
    console = WebConsole.start(folder.resolve("home"));
    client = console.client();
  }

  @Test
  void evenTheRightPasswordHasToWaitAndLooksLikeAWrongOne() throws Exception {
    try (AuditLines audit = AuditLines.capture()) {
      HttpResponse<String> wrong = get("admin", WRONG);
      failOften("admin");
      HttpResponse<String> right = get("admin", console.password("admin"));

      assertThat(right.statusCode()).isEqualTo(401);
      assertThat(right.body()).isEqualTo(wrong.body());
      assertThat(right.headers().map())
          .usingRecursiveComparison()
          .ignoringFields("date")
          .isEqualTo(wrong.headers().map());
      assertThat(failures("admin")).isEqualTo(5);
      assertThat(row("admin").orElseThrow().get("address")).isEqualTo("127.0.0.1");
      assertThat(audit.lines())
          .hasSizeBetween(1, 5)
          .allSatisfy(
              line -> {
                assertThat(AuditLines.field(line, "rule")).isEqualTo("require-authentication");
                assertThat(AuditLines.field(line, "disposition")).isEqualTo("refused");
                assertThat(AuditLines.field(line, "moment")).isEqualTo("connection");
                assertThat(AuditLines.field(line, "user")).isEqualTo("admin");
                assertThat(AuditLines.field(line, "remoteAddress")).isEqualTo("127.0.0.1");
                assertThat(AuditLines.field(line, "found"))
                    .matches(
                        "client 127.0.0.1 at the web console: (too many logins failed, .*"
                            + "|its user name or password is wrong)");
              });
    }
  }

  @Test
  void theVictimAtAnotherAddressAndANeighbourStillGetIn() throws Exception {
    failOften("admin");

    assertThat(statusFrom("127.0.0.1", "admin", console.password("admin"))).isEqualTo(401);
    assertThat(statusFrom("127.0.0.2", "admin", console.password("admin"))).isEqualTo(200);
    assertThat(statusFrom("127.0.0.1", "console", console.password("console"))).isEqualTo(200);
  }

  @Test
  void noHeaderIsAWayAround() throws Exception {
    for (int i = 0; i < 12; i++) {
      HttpRequest request =
          request("mallory", WRONG)
              .header("X-Forwarded-For", "10.0.0." + i)
              .header("Forwarded", "for=10.0.0." + i)
              .build();
      assertThat(client.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    }

    assertThat(failures("mallory")).isBetween(1L, 7L);
    assertThat(row("mallory").orElseThrow().get("address")).isEqualTo("127.0.0.1");
  }

  @Test
  void whileManyGuessAtOnceAKnownPasswordDoesNotWait() throws Exception {
    assertThat(get("console", console.password("console")).statusCode()).isEqualTo(200);
    List<CompletableFuture<HttpResponse<String>>> guesses = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      guesses.add(client.sendAsync(request("eve", "guess-" + i).build(), BodyHandlers.ofString()));
      if (i % 10 == 0) {
        assertThat(get("console", console.password("console")).statusCode()).isEqualTo(200);
      }
    }

    assertThat(guesses).allSatisfy(guess -> assertThat(guess.get().statusCode()).isEqualTo(401));
    assertThat(get("console", console.password("console")).statusCode()).isEqualTo(200);
    assertThat(failures("eve")).isPositive();
  }

  @Test
  void aRightPasswordInTimeForgetsTheFailures() throws Exception {
    assertThat(get("console", WRONG).statusCode()).isEqualTo(401);
    assertThat(failures("console")).isPositive();
    Awaitility.await().until(() -> get("console", console.password("console")).statusCode() == 200);

    assertThat(failures("console")).isZero();
  }

  /** As many wrong passwords as it takes until the wait is longer than a test. */
  private static void failOften(String user) throws Exception {
    while (failures(user) < 5) {
      assertThat(get(user, WRONG).statusCode()).isEqualTo(401);
    }
  }

  private static long failures(String user) {
    return row(user).map(row -> (long) row.get("failures")).orElse(0L);
  }

  private static Optional<CompositeData> row(String user) {
    return console.view().getFailedLogins().values().stream()
        .map(CompositeData.class::cast)
        .filter(row -> row.get("user").equals(user))
        .findFirst();
  }

  private static HttpResponse<String> get(String user, String password) throws Exception {
    return client.send(request(user, password).build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String user, String password) {
    return console.request(PAGE, user, password);
  }

  /** The JDK's HTTP client of Java 17 cannot choose the address that it comes from. */
  private static int statusFrom(String address, String user, String password) throws Exception {
    URI page = console.page(PAGE);
    InetAddress host = InetAddress.getLoopbackAddress();
    try (Socket socket =
        console
            .clientContext()
            .getSocketFactory()
            .createSocket(host, page.getPort(), InetAddress.getByName(address), 0)) {
      String request =
          "GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: %s\r\nConnection: close\r\n\r\n"
              .formatted(page.getPath(), page.getAuthority(), WebConsole.basic(user, password));
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      InputStream answer = socket.getInputStream();
      String start = new String(answer.readNBytes(12), StandardCharsets.US_ASCII);
      return Integer.parseInt(start.substring("HTTP/1.1 ".length()));
    }
  }
}
