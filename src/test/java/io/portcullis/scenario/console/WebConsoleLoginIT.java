package io.portcullis.scenario.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.portcullis.testing.Line;
import io.portcullis.testing.NotOn;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.WebConsole;
import jakarta.jms.MessageConsumer;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who gets in to what {@code conf/jetty.xml} serves. */
@NotOn(value = Line.V6_3, because = "Maven Central has no activemq-web of 6.3")
class WebConsoleLoginIT {

  @TempDir private static Path folder;

  @AutoClose private static WebConsole console;
  private static HttpClient client;

  @BeforeAll
  static void start() throws Exception {
    console = WebConsole.start(folder.resolve("home"));
    client = console.client();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "administrator,        admin,   right, 200",
    "system group,         console, right, 200",
    "another group,        user,    right, 403",
    "wrong password,       user,    wrong, 401",
    "empty password,       user,    '',    401",
    "unknown user,         mallory, wrong, 401",
  })
  void onlyAdministratorsAndTheSystemGroupAreLetIn(
      String name, String user, String password, int status) throws Exception {
    String word = password.equals("right") ? console.password(user) : password;

    assertThat(get("/admin/queues.jsp", user, word).statusCode()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/admin/",
        "/admin/queues.jsp",
        "/admin/purgeDestination.action?JMSDestination=X&JMSDestinationType=queue",
        "/admin/styles/site.css",
        "/admin/error.jsp",
        "/admin/;a=b/queues.jsp",
        "/admin/%2e/queues.jsp",
        "//admin/queues.jsp",
        "/admin/WEB-INF/web.xml",
        "/styles/site.css",
        "/api/jolokia",
        "/api/message/ORDERS?type=queue",
        "/nothing",
      })
  void nothingIsServedWithoutALogin(String path) throws Exception {
    for (String method : new String[] {"GET", "POST", "OPTIONS", "DELETE", "BREW"}) {
      HttpResponse<String> response =
          client.send(
              HttpRequest.newBuilder(console.page(path))
                  .method(method, BodyPublishers.ofString("body=account 4711"))
                  .build(),
              BodyHandlers.ofString());

      assertThat(response.statusCode()).as(method).isIn(400, 401);
      assertThat(response.body()).as(method).doesNotContain("Queue", "Exception", "4711");
    }
  }

  @Test
  void whoIsLetInGetsASessionThatStaysOnTlsAndAPageThatNobodyMayFrame() throws Exception {
    HttpResponse<String> page = get("/admin/queues.jsp", "console", console.password("console"));

    assertThat(page.headers().firstValue("Set-Cookie").orElseThrow())
        .contains("; Secure")
        .contains("; HttpOnly");
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("frame-ancestors 'none'");
    assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
    assertThat(page.headers().firstValue("Server")).isEmpty();
  }

  @Test
  void filesOfTheInstallationAreNotServed() throws Exception {
    for (String file : new String[] {"web.xml", "webconsole-embedded.xml", "override-web.xml"}) {
      assertThat(get("/admin/WEB-INF/" + file, "admin", console.password("admin")).statusCode())
          .as(file)
          .isEqualTo(404);
    }
  }

  @Test
  @NotOn(
      value = {Line.V5_18, Line.V5_19},
      because = "the web.xml of this test names classes of Jakarta")
  void theRestInterfaceIsJudgedLikeThePages() throws Exception {
    assumeFalse(Line.hasClosedDoors(), "this line serves no MessageServlet");
    try (OpenWire admin = console.connect("admin")) {
      MessageConsumer consumer = admin.consumer("FROM.REST");
      get("/admin/", "console", console.password("console"));

      HttpResponse<String> response =
          client.send(
              request("/api/message/FROM.REST?type=queue", "console", console.password("console"))
                  .header("Content-Type", "application/x-www-form-urlencoded")
                  .POST(BodyPublishers.ofString("body=account+4711"))
                  .build(),
              BodyHandlers.ofString());

      assertThat(response.statusCode()).isEqualTo(500);
      assertThat(response.body()).contains("[require-encrypted-body] message to queue://FROM.REST");
      assertThat(OpenWire.isSilent(consumer)).isTrue();
    }
  }

  private static HttpResponse<String> get(String path, String user, String password)
      throws Exception {
    return client.send(request(path, user, password).GET().build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String path, String user, String password) {
    return console.request(path, user, password);
  }
}
