package io.portcullis.scenario.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.Portcullis;
import io.portcullis.testing.BrokerXml;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.LoggedLines;
import io.portcullis.testing.OpenWire;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.activemq.broker.BrokerFactory;
import org.apache.activemq.broker.BrokerService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A key store that cannot be used any more while the broker that was started with it runs. */
@Timeout(120)
class KeyStoreFaultsIT {

  private static final String BROKEN =
      " has changed and cannot be used; connectors go on with what they have read";
  private static final String GONE =
      " cannot be read any more; connectors go on with what they have read, and the broker does not"
          + " start again without it";

  @TempDir private Path folder;
  private Path keys;
  private byte[] good;
  private BrokerService broker;

  @BeforeEach
  void start() throws Exception {
    good = Files.readAllBytes(GatedBroker.keyStore());
    keys = Files.write(folder.resolve("broker.p12"), good);
    String uri =
        BrokerXml.write(
            folder, BrokerXml.GATE, "<transportConnector name=\"ssl\" uri=\"ssl://127.0.0.1:0\"/>");
    BrokerXml.add(folder, BrokerXml.sslContext(keys, GatedBroker.PASSWORD));
    broker = BrokerFactory.createBroker(uri);
  }

  @AfterEach
  void stop() throws Exception {
    broker.stop();
  }

  private List<String> reload() throws Exception {
    return ((Portcullis) broker.getPlugins()[broker.getPlugins().length - 1]).reload();
  }

  private void connect() throws Exception {
    int port = broker.getConnectorByName("ssl").getConnectUri().getPort();
    OpenWire.connect("ssl://localhost:" + port, "admin", "a-long-password").close();
  }

  /** Ways to lose a key store, and what is said of each. */
  enum Loss {
    DELETED(GONE, "is not there, so the broker cannot start; put it there"),
    A_FOLDER(GONE, "its keys cannot be loaded from "),
    EMPTY(BROKEN, "its keys cannot be loaded from "),
    TRUNCATED(BROKEN, "its keys cannot be loaded from "),
    WITH_ANOTHER_PASSWORD(BROKEN, "keystore password was incorrect; correct its keyStore");

    private final String line;
    private final String fault;

    Loss(String line, String fault) {
      this.line = line;
      this.fault = fault;
    }

    private void happenTo(Path keys) throws Exception {
      byte[] good = Files.readAllBytes(keys);
      switch (this) {
        case DELETED -> Files.delete(keys);
        case A_FOLDER -> {
          Files.delete(keys);
          Files.createDirectory(keys);
        }
        case EMPTY -> Files.write(keys, new byte[0]);
        case TRUNCATED -> Files.write(keys, Arrays.copyOf(good, good.length / 2));
        case WITH_ANOTHER_PASSWORD -> lock(keys, "another-password".toCharArray());
      }
    }

    private static void lock(Path keys, char[] password) throws Exception {
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(keys)) {
        store.load(in, GatedBroker.PASSWORD.toCharArray());
      }
      try (OutputStream out = Files.newOutputStream(keys)) {
        store.store(out, password);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void connectionsGoOnAndWhatARestartWouldFailOfIsSaid(Loss loss) throws Exception {
    connect();

    loss.happenTo(keys);

    assertThat(reload())
        .hasSize(2)
        .satisfiesExactly(
            line -> assertThat(line).isEqualTo(keys + loss.line),
            line -> assertThat(line).startsWith("<sslContext>: ").contains(loss.fault));
    connect();

    Files.deleteIfExists(keys);
    Files.write(keys, good);

    assertThat(reload()).isEmpty();
    connect();
  }

  @Test
  void theLogSaysSoOnceAndOnceWhenItIsMended() throws Exception {
    try (LoggedLines log = LoggedLines.of("io.portcullis.broker.keys")) {
      Files.delete(keys);

      await().atMost(Duration.ofSeconds(30)).until(() -> says(log, "it is not there") == 1);
      Files.write(keys, good);
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> says(log, "is again what connectors have read") == 1);

      assertThat(says(log, "it is not there")).isEqualTo(1);
    }
  }

  private static long says(LoggedLines log, String text) {
    return log.lines().stream().filter(line -> line.contains(text)).count();
  }
}
