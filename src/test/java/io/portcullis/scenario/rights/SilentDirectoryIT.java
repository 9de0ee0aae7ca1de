package io.portcullis.scenario.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.LdapDirectory;
import io.portcullis.testing.LoggedErrors;
import io.portcullis.testing.OpenWire;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import java.time.Duration;
import java.util.List;
import org.apache.activemq.security.AuthorizationMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An LDAP directory that takes questions and answers none, while the broker runs. */
@Timeout(value = 90, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SilentDirectoryIT {

  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(new byte[] {1, 2, 3});
  private static final String[] OPERATORS = {"admins", "activemq-webconsole"};

  /** A question that was answered before waits a second, once. */
  private static final Duration LONGEST_SEND = Duration.ofMillis(2_500);

  private LdapDirectory directory;
  private GatedBroker broker;

  @BeforeEach
  void start() throws Exception {
    directory = LdapDirectory.loggingIn();
  }

  @AfterEach
  void stop() {
    directory.answer();
    broker.close();
    directory.close();
  }

  private void start(AuthorizationMap map) throws Exception {
    broker =
        LdapDirectory.broker(map)
            .with(gate -> gate.setReportOnly("require-system-group"))
            .started();
  }

  @Test
  void sendersAndReadersWithRightsGoOnAndNobodyGetsANewOne() throws Exception {
    start(directory.mapOfEverything(OPERATORS));
    try (OpenWire admin = OpenWire.connect(broker, "admin");
        OpenWire other = OpenWire.connect(broker, "admin");
        MessageProducer producer = admin.session().createProducer(OpenWire.destination("KNOWN"))) {
      MessageConsumer consumer = admin.consumer("KNOWN");
      producer.send(admin.bytes(ENCRYPTED));
      assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);

      directory.fallSilent();

      await()
          .during(Duration.ofSeconds(7))
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                assertThat(timeOf(() -> producer.send(admin.bytes(ENCRYPTED))))
                    .isLessThan(LONGEST_SEND);
                assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
              });
      try (AuditLines audit = AuditLines.capture()) {
        assertThatThrownBy(() -> other.send("UNKNOWN", ENCRYPTED))
            .isInstanceOf(JMSException.class)
            .hasMessageContaining(
                "[require-authorization] authorization map: its directory has not answered within 5"
                    + " seconds, so nobody gets a new right; try again later");
        assertThat(audit.lines())
            .filteredOn(line -> AuditLines.field(line, "code").equals("refused-by-broker"))
            .anySatisfy(line -> assertThat(line).contains("has not answered within 5 seconds"));
      }
      assertThat(
              timeOf(
                  () ->
                      assertThatThrownBy(() -> other.send("UNKNOWN2", ENCRYPTED))
                          .hasMessageContaining("has not answered")))
          .isLessThan(LONGEST_SEND);

      directory.answer();

      await()
          .atMost(Duration.ofSeconds(15))
          .ignoreExceptions()
          .untilAsserted(() -> other.send("UNKNOWN", ENCRYPTED));
      producer.send(admin.bytes(ENCRYPTED));
    }
  }

  /** The first question after the directory fell silent waits for the timeout, and for no more. */
  @Test
  void whoAsksForANewRightIsRefusedInTimeAndHoldsUpNobody() throws Exception {
    start(directory.mapOfEverything(OPERATORS));
    try (OpenWire admin = OpenWire.connect(broker, "admin");
        OpenWire other = OpenWire.connect(broker, "admin");
        MessageProducer producer = admin.session().createProducer(OpenWire.destination("KNOWN"))) {
      producer.send(admin.bytes(ENCRYPTED));
      directory.fallSilent();
      Thread asking =
          new Thread(
              () -> {
                try {
                  other.send("UNKNOWN", ENCRYPTED);
                } catch (JMSException e) {
                  // It is refused, and what matters is when.
                }
              });

      asking.start();

      while (asking.isAlive()) {
        assertThat(timeOf(() -> producer.send(admin.bytes(ENCRYPTED)))).isLessThan(LONGEST_SEND);
        asking.join(100);
      }
      assertThat(broker.getBrokerService().getRegionBroker().getDestinationMap())
          .doesNotContainKey(OpenWire.destination("UNKNOWN"));
    }
  }

  /** It keeps what it read, so nothing waits for the directory but its own thread. */
  @Test
  void sendersOfTheCachedMapGoOn() throws Exception {
    for (String right : List.of("Read", "Write", "Admin")) {
      directory.grant("Queue", "$", right, OPERATORS);
      directory.grant("Topic", "$", right, OPERATORS);
      directory.grantTemporary(right, "admins", "users", "activemq-webconsole");
    }
    start(directory.cachedMap());
    try (OpenWire admin = OpenWire.connect(broker, "admin");
        MessageProducer producer = admin.session().createProducer(OpenWire.destination("KNOWN"))) {
      producer.send(admin.bytes(ENCRYPTED));

      directory.fallSilent();

      await()
          .during(Duration.ofSeconds(7))
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThat(timeOf(() -> producer.send(admin.bytes(ENCRYPTED))))
                      .isLessThan(LONGEST_SEND));
    }
  }

  @Test
  void aRightThatIsTakenBackMeanwhileEndsWhenTheDirectoryAnswers() throws Exception {
    start(directory.mapOfEverything(OPERATORS));
    try (OpenWire admin = OpenWire.connect(broker, "admin");
        LoggedErrors log = LoggedErrors.of("io.portcullis.broker.rights.LiveRights");
        MessageProducer producer = admin.session().createProducer(OpenWire.destination("KNOWN"))) {
      producer.send(admin.bytes(ENCRYPTED));
      directory.fallSilent();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(
              () ->
                  log.lines().stream()
                      .anyMatch(
                          line ->
                              line.contains("its directory has not answered within 5 seconds")));
      directory.removeAt("cn=write,ou=everything,dc=example,dc=com");
      producer.send(admin.bytes(ENCRYPTED));

      directory.answer();

      await()
          .atMost(Duration.ofSeconds(15))
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> producer.send(admin.bytes(ENCRYPTED)))
                      .hasMessage("User admin is not authorized to write to: queue://KNOWN"));
    }
  }

  /** Something that a client does. */
  private interface Act {
    void run() throws Exception;
  }

  private static Duration timeOf(Act act) throws Exception {
    long start = System.nanoTime();
    act.run();
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
