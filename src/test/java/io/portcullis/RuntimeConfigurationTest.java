package io.portcullis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.testing.AuditLines;
import io.portcullis.testing.BrokerXml;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.broker.BrokerFactory;
import org.apache.activemq.broker.BrokerService;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ActiveMQ's runtimeConfigurationPlugin changes while the broker runs. */
class RuntimeConfigurationTest {

  private static final String PLUGINS =
      "<runtimeConfigurationPlugin checkPeriod=\"200\"/>" + BrokerXml.GATE;

  @TempDir private Path folder;

  @Test
  void aPlainNetworkConnectorThatIsAddedIsStopped() throws Exception {
    String uri = BrokerXml.write(folder, PLUGINS, "");
    Path file = folder.resolve("activemq.xml");
    // The plugin learns where its file is only if nobody starts the broker before it is read.
    Files.writeString(
        file, Files.readString(file).replace("brokerName=", "start=\"false\" brokerName="));
    BrokerService broker = BrokerFactory.createBroker(uri, true);
    try (AuditLines audit = AuditLines.capture()) {
      Files.writeString(
          file,
          Files.readString(file)
              .replace(
                  "<transportConnectors>",
                  "<networkConnectors><networkConnector name=\"late\" userName=\"admin\""
                      + " password=\"a-long-password\" uri=\"static:(vm://elsewhere?broker.persistent=false,tcp://127.0.0.1:1)\"/>"
                      + "</networkConnectors><transportConnectors>"));
      Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(10)));

      await()
          .atMost(15, TimeUnit.SECONDS)
          .untilAsserted(
              () ->
                  assertThat(audit.found())
                      .anySatisfy(
                          found ->
                              assertThat(found)
                                  .startsWith("network connector \"late\"")
                                  .endsWith("scheme tcp carries no TLS")));
      await().until(() -> broker.getNetworkConnectors().isEmpty());
    } finally {
      broker.stop();
    }
  }
}
