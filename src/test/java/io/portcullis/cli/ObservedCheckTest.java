package io.portcullis.cli;

import static io.portcullis.policy.DestinationName.queue;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.rule.Operation;
import io.portcullis.testing.BrokerXml;
import io.portcullis.testing.SomeUses;
import io.portcullis.usage.UsageFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What check says of a broker whose data folder holds what its clients used. */
class ObservedCheckTest {

  private static final String MAP =
      """
      <authorizationPlugin><map><authorizationMap><authorizationEntries>
      <authorizationEntry queue="ORDERS" read="users" write="users" admin="admins"/>
      </authorizationEntries></authorizationMap></map></authorizationPlugin>
      """;

  @TempDir private Path folder;
  private Path file;
  private UsageFile usage;

  @BeforeEach
  void broker() throws Exception {
    System.clearProperty("activemq.conf");
    BrokerXml.write(folder, MAP + BrokerXml.GATE, "");
    BrokerXml.change(
        folder,
        xml ->
            xml.replace(
                "useJmx=\"false\"",
                "useJmx=\"false\" dataDirectory=\"%s\"".formatted(folder.resolve("data"))));
    file = folder.resolve("activemq.xml");
    usage = new UsageFile(folder.resolve("data").resolve("xml"));
    usage.write(
        SomeUses.observed(
            Duration.ofMinutes(5),
            List.of(
                SomeUses.permitted("users", Operation.READ, queue("ORDERS")),
                SomeUses.lacking("users", Operation.WRITE, queue("OTHER"))),
            List.of(SomeUses.key("user", queue("ORDERS"), "keys", "first"))));
  }

  @AfterEach
  void noBroker() {
    System.clearProperty("activemq.conf");
  }

  private CheckRun ownPage() {
    System.setProperty("activemq.conf", folder.toString());
    return CheckRun.of("--format", "html");
  }

  @Test
  void thePageOfTheBrokersOwnFileShowsIt() {
    String page = ownPage().out();

    assertThat(page)
        .contains(
            "for 5 minutes of it. 2 rights were used.",
            "read, write (never seen used in that time)",
            "write (used, not granted)",
            "<h2>Keys of bodies</h2>",
            "<td data-label=\"Key\">first</td>",
            "<li><a href=\"#keys\">Keys of bodies</a></li>");
  }

  @Test
  void ofATrustedFileToo() {
    assertThat(CheckRun.of("--format", "html", "--trust", file).out())
        .contains("2 rights were used");
  }

  @Test
  void aFileThatIsReadAsDataIsNotBelievedInWhatItsDataFolderIs() throws Exception {
    Files.writeString(usage.path(), "{");

    assertThat(CheckRun.of("--format", "html", file).out())
        .doesNotContain("2 rights were used", "Keys of bodies", "observations");
  }

  @Test
  void oneThatCannotBeReadIsNotChecked() throws Exception {
    int status = ownPage().status();
    Files.writeString(usage.path(), "{\"form\": 1, \"uses\": [");

    CheckRun run = ownPage();

    assertThat(run.status()).isEqualTo(status);
    assertThat(run.out())
        .contains("observations: %s cannot be read: ".formatted(usage.path()))
        .doesNotContain("Keys of bodies", "2 rights were used");
    assertThat(CheckRun.of(file).out()).contains("observations: ");
  }

  @Test
  void aFolderInItsPlaceIsNotChecked() throws Exception {
    Files.delete(usage.path());
    Files.createDirectory(usage.path());

    assertThat(ownPage().out())
        .contains("observations: %s cannot be read: it is a folder".formatted(usage.path()));
  }

  @Test
  void withoutOneThePageIsAsBefore() throws Exception {
    Files.delete(usage.path());

    assertThat(ownPage().out()).doesNotContain("observations", "Keys of bodies", "not granted");
  }
}
