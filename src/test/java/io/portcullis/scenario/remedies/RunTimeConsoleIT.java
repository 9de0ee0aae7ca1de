package io.portcullis.scenario.remedies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.testing.Line;
import io.portcullis.testing.NotOn;
import io.portcullis.testing.WebConsole;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import org.junit.jupiter.api.io.TempDir;

/** Whom the web console refuses, and who does what the remedy says, is accepted. */
@NotOn(value = Line.V6_3, because = "Maven Central has no activemq-web of 6.3")
class RunTimeConsoleIT extends RunTimeRemedies {

  @TempDir private static Path folder;

  private WebConsole console;

  @Override
  Map<String, Deed> rows() {
    return Map.of("wrong-password", this::wrongPassword);
  }

  @Override
  Stage open() throws Exception {
    console = WebConsole.start(folder.resolve("home"));
    return Stage.of(console);
  }

  private int status(HttpClient client, String password) throws Exception {
    return client
        .send(
            console.request("/admin/queues.jsp", "admin", password).build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  private void wrongPassword(String code) throws Exception {
    HttpClient client = console.client();
    String line = stage.refused(code, () -> assertThat(status(client, "wrong")).isEqualTo(401));
    Matcher said = Stage.said(line, "^wait (\\d+) ms, and log in with the right password$");
    await().pollDelay(Duration.ofMillis(Long.parseLong(said.group(1)))).until(() -> true);

    stage.accepted(() -> assertThat(status(client, console.password("admin"))).isEqualTo(200));
  }
}
