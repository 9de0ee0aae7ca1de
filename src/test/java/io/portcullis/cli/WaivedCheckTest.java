package io.portcullis.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.BrokerXml;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What check says of waivers and of what they are for. */
class WaivedCheckTest {

  private static final String WAIVERS =
      "<property name=\"waivers\">\n<list>\n"
          + BrokerXml.waiver("require-tls", "legacy", "the printer knows no TLS", "2999-01-01")
          + BrokerXml.waiver("protect-files", "/no/such/file", "nobody knows", "2999-01-01")
          + BrokerXml.waiver("refuse-public-connector", "*", "of old", "2001-01-01")
          + "</list></property>\n";

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void write() throws Exception {
    BrokerXml.write(
        folder,
        BrokerXml.GATE.replace("/>", ">" + WAIVERS + "</bean>"),
        "<transportConnector name=\"legacy\" uri=\"tcp://127.0.0.1:61616\"/>");
    file = folder.resolve("activemq.xml");
  }

  @Test
  void whatIsWaivedKeepsNoBrokerFromStartingAndIsTold() {
    CheckRun run = CheckRun.of(file);

    assertThat(run.status()).isZero();
    assertThat(run.out())
        .contains("would start:")
        .contains(" 1 waived")
        .contains("WAIVED\n  require-tls\n    connector \"legacy\" (tcp://127.0.0.1:61616), line ")
        .contains("      waived until 2999-01-01: the printer knows no TLS\n")
        .contains("waiver for \"/no/such/file\", line 26")
        .contains("it matches nothing")
        .contains("it ended on 2001-01-01");
  }

  @Test
  void codeHostsAreToldThatItIsSuppressedAndWhy() throws Exception {
    JsonView sarif = JsonView.of(CheckRun.of("--format", "sarif", file).out());

    int waived = 0;
    for (int i = 0; i < sarif.size("/runs/0/results"); i++) {
      String result = "/runs/0/results/" + i;
      if (sarif.text(result + "/ruleId").equals("require-tls")) {
        waived++;
        assertThat(sarif.text(result + "/level")).isEqualTo("note");
        assertThat(sarif.text(result + "/suppressions/0/kind")).isEqualTo("external");
        assertThat(sarif.text(result + "/suppressions/0/justification"))
            .isEqualTo("waived until 2999-01-01: the printer knows no TLS");
      }
    }
    assertThat(waived).isEqualTo(1);
  }

  @Test
  void jsonListsWaiversWithWhatTheyAreGoodFor() throws Exception {
    JsonView json = JsonView.of(CheckRun.of("--format", "json", file).out());

    assertThat(json.size("/waivers")).isEqualTo(3);
    assertThat(json.text("/waivers/0/subject")).isEqualTo("legacy");
    assertThat(json.text("/waivers/0/state")).isEqualTo("active");
    assertThat(json.text("/waivers/0/matched")).isEqualTo("1");
    assertThat(json.text("/waivers/1/matched")).isEqualTo("0");
    assertThat(json.text("/waivers/2/state")).isEqualTo("ended");
  }

  @Test
  void thePageSaysWhyAndUntilWhen() {
    String page = CheckRun.of("--format", "html", file).out();

    assertThat(page)
        .contains("<li class=\"waived\"><b>1</b> waived</li>", ">Waived</h3>", "Would start")
        .contains("<p class=\"notes\">Waived until 2999-01-01: the printer knows no TLS</p>");
  }
}
