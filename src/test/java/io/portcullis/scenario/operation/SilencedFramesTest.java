package io.portcullis.scenario.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.LoggedLines;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.apache.activemq.broker.BrokerFilter;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.command.Message;
import org.apache.activemq.transport.stomp.StompConnection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Our configuration of Log4j leaves out lines on refused STOMP frames, and nothing else. */
@Timeout(60)
class SilencedFramesTest {

  private static final String LOGGER = "org.apache.activemq.transport.stomp.ProtocolConverter";
  private static final int PATIENCE_MILLIS = 20_000;
  private static final String ENCRYPTED =
      Base64.getEncoder().encodeToString(Ciphertexts.encrypt(new byte[] {1}));

  private Pattern silenced;
  private LoggedLines said;
  private GatedBroker broker;

  @BeforeEach
  void start() throws Exception {
    Properties shipped = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of("conf", "log4j2.properties"))) {
      shipped.load(reader);
    }
    assertThat(shipped.getProperty("logger.frames.name")).isEqualTo(LOGGER);
    silenced = Pattern.compile(shipped.getProperty("logger.frames.filter.recorded.regex"));
    broker = GatedBroker.listening("stomp+ssl").withPlugin(failing()).started();
    said = LoggedLines.of(LOGGER);
  }

  @AfterEach
  void stop() {
    said.close();
    broker.close();
  }

  /** A plugin of somebody else that is broken. */
  private static BrokerPlugin failing() {
    return next ->
        new BrokerFilter(next) {
          @Override
          public void send(ProducerBrokerExchange exchange, Message message) throws Exception {
            if (message.getDestination().getPhysicalName().equals("BROKEN")) {
              throw new IllegalStateException("this plugin is broken");
            }
            super.send(exchange, message);
          }
        };
  }

  private void assertLines(boolean leftOut) {
    await()
        .atMost(Duration.ofMillis(PATIENCE_MILLIS))
        .untilAsserted(() -> assertThat(said.lines()).isNotEmpty());
    List<String> lines =
        said.lines().stream().map(line -> line.substring(LOGGER.length() + 2)).toList();
    assertThat(lines).allMatch(line -> silenced.matcher(line).matches() == leftOut);
  }

  private StompConnection connected(String user, String password, String clientId)
      throws Exception {
    StompConnection stomp = new StompConnection();
    stomp.open(
        GatedBroker.clientContext()
            .getSocketFactory()
            .createSocket("localhost", broker.port("stomp+ssl")));
    stomp.sendFrame(
        "CONNECT\nlogin:%s\npasscode:%s\nclient-id:%s\n\n\0".formatted(user, password, clientId));
    stomp.receive(PATIENCE_MILLIS);
    return stomp;
  }

  @ParameterizedTest(name = "{0}, receipt {1}")
  @CsvSource({"admin,true", "admin,false", "nobody,true", "nobody,false"})
  void refusedMessages(String user, boolean receipt) throws Exception {
    HashMap<String, String> headers = new HashMap<>(receipt ? Map.of("receipt", "r") : Map.of());
    StompConnection stomp = connected(user, GatedBroker.PASSWORD, "c");
    try {
      stomp.send("/queue/ORDERS", "plain -> text", null, headers);
      assertThat(stomp.receive(PATIENCE_MILLIS).getAction()).isEqualTo("ERROR");

      assertLines(true);
    } finally {
      stomp.close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"wrong", "java.lang.SecurityException"})
  void wrongPasswords(String password) throws Exception {
    connected("user", password, "c").close();

    assertLines(true);
  }

  /** Whatever a client calls itself, it does not hide its line. */
  @ParameterizedTest
  @ValueSource(
      strings = {"c", "c (h) processing: SEND -> java.lang.SecurityException: [require-tls] x"})
  void whatAPluginBreaksIsSaid(String clientId) throws Exception {
    StompConnection stomp = connected("admin", GatedBroker.PASSWORD, clientId);
    try {
      stomp.send("/queue/BROKEN", ENCRYPTED, null, new HashMap<>(Map.of("receipt", "r")));
      assertThat(stomp.receive(PATIENCE_MILLIS).getBody()).contains("this plugin is broken");

      assertLines(false);
    } finally {
      stomp.close();
    }
  }
}
