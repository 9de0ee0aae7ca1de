package io.portcullis.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.BrokerXml;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class XmlElementsTest {

  @TempDir private Path folder;

  @Test
  void noEntityIsFetched() throws Exception {
    Path secret = Files.writeString(folder.resolve("secret.txt"), "the-secret");
    BrokerXml.write(folder, "", "<transportConnector name=\"&x;\" uri=\"tcp://127.0.0.1:61616\"/>");
    Path file = folder.resolve("activemq.xml");
    Files.writeString(
        file,
        "<!DOCTYPE beans [<!ENTITY x SYSTEM \"%s\">]>\n%s"
            .formatted(secret.toUri(), Files.readString(file)));

    assertThat(XmlElements.of(file))
        .noneMatch(element -> element.toString().contains("the-secret"));
  }
}
