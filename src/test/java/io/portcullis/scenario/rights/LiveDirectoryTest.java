package io.portcullis.scenario.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.LdapDirectory;
import io.portcullis.testing.OpenWire;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import java.text.MessageFormat;
import java.time.Duration;
import java.util.List;
import org.apache.activemq.security.AuthorizationMap;
import org.apache.activemq.security.LDAPAuthorizationMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rights in an LDAP directory that changes, and that dies, while the broker runs. */
class LiveDirectoryTest {

  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(new byte[] {1, 2, 3});
  private static final String[] OPERATORS = {"admins", "activemq-webconsole"};
  private static final List<String> RIGHTS = List.of("Read", "Write", "Admin");

  private LdapDirectory directory;
  private GatedBroker broker;

  @BeforeEach
  void start() throws Exception {
    directory = LdapDirectory.loggingIn();
  }

  @AfterEach
  void stop() {
    broker.close();
    directory.close();
  }

  private void start(AuthorizationMap map) throws Exception {
    broker =
        LdapDirectory.broker(map)
            .with(gate -> gate.setReportOnly("require-system-group"))
            .started();
  }

  /** The map itself looks once a second at what changed. */
  @Test
  void whatIsTakenOutOfTheDirectoryEndsOnLiveConnections() throws Exception {
    for (String right : RIGHTS) {
      directory.grant("Queue", "$", right, OPERATORS);
      directory.grant("Topic", "$", right, OPERATORS);
      directory.grant("Queue", "ORDERS.$", right, "shop");
      directory.grantTemporary(right, "admins", "users", "activemq-webconsole");
    }
    directory.grant("Topic", "ActiveMQ.Advisory.$", "Admin", "users");
    start(directory.cachedMap());
    try (OpenWire shop = OpenWire.connect(broker, "shop");
        OpenWire admin = OpenWire.connect(broker, "admin");
        MessageProducer producer =
            shop.session().createProducer(OpenWire.destination("ORDERS.NEW"))) {
      MessageConsumer consumer = shop.consumer("ORDERS.NEW");
      producer.send(shop.bytes(ENCRYPTED));
      assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);

      directory.removeGrants("Queue", "ORDERS.$");

      await()
          .atMost(Duration.ofSeconds(10))
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> producer.send(shop.bytes(ENCRYPTED)))
                      .hasMessage("User shop is not authorized to write to: queue://ORDERS.NEW"));
      await().until(() -> broker.queue("ORDERS.NEW").getConsumerCount() == 0);
      admin.send("ORDERS.NEW", ENCRYPTED);
      assertThat(OpenWire.receive(admin.consumer("ORDERS.NEW"))).isEqualTo(ENCRYPTED);
    }
  }

  /** Nobody has a right on everything in it, as nobody has in one that cannot be reached. */
  @Test
  void aMapWithAnEntryForEachDestinationIsNotTakenForOneThatIsSilent() throws Exception {
    LDAPAuthorizationMap map = directory.mapOfEverything(OPERATORS);
    map.setQueueSearchMatchingFormat(
        new MessageFormat("cn={0},ou=Queue,ou=Destinations,dc=example,dc=com"));
    String orders = "cn=ORDERS,ou=Queue,ou=Destinations,dc=example,dc=com";
    directory.add(orders, "applicationProcess");
    for (String right : List.of("read", "write", "admin")) {
      directory.grantAt(orders, right, "uniqueMember", "admins");
    }
    start(map);
    try (OpenWire admin = OpenWire.connect(broker, "admin");
        MessageProducer producer = admin.session().createProducer(OpenWire.destination("ORDERS"))) {
      producer.send(admin.bytes(ENCRYPTED));

      directory.removeGrants("Queue", "ORDERS");

      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> producer.send(admin.bytes(ENCRYPTED)))
                      .hasMessage("User admin is not authorized to write to: queue://ORDERS"));
    }
  }

  @Test
  void aDirectoryThatDiesTakesNoRightFromAnybodyAndGivesNone() throws Exception {
    start(directory.mapOfEverything(OPERATORS));
    try (OpenWire admin = OpenWire.connect(broker, "admin");
        MessageProducer producer = admin.session().createProducer(OpenWire.destination("KNOWN"))) {
      MessageConsumer consumer = admin.consumer("KNOWN");
      producer.send(admin.bytes(ENCRYPTED));
      assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);

      directory.close();

      await()
          .during(Duration.ofMillis(1_200))
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(
              () -> {
                producer.send(admin.bytes(ENCRYPTED));
                assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
              });
      assertThatThrownBy(() -> admin.send("UNKNOWN", ENCRYPTED)).isInstanceOf(JMSException.class);
    }
  }
}
