package io.portcullis.scenario.installation;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.gate.StandingGate;
import io.portcullis.testing.BrokerXml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.activemq.broker.BrokerFactory;
import org.apache.activemq.broker.BrokerService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the README tells people to write does what it says. */
class ReadmeTest {

  @TempDir private Path folder;

  static Stream<String> xml() throws Exception {
    return blocks("xml").stream();
  }

  @ParameterizedTest
  @MethodSource
  void xml(String block) throws Exception {
    String plugins = block.contains("ortcullis") ? block : block + BrokerXml.GATE;

    BrokerService broker = BrokerFactory.createBroker(BrokerXml.write(folder, plugins, ""), true);

    try {
      assertThat(StandingGate.isBefore(broker)).isTrue();
    } finally {
      broker.stop();
    }
  }

  @Test
  void thereIsXmlInTheReadme() throws Exception {
    assertThat(blocks("xml")).hasSizeGreaterThanOrEqualTo(5);
  }

  @Test
  void theCommandsAreTheOnesThatAreRunForEveryChange() throws Exception {
    List<String> commands = blocks("sh").stream().flatMap(String::lines).toList();

    assertThat(commands)
        .containsExactly(
            "mvn compile exec:java",
            "mvn test",
            "bin/activemq portcullis harden --to conf-hardened --host broker.example.com"
                + " --networks 10.0.0.0/8",
            "(umask 077; ACTIVEMQ_CONF=$PWD/conf-hardened bin/activemq console)",
            "java -jar target/activemq-portcullis-1.0.0.jar inspect message.bin",
            "bin/activemq portcullis explain --user alice --operation write --destination"
                + " queue://ORDERS",
            "bin/activemq portcullis check --format html --output report.html");
    assertThat(Files.readString(Path.of(".ci/run"))).contains("README.md");
  }

  private static void assertLeads(Path file, String anchor) {
    assertThat(file).exists();
    if (!anchor.isEmpty()) {
      assertThat(file).content().containsPattern("(?im)^#+ " + anchor.replace("-", "[ -]") + "$");
    }
  }

  @Test
  void theFilesAndHeadingsItNamesAreThere() throws Exception {
    Pattern.compile("\\]\\((?!http|#)([^)#]+)#?([^)]*)\\)")
        .matcher(Files.readString(Path.of("README.md")))
        .results()
        .forEach(link -> assertLeads(Path.of(link.group(1)), link.group(2)));
  }

  private static List<String> blocks(String language) throws Exception {
    return Pattern.compile("^```" + language + "\n(.*?)^```", Pattern.DOTALL | Pattern.MULTILINE)
        .matcher(Files.readString(Path.of("README.md")))
        .results()
        .map(block -> block.group(1))
        .toList();
  }
}
