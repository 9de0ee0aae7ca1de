package io.portcullis.harden;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.BrokerXml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No secret of the files is shown in what is left. */
class HiddenFindingsIT {

  /** Letters of passwords that a URI in XML can have. */
  private static final String LETTERS = "abcxyzABC019-_.~!*,%25$";

  private static final List<String> PLACES =
      List.of(
          "<networkConnectors><networkConnector name=\"n\""
              + " uri=\"static:(ssl://peer:61617?keyStorePassword=%s)?duplex=true\"/>"
              + "</networkConnectors>",
          "<networkConnectors><networkConnector name=\"n\" duplex=\"true\""
              + " uri=\"static:(tcp://bridge:%s@peer:61616)\"/></networkConnectors>",
          "<networkConnectors><networkConnector name=\"n\" duplex=\"true\" userName=\"b\""
              + " uri=\"static:(tcp://peer:61616)\" password=\"%s\"/></networkConnectors>",
          "<transportConnectors><transportConnector name=\"%s\" uri=\"http://0.0.0.0:0\"/>"
              + "</transportConnectors><sslContext><sslContext keyStorePassword=\"%1$s\"/>"
              + "</sslContext>",
          "<transportConnectors><transportConnector name=\"t\""
              + " uri=\"http://127.0.0.1:0?a=b&amp;trustStorePassword=%s&amp;x=y\"/>"
              + "</transportConnectors>",
          "<proxyConnectors><proxyConnector name=\"p\" bind=\"tcp://127.0.0.1:0\""
              + " remote=\"tcp://peer:61616?user=u&amp;passwd=%s\"/></proxyConnectors>");

  @TempDir private Path folder;

  private static String secret(Random random) {
    StringBuilder secret = new StringBuilder("S");
    IntStream.range(0, 4 + random.nextInt(20))
        .forEach(i -> secret.append(LETTERS.charAt(random.nextInt(LETTERS.length()))));
    return secret.toString().replace("%", "%25").replace("$", "%24") + "9";
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5})
  void ofAConfiguration(int place) throws IOException {
    String secret = secret(new Random(place));
    Path conf = Files.createDirectory(folder.resolve("conf"));
    BrokerXml.write(conf, "", "<transportConnector name=\"o\" uri=\"tcp://127.0.0.1:0\"/>");
    BrokerXml.change(
        conf,
        xml -> xml.replace("</broker>", PLACES.get(place).formatted(secret, secret) + "</broker>"));
    HardenedCopy copy = HardenedBroker.harden(conf, folder.resolve("copy"));
    assertThat(copy.left()).isNotEmpty();
    assertThat(copy.left() + "\n" + copy.decisions() + copy.changed()).doesNotContain(secret);
  }
}
