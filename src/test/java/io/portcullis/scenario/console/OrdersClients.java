package io.portcullis.scenario.console;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.login.PasswordLine;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.WebConsole;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.apache.activemq.ActiveMQSslConnectionFactory;
import org.fusesource.mqtt.client.FutureConnection;
import org.fusesource.mqtt.client.MQTT;
import org.fusesource.mqtt.client.QoS;

/**
 * The clients of a made-up shop: alice sends encrypted orders, billing and a scanner send
 * plaintext, and a display sends nothing.
 */
final class OrdersClients implements AutoCloseable {

  private static final String PASSWORD = "correct-horse-battery";
  private static final byte[] PLAINTEXT = "box 12".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(PLAINTEXT);

  private final WebConsole console;
  private final OpenWire alice;
  private final OpenWire billing;
  private final FutureConnection display;
  private int rounds;

  /** Connects them. What the scanner sends is refused, and that ends its connection. */
  OrdersClients(WebConsole console) throws Exception {
    this.console = console;
    this.alice = openWire("alice", "shop-1");
    this.billing = openWire("billing", "billing-1");
    this.display = mqtt("display", "display-1");
    FutureConnection scanner = mqtt("scanner", "scanner-7");
    scanner.publish("SCANS", PLAINTEXT, QoS.AT_MOST_ONCE, false).await();
  }

  /** Writes the users into the files of a broker that is not started yet. */
  static void addUsers(Path conf) {
    List<String> users = List.of("alice", "billing", "scanner", "display");
    try {
      for (String user : users) {
        String line = new PasswordLine(Optional.of(user), false, false).of(PASSWORD.toCharArray());
        Files.writeString(conf.resolve("users.properties"), line + "\n", StandardOpenOption.APPEND);
      }
      Path groups = conf.resolve("groups.properties");
      Files.writeString(
          groups,
          Files.readString(groups)
              .replace("admins=admin", "admins=admin," + String.join(",", users)));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Sends what the shop sends in a second: always orders, and plaintext in three of eight. */
  void sendForASecond() throws Exception {
    for (int i = 0; i < 20 + 7 * (rounds % 11); i++) {
      alice.send("ORDERS", ENCRYPTED);
    }
    if (rounds % 8 < 3) {
      assertThatThrownBy(() -> billing.sendText("ORDERS", "account 4711"))
          .hasMessageContaining("[require-encrypted-body]");
    }
    rounds++;
  }

  private OpenWire openWire(String user, String clientId) throws Exception {
    ActiveMQSslConnectionFactory factory =
        new ActiveMQSslConnectionFactory("ssl://localhost:" + port("openwire"));
    factory.setTrustStore(console.conf("client-truststore.p12").toUri().toString());
    factory.setTrustStorePassword(console.password("truststore"));
    return OpenWire.connect(
        factory, user, PASSWORD, connection -> connection.setClientID(clientId));
  }

  private FutureConnection mqtt(String user, String clientId) throws Exception {
    MQTT client = new MQTT();
    client.setHost("ssl://localhost:" + port("mqtt"));
    client.setSslContext(console.clientContext());
    client.setVersion("3.1.1");
    client.setClientId(clientId);
    client.setUserName(user);
    client.setPassword(PASSWORD);
    client.setConnectAttemptsMax(0);
    client.setReconnectAttemptsMax(0);
    FutureConnection connection = client.futureConnection();
    connection.connect().await();
    return connection;
  }

  private int port(String connector) throws Exception {
    return console.broker().getConnectorByName(connector).getConnectUri().getPort();
  }

  @Override
  public void close() throws JMSException {
    display.kill();
    billing.close();
    alice.close();
  }
}
