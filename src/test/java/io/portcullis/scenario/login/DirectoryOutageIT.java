package io.portcullis.scenario.login;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.broker.rights.LiveRights;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.LdapDirectory;
import io.portcullis.testing.LoggedErrors;
import io.portcullis.testing.OpenWire;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.security.AuthorizationMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Logins and rights in an LDAP directory that dies or does not answer, and comes back. */
@Timeout(180)
class DirectoryOutageIT {

  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(new byte[] {1, 2, 3});
  private static final String[] OPERATORS = {"admins", "activemq-webconsole"};
  private static final Duration SOON = Duration.ofSeconds(30);

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
    broker = LdapDirectory.broker(map).started();
  }

  private void startCached() throws Exception {
    for (String right : new String[] {"Read", "Write", "Admin"}) {
      directory.grant("Queue", "$", right, OPERATORS);
      directory.grant("Topic", "$", right, OPERATORS);
      directory.grantTemporary(right, "admins", "users", "activemq-webconsole");
    }
    directory.grant("Topic", "ActiveMQ.Advisory.$", "Admin", "users");
    start(directory.cachedMap());
  }

  @Test
  void whileItDoesNotAnswerWhoIsConnectedGoesOnByTheCachedMap() throws Exception {
    startCached();
    try (OpenWire admin = OpenWire.connect(broker, "admin")) {
      MessageConsumer consumer = admin.consumer("ORDERS");

      directory.fallSilent();

      await()
          .during(Duration.ofMillis(2_500))
          .atMost(SOON)
          .untilAsserted(
              () -> {
                admin.send("ORDERS", ENCRYPTED);
                assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
              });
      directory.answer();
      OpenWire.connect(broker, "admin").close();
    }
  }

  @Test
  void whileItIsDeadOnlyNewLoginsSufferAndOnceItIsBackNobodyWaits() throws Exception {
    startCached();
    try (OpenWire admin = OpenWire.connect(broker, "admin");
        OpenWire shop = OpenWire.connect(broker, "shop")) {
      MessageConsumer consumer = admin.consumer("ORDERS");

      directory.vanish();

      admin.send("ORDERS", ENCRYPTED);
      assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
      assertThatThrownBy(() -> shop.send("ORDERS", ENCRYPTED))
          .hasMessageContaining("not authorized to write to: queue://ORDERS");
      for (int tries = 0; tries < 3; tries++) {
        assertThatThrownBy(() -> OpenWire.connect(broker, "shop")).isInstanceOf(JMSException.class);
      }
      assertThat(broker.view().getFailedLogins().size()).as("guesses").isZero();

      directory.comeBack();

      OpenWire.connect(broker, "shop").close();
      directory.grant("Queue", "ORDERS", "Write", "shop");
      await().atMost(SOON).ignoreExceptions().untilAsserted(() -> shop.send("ORDERS", ENCRYPTED));
      assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
    }
  }

  @Test
  void whileItDoesNotAnswerTheConfigurationIsReadAgainAndThenEverybodyGoesOn() throws Exception {
    start(directory.mapOfEverything(OPERATORS));
    try (OpenWire admin = OpenWire.connect(broker, "admin");
        MessageProducer producer = admin.session().createProducer(OpenWire.destination("KNOWN"));
        LoggedErrors log = LoggedErrors.of(LiveRights.class.getName())) {
      MessageConsumer consumer = admin.consumer("KNOWN");
      producer.send(admin.bytes(ENCRYPTED));
      assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);

      directory.fallSilent();
      CompletableFuture<OpenWire> waiting = CompletableFuture.supplyAsync(this::login);
      broker.with(gate -> gate.setCertificateWarningDays("7"));

      assertThat(broker.view().reload()).isEmpty();
      // Either the map or its directory is late first.
      assertThat(log.lines())
          .anyMatch(
              line ->
                  line.matches(
                      "The authorization map cannot be asked: (it|its directory) has not answered"
                          + " within 5 seconds\\. Existing rights stay in force, and no new ones are"
                          + " given"));
      CompletableFuture<?> sent = CompletableFuture.runAsync(() -> send(admin, producer));
      assertThat(waiting).isNotDone();

      directory.answer();

      waiting.get(SOON.toSeconds(), TimeUnit.SECONDS).close();
      sent.get(SOON.toSeconds(), TimeUnit.SECONDS);
      assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
      assertThat(broker.view().getFailedLogins().size()).as("guesses").isZero();
      assertThat(broker.view().reload()).isEmpty();
    }
  }

  private static void send(OpenWire client, MessageProducer producer) {
    try {
      producer.send(client.bytes(ENCRYPTED));
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  private OpenWire login() {
    try {
      return OpenWire.connect(broker, "admin");
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
