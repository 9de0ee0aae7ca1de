package io.portcullis.broker.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.rule.KnownLogins;
import io.portcullis.rule.ManagementFacts;
import io.portcullis.rule.WebApplicationFacts;
import io.portcullis.rule.WebConnectorFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log says where the console and the page are, if they are there. */
class WebPagesTest {

  private static final WebConnectorFacts TLS =
      new WebConnectorFacts("127.0.0.1", "8162", List.of(), true);
  private static final WebConnectorFacts EVERYWHERE =
      new WebConnectorFacts("0.0.0.0", "8161", List.of(), false);

  @TempDir private Path home;

  private static ManagementFacts serving(List<WebConnectorFacts> connectors, String path) {
    return new ManagementFacts(
        connectors,
        List.of(new WebApplicationFacts(path, List.of(), Set.of(), false)),
        List.of(),
        List.of(),
        KnownLogins.NONE);
  }

  private void putPage() throws Exception {
    Files.createDirectories(home.resolve("webapps/portcullis"));
    Files.createFile(home.resolve("webapps/portcullis/index.html"));
  }

  @Test
  void bothAreNamedWithEachConnector() throws Exception {
    putPage();

    assertThat(WebPages.of(serving(List.of(TLS, EVERYWHERE), "/admin"), Optional.of(home)))
        .containsExactly(
            "The web console will be at https://127.0.0.1:8162/admin/,"
                + " http://localhost:8161/admin/",
            "The operators' page will be at https://127.0.0.1:8162/portcullis/,"
                + " http://localhost:8161/portcullis/");
  }

  @Test
  void aPageThatIsNotInstalledIsNotNamed() {
    assertThat(WebPages.of(serving(List.of(TLS), "/admin"), Optional.of(home)))
        .containsExactly("The web console will be at https://127.0.0.1:8162/admin/");
  }

  @Test
  void aServerWithoutTheConsoleIsNotTakenForIt() {
    assertThat(WebPages.of(serving(List.of(TLS), "/api"), Optional.empty())).isEmpty();
  }

  @Test
  void withoutAWebServerNothingIsNamed() throws Exception {
    putPage();

    assertThat(WebPages.of(serving(List.of(), "/admin"), Optional.of(home))).isEmpty();
    assertThat(WebPages.of(ManagementFacts.NONE, Optional.of(home))).isEmpty();
  }
}
