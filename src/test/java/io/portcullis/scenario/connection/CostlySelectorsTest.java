package io.portcullis.scenario.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.Waiver;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.ProtocolClient.Way;
import io.portcullis.testing.Rights;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.Topic;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.apache.activemq.ActiveMQSslConnectionFactory;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Selectors with which one consumer would hold up all of its destination. */
class CostlySelectorsTest {

  private static final byte[] BODY = Ciphertexts.encrypt(new byte[] {1, 2, 3});

  private GatedBroker broker;

  @BeforeEach
  void start() throws Exception {
    broker = GatedBroker.listening("ssl", "amqp+ssl").withPlugin(everything()).started();
  }

  private static AuthorizationPlugin everything() {
    return new AuthorizationPlugin(
        Rights.ofOperators().users("queue://>", true, true).users("topic://>", true, true).map());
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "XPATH '//a[count(//*) > 0]'",
        "xquery '//a'",
        "REGEX('(a+)+b', p)",
        "INLIST(SPLIT(p, '(a+)+b'), 'x')",
        "p LIKE '%a%a%a%a%b'",
        "p NOT LIKE '%a%b'",
        "convert_string_expressions:p LIKE '%a%b'",
      })
  void areRefused(String selector) throws Exception {
    try (AuditLines audit = AuditLines.capture();
        OpenWire user = OpenWire.connect(broker, "user")) {
      Session session = user.session();

      assertRefused(() -> session.createConsumer(OpenWire.destination("Q"), selector));
      assertRefused(() -> session.createConsumer(OpenWire.destination("topic://T"), selector));
      assertRefused(
          () -> session.createConsumer(OpenWire.destination("Q,R,topic://T"), selector, true));
      assertRefused(
          () -> {
            QueueBrowser browser =
                session.createBrowser((Queue) OpenWire.destination("Q"), selector);
            browser.getEnumeration();
          });
      assertThat(audit.rules("connection")).containsExactly("require-authorization");
    }
  }

  private static void assertRefused(ThrowingCallable consumer) {
    assertThatThrownBy(consumer)
        .isInstanceOf(JMSException.class)
        .hasMessageStartingWith("[require-authorization] user \"user\": its selector ");
  }

  @Test
  void durableOnesAndThoseOfOtherProtocolsAreRefused() throws Exception {
    String selector = "p LIKE '%a%b'";
    assertRefused(() -> subscribe(selector).close());
    try (AuditLines audit = AuditLines.capture();
        Connection amqp =
            new JmsConnectionFactory(
                    "user",
                    GatedBroker.PASSWORD,
                    "amqps://localhost:%d?transport.trustStoreLocation=%s&transport.trustStorePassword=%s"
                        .formatted(
                            broker.port(Way.AMQP.scheme()),
                            Path.of(URI.create(GatedBroker.trustStore())),
                            GatedBroker.PASSWORD))
                .createConnection()) {
      Session session = amqp.createSession(false, Session.AUTO_ACKNOWLEDGE);
      assertThatThrownBy(() -> session.createConsumer(session.createQueue("Q"), selector))
          .hasMessageContaining("[require-authorization] user \"user\": its selector ");
      assertThat(audit.rules("connection")).containsExactly("require-authorization");
    }
  }

  private Connection subscribe(String selector) throws Exception {
    Connection named = named();
    try {
      named
          .createSession(false, Session.AUTO_ACKNOWLEDGE)
          .createDurableSubscriber((Topic) OpenWire.destination("topic://T"), "d", selector, false);
      return named;
    } catch (JMSException e) {
      named.close();
      throw e;
    }
  }

  private Connection named() throws Exception {
    ActiveMQSslConnectionFactory factory =
        new ActiveMQSslConnectionFactory("ssl://localhost:" + broker.port("ssl"));
    factory.setTrustStore(GatedBroker.trustStore());
    factory.setTrustStorePassword(GatedBroker.PASSWORD);
    Connection connection = factory.createConnection("user", GatedBroker.PASSWORD);
    connection.setClientID("named");
    return connection;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "colour = 'XPATH ''//a''' AND p LIKE '%a'",
        "p LIKE 'a%a%' AND colour IN ('REGEX(', 'XPATH ''//a''')",
        "p LIKE '%a%' OR colour = 'red'",
        "n BETWEEN 1 AND 2 OR (n + 1) * 2 > 3",
      })
  void honestOnesGoOn(String selector) throws Exception {
    try (OpenWire user = OpenWire.connect(broker, "user")) {
      MessageConsumer consumer = user.session().createConsumer(OpenWire.destination("Q"), selector);
      BytesMessage message = user.bytes(BODY);
      message.setStringProperty("p", "aa");
      message.setStringProperty("colour", "XPATH '//a'");
      message.setIntProperty("n", 1);
      user.send("Q", message);

      assertThat(OpenWire.receive(consumer)).isEqualTo(BODY);
    }
  }

  /** ActiveMQ fails the send, or stops the dispatch of the queue. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "(p - 1) > 0",
        "(p * 2) > 0",
        "(p / 1) > 0",
        "(p % 2) = 1",
        "n / p > 1",
        "1 + p > 1",
        "n BETWEEN 1 AND (p - 1)",
        "NOT (p - 1 > 0) OR TRUE",
      })
  void whatCannotBeEvaluatedMatchesNothingAndHoldsNobodyUp(String selector) throws Exception {
    try (OpenWire user = OpenWire.connect(broker, "user");
        OpenWire admin = OpenWire.connect(broker, "admin");
        Connection durable = subscribe(selector)) {
      durable.start();
      user.send("Q", message(user));
      MessageConsumer hostile = user.session().createConsumer(OpenWire.destination("Q"), selector);
      user.session().createConsumer(OpenWire.destination("topic://T"), selector);
      MessageConsumer queue = admin.consumer("Q");
      MessageConsumer topic = admin.consumer("topic://T");

      for (int i = 0; i < 3; i++) {
        admin.send("Q", message(admin));
        admin.send("topic://T", message(admin));
      }

      for (int i = 0; i < 3; i++) {
        assertThat(OpenWire.receive(queue)).isEqualTo(BODY);
        assertThat(OpenWire.receive(topic)).isEqualTo(BODY);
      }
      assertThat(OpenWire.receive(queue)).isEqualTo(BODY);
      assertThat(OpenWire.isSilent(hostile)).isTrue();
    }
  }

  /** Whoever wonders where the messages are finds why. */
  @Test
  void whoseSelectorFailsIsReportedOnceForEachConsumer() throws Exception {
    try (AuditLines audit = AuditLines.capture();
        OpenWire user = OpenWire.connect(broker, "user");
        OpenWire admin = OpenWire.connect(broker, "admin")) {
      MessageConsumer queue = admin.consumer("Q");
      MessageConsumer topic = admin.consumer("topic://T");
      user.session().createConsumer(OpenWire.destination("Q"), "(p - 1) > 0");
      user.session().createConsumer(OpenWire.destination("topic://T"), "(p - 1) > 0");

      for (int i = 0; i < 5; i++) {
        admin.send("Q", message(admin));
        admin.send("topic://T", message(admin));
        assertThat(OpenWire.receive(queue)).isEqualTo(BODY);
        assertThat(OpenWire.receive(topic)).isEqualTo(BODY);
      }

      assertThat(audit.lines())
          .filteredOn(line -> AuditLines.field(line, "code").equals("selector-fails"))
          .allSatisfy(line -> assertThat(AuditLines.field(line, "user")).isEqualTo("user"))
          .extracting(line -> AuditLines.field(line, "destination"))
          .containsExactlyInAnyOrder("queue://Q", "topic://T");
    }
  }

  private static BytesMessage message(OpenWire client) throws JMSException {
    BytesMessage message = client.bytes(BODY);
    message.setStringProperty("p", "text");
    message.setIntProperty("n", 3);
    return message;
  }

  @Test
  void afterARestartADurableOneHoldsNobodyUpEither(@TempDir Path store) throws Exception {
    broker.close();
    broker = persistent(store);
    subscribe("(p - 1) > 0").close();
    broker.close();
    broker = persistent(store);

    try (OpenWire admin = OpenWire.connect(broker, "admin");
        Connection durable = subscribe("(p - 1) > 0")) {
      durable.start();
      MessageConsumer topic = admin.consumer("topic://T");
      admin.send("topic://T", message(admin));

      assertThat(OpenWire.receive(topic)).isEqualTo(BODY);
    }
  }

  private static GatedBroker persistent(Path store) throws Exception {
    return GatedBroker.listening("ssl")
        .withPlugin(everything())
        .withService(
            service -> {
              service.setPersistent(true);
              service.setDataDirectoryFile(store.toFile());
            })
        .started();
  }

  /** What the bounds let pass holds nobody up for long. */
  @Test
  void aMebibyteIsJudgedByTheCostliestOneInAMoment() throws Exception {
    try (OpenWire user = OpenWire.connect(broker, "user");
        OpenWire admin = OpenWire.connect(broker, "admin")) {
      user.session().createConsumer(OpenWire.destination("Q"), "p LIKE '%" + "a".repeat(46) + "b'");
      BytesMessage message = admin.bytes(BODY);
      message.setStringProperty("p", "a".repeat(1 << 20));
      admin.send("Q", message);
      admin.send("Q", BODY);

      assertThat(OpenWire.next(admin.consumer("Q")).propertyExists("p")).isTrue();
    }
  }

  @Test
  void aWaiverForTheDestinationLetsThemPass() throws Exception {
    broker.close();
    broker =
        GatedBroker.listening("ssl")
            .withPlugin(everything())
            .with(gate -> gate.setWaivers(List.of(waiver("queue://OLD.>"))))
            .started();
    try (OpenWire user = OpenWire.connect(broker, "user")) {
      assertThatCode(
              () -> user.session().createConsumer(OpenWire.destination("OLD.A"), "p LIKE '%a%b'"))
          .doesNotThrowAnyException();
      assertRefused(
          () -> user.session().createConsumer(OpenWire.destination("NEW.A"), "p LIKE '%a%b'"));
    }
  }

  private static Waiver waiver(String subject) {
    Waiver waiver = new Waiver();
    waiver.setRule("require-authorization");
    waiver.setSubject(subject);
    waiver.setReason("until its consumers are rewritten");
    waiver.setUntil(LocalDate.now(ZoneOffset.UTC).plusDays(60).toString());
    return waiver;
  }

  @Test
  void reportingOnlyTheyAreReported() throws Exception {
    broker.close();
    broker = GatedBroker.listening("ssl").with(gate -> gate.setMode("REPORT_ONLY")).started();
    try (AuditLines audit = AuditLines.capture();
        OpenWire user = OpenWire.connect(broker, "user")) {
      MessageConsumer consumer =
          user.session().createConsumer(OpenWire.destination("Q"), "p LIKE '%a%b'");
      BytesMessage message = user.bytes(BODY);
      message.setStringProperty("p", "aab");
      user.send("Q", message);

      assertThat(OpenWire.receive(consumer)).isEqualTo(BODY);
      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () ->
                  assertThat(audit.found())
                      .contains(
                          "user \"user\": its selector has a LIKE with 2 wildcards % before its"
                              + " end, more than 1, which holds up all who use the destination"));
    }
  }
}
