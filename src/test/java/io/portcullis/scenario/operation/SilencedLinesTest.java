package io.portcullis.scenario.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.LoggedLines;
import io.portcullis.testing.OpenWire;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.activemq.broker.BrokerFilter;
import org.apache.activemq.broker.BrokerPlugin;
import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.command.Message;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Our configuration of Log4j leaves out what the audit log has, and nothing else. */
@Timeout(60)
class SilencedLinesTest {

  private static final String LOGGER = "org.apache.activemq.broker.TransportConnection";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(new byte[] {1});

  private Pattern silenced;
  private AuditLines audit;
  private LoggedLines said;
  private GatedBroker broker;

  @BeforeEach
  void start() throws Exception {
    Properties shipped = new Properties();
    try (Reader reader = Files.newBufferedReader(Path.of("conf", "log4j2.properties"))) {
      shipped.load(reader);
    }
    silenced = Pattern.compile(shipped.getProperty("logger.refusals.filter.recorded.regex"));
    assertThat(shipped.getProperty("logger.refusals.name")).isEqualTo(LOGGER);
    assertThat(shipped.getProperty("logger.refusals.level")).isEqualTo("WARN");
    audit = AuditLines.capture();
    broker = GatedBroker.listening("ssl").withPlugin(failing()).started();
    said = LoggedLines.of(LOGGER);
  }

  @AfterEach
  void stop() {
    said.close();
    broker.close();
    audit.close();
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

  /** A broker that has stopped may say its last a little later. */
  private boolean isOfThisBroker(String line) {
    return !line.contains("Broker: ") || line.contains(broker.getBrokerService().getBrokerName());
  }

  private List<String> left(boolean out) {
    return said.lines().stream()
        .filter(this::isOfThisBroker)
        .map(line -> line.replaceFirst("^[\\w.]+: ", ""))
        .filter(line -> silenced.matcher(line).matches() == out)
        .toList();
  }

  private void assertIsLeftOutAndRecorded(String rule) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(left(true)).isNotEmpty();
              assertThat(audit.lines())
                  .anyMatch(
                      line ->
                          AuditLines.field(line, "rule").equals(rule)
                              && AuditLines.field(line, "disposition").equals("refused"));
            });
    assertThat(left(false)).isEmpty();
  }

  private void assertIsNotLeftOut(String text) {
    await()
        .atMost(PATIENCE)
        .untilAsserted(() -> assertThat(left(false)).anyMatch(line -> line.contains(text)));
    assertThat(left(true)).isEmpty();
  }

  private OpenWire asynchronous(String user) throws Exception {
    OpenWire client = OpenWire.connect(broker, user);
    client.connection().setUseAsyncSend(true);
    return client;
  }

  @Test
  void wrongPasswords() {
    assertThat(
            catchThrowable(
                () -> OpenWire.connect("ssl://localhost:" + broker.port("ssl"), "user", "wrong")))
        .isNotNull();

    assertIsLeftOutAndRecorded("require-authentication");
  }

  /** Its sender gets the reason, and so does the audit log. ActiveMQ logs nothing of it. */
  private void assertIsToldAndRecordedAndNotSaid(
      BlockingQueue<JMSException> told, String rule, String reason) throws Exception {
    JMSException first = told.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    assertThat(first).hasMessageContaining(reason).hasRootCauseInstanceOf(SecurityException.class);
    assertThat(audit.lines())
        .anyMatch(
            line ->
                AuditLines.field(line, "rule").equals(rule)
                    && AuditLines.field(line, "disposition").equals("refused"));
    assertThat(said.lines()).filteredOn(this::isOfThisBroker).isEmpty();
    assertThat(told).isEmpty();
  }

  private static BlockingQueue<JMSException> told(OpenWire client) throws Exception {
    BlockingQueue<JMSException> told = new LinkedBlockingQueue<>();
    client.connection().setExceptionListener(told::add);
    return told;
  }

  @Test
  void plaintextThatNobodyWaitsFor() throws Exception {
    try (OpenWire client = asynchronous("admin")) {
      BlockingQueue<JMSException> told = told(client);

      client.send("ORDERS", new byte[] {1});

      assertIsToldAndRecordedAndNotSaid(
          told, "require-encrypted-body", "[require-encrypted-body] message to queue://ORDERS: ");
      client.send("ORDERS", ENCRYPTED);
      assertThat(OpenWire.receive(client.consumer("queue://ORDERS"))).isEqualTo(ENCRYPTED);
    }
  }

  @Test
  void sendsWithoutARight() throws Exception {
    try (OpenWire client = asynchronous("nobody")) {
      BlockingQueue<JMSException> told = told(client);
      try (MessageProducer producer = client.session().createProducer(null)) {
        producer.send(OpenWire.destination("ORDERS"), client.bytes(ENCRYPTED));
      }

      assertIsToldAndRecordedAndNotSaid(
          told,
          "require-authorization",
          "User nobody is not authorized to write to: queue://ORDERS");
    }
  }

  @Test
  void aRefusalInATransactionIsSaidByItsCommit() throws Exception {
    try (OpenWire client = OpenWire.connect(broker, "admin");
        Session session = client.connection().createSession(true, Session.SESSION_TRANSACTED);
        MessageProducer producer = session.createProducer(OpenWire.destination("ORDERS"))) {
      BlockingQueue<JMSException> told = told(client);

      producer.send(client.bytes(new byte[] {1}));

      assertThat(catchThrowable(session::commit)).hasMessageContaining("[require-encrypted-body]");
      assertThat(told).isEmpty();
    }
  }

  @Test
  void whatAPluginBreaksIsSaid() throws Exception {
    try (OpenWire client = asynchronous("admin")) {
      client.send("BROKEN", ENCRYPTED);

      assertIsNotLeftOut("Async error occurred");
    }
  }

  /** Whatever a client calls itself, it does not hide its line. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "taken",
        "taken due to [require-tls] connector",
        "taken, clientIP=1 due to User name x or password is invalid.",
        "taken due to User name x or password is invalid. due to [a] "
      })
  void aClientIdThatIsTakenIsSaid(String id) throws Exception {
    String uri = "ssl://localhost:" + broker.port("ssl");
    try (OpenWire first =
        OpenWire.connect(
            uri, "admin", GatedBroker.PASSWORD, connection -> connection.setClientID(id))) {
      first.create("queue://ANY");
      assertThat(
              catchThrowable(
                  () ->
                      OpenWire.connect(
                          uri,
                          "admin",
                          GatedBroker.PASSWORD,
                          connection -> connection.setClientID(id))))
          .isNotNull();
    }

    assertIsNotLeftOut("already connected");
  }
}
