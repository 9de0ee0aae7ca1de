package io.portcullis.manual;

import static java.util.regex.Matcher.quoteReplacement;
import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.gate.StandingGate;
import io.portcullis.testing.BrokerXml;
import io.portcullis.testing.CodeBlock;
import io.portcullis.testing.GatedBroker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.activemq.broker.BrokerFactory;
import org.apache.activemq.broker.BrokerService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The XML of the manual's pages, each block in a broker that starts with the gate. */
class ManualXmlTest {

  private static final Pattern ELEMENT = Pattern.compile("^\\s*<([\\w-]+)");

  /** What the blocks' placeholders stand for. */
  private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{([^}]+)}");

  private static final Pattern LOOPBACK_PORT = Pattern.compile("(127\\.0\\.0\\.1):\\d+");

  private static final Pattern CONNECTORS =
      Pattern.compile("<transportConnectors>.*</transportConnectors>", Pattern.DOTALL);

  @TempDir private Path folder;

  static Stream<CodeBlock> blocks() {
    return CodeBlock.all("xml").filter(CodeBlock::isRun);
  }

  @ParameterizedTest
  @MethodSource("blocks")
  void aBrokerStartsWithIt(CodeBlock block) throws Exception {
    Files.copy(GatedBroker.keyStore(), folder.resolve("broker.p12"));
    Files.copy(GatedBroker.keyStore(), folder.resolve("trust.p12"));
    String element = withValues(block.text());

    BrokerService broker = BrokerFactory.createBroker(around(element), true);

    try {
      assertThat(StandingGate.isBefore(broker)).isTrue();
    } finally {
      broker.stop();
    }
  }

  @Test
  void thePagesHaveXml() {
    assertThat(blocks()).hasSizeGreaterThan(20);
  }

  /** Puts the element where it belongs, and the gate where it is missing. */
  private String around(String element) throws Exception {
    Matcher first = ELEMENT.matcher(element);
    assertThat(first.find()).isTrue();
    switch (first.group(1)) {
      case "bean", "portcullis" -> {
        return BrokerXml.write(folder, element, "");
      }
      case "authorizationPlugin" -> {
        return BrokerXml.write(folder, element + BrokerXml.GATE, "");
      }
      case "transportConnectors" -> {
        Path keys = folder.resolve("broker.p12");
        String file = BrokerXml.write(folder, BrokerXml.GATE, "");
        BrokerXml.change(
            folder, xml -> CONNECTORS.matcher(xml).replaceFirst(quoteReplacement(element)));
        BrokerXml.change(
            folder,
            xml ->
                xml.replace(
                    "<transportConnectors",
                    BrokerXml.sslContext(keys, GatedBroker.PASSWORD) + "<transportConnectors"));
        return file;
      }
      case "networkConnector" -> {
        return withElement("<networkConnectors>%s</networkConnectors>".formatted(element));
      }
      default -> {
        return withElement(element);
      }
    }
  }

  private String withElement(String element) throws Exception {
    String file = BrokerXml.write(folder, BrokerXml.GATE, "");
    BrokerXml.add(folder, element);
    return file;
  }

  /** With values for its placeholders, and without ports, which another test may have taken. */
  private String withValues(String element) {
    Properties values = new Properties();
    values.setProperty("activemq.conf", folder.toString());
    values.setProperty("broker.name", "xml");
    values.setProperty("network.uri", "static:(ssl://127.0.0.1:1)");
    return PLACEHOLDER
        .matcher(LOOPBACK_PORT.matcher(element).replaceAll("$1:0"))
        .replaceAll(
            name -> quoteReplacement(values.getProperty(name.group(1), GatedBroker.PASSWORD)));
  }
}
