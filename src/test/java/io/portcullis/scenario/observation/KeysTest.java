package io.portcullis.scenario.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.portcullis.BodyPolicy;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.Rights;
import io.portcullis.usage.BodyUse;
import io.portcullis.usage.KeyUse;
import io.portcullis.usage.Observation;
import io.portcullis.usage.UsageJson;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.management.openmbean.CompositeData;
import org.apache.activemq.security.AuthorizationPlugin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Under which keys bodies are encrypted, and whose are not. */
class KeysTest {

  private static final byte[] PLAINTEXT = "plain".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(PLAINTEXT);

  private static Set<String> keys(GatedBroker broker) throws Exception {
    Set<String> keys = new HashSet<>();
    for (Object row : broker.view().getKeys().values()) {
      CompositeData use = (CompositeData) row;
      keys.add(
          "%s %s/%s %s"
              .formatted(
                  use.get("destination"), use.get("provider"), use.get("key"), use.get("suite")));
    }
    return keys;
  }

  private static Observation observed(GatedBroker broker) throws Exception {
    return UsageJson.read(
        new ByteArrayInputStream(broker.view().usage().getBytes(StandardCharsets.US_ASCII)));
  }

  @Test
  void theFirstMessageOfEachConnectionAndDestinationIsLookedAt() throws Exception {
    byte[] byRsa =
        Ciphertexts.encrypt(
            Ciphertexts.UNSIGNED_SUITE, 4096, Ciphertexts.rsa(), PLAINTEXT, Map.of());
    try (GatedBroker broker = GatedBroker.listening("ssl").started();
        OpenWire client = OpenWire.connect(broker, "admin");
        OpenWire other = OpenWire.connect(broker, "admin")) {
      for (String queue : new String[] {"queue://A", "queue://B"}) {
        try (MessageProducer producer =
            client.session().createProducer(OpenWire.destination(queue))) {
          for (int i = 0; i < 20; i++) {
            producer.send(client.bytes(ENCRYPTED));
          }
        }
      }
      other.send("queue://A", byRsa);

      assertThat(keys(broker))
          .containsExactlyInAnyOrder(
              "queue://A portcullis-tests/orders-aes-01 0578",
              "queue://A portcullis-tests/orders-rsa-01 0478",
              "queue://B portcullis-tests/orders-aes-01 0578");
      // The one in 1,024 of all that this JVM judged may be among them.
      assertThat(observed(broker).keys().stream().mapToLong(KeyUse::messages).sum())
          .isBetween(3L, 4L);
    }
  }

  @Test
  void afterThatOneInAThousandTwentyFourIs() throws Exception {
    try (GatedBroker broker = GatedBroker.listening("ssl").started();
        OpenWire client = OpenWire.connect(broker, "admin");
        MessageProducer producer =
            client.session().createProducer(OpenWire.destination("topic://NOBODY"))) {
      client.connection().setUseAsyncSend(true);
      for (int i = 0; i < 1_024 * 10; i++) {
        producer.send(client.bytes(ENCRYPTED));
      }
      client.connection().setAlwaysSyncSend(true);
      producer.send(client.bytes(ENCRYPTED));

      assertThat(observed(broker).keys())
          .singleElement()
          .satisfies(key -> assertThat(key.messages()).isBetween(5L, 12L));
    }
  }

  @Test
  void plaintextThatPassesIsCountedByItsSender() throws Exception {
    try (GatedBroker broker =
            GatedBroker.listening("ssl").with(gate -> gate.setMode("REPORT_ONLY")).started();
        OpenWire client = OpenWire.connect(broker, "user")) {
      client.send("queue://A", PLAINTEXT);
      client.send("queue://A", PLAINTEXT);
      client.send("queue://A", ENCRYPTED);

      assertThat(observed(broker).bodies())
          .extracting(
              BodyUse::user,
              use -> use.destination().toString(),
              BodyUse::encrypted,
              BodyUse::messages)
          .containsExactlyInAnyOrder(
              tuple("user", "queue://A", false, 2L), tuple("user", "queue://A", true, 1L));
    }
  }

  /** A producer without a destination, so that only the send is refused. */
  @ParameterizedTest
  @ValueSource(strings = {"ENFORCE", "REPORT_ONLY"})
  void whatAMapRefusesIsNoBodyOfTheDestination(String mode) throws Exception {
    try (GatedBroker broker =
            GatedBroker.listening("ssl")
                .withPlugin(new AuthorizationPlugin(Rights.ofOperators().map()))
                .with(gate -> gate.setMode(mode))
                .started();
        OpenWire client = OpenWire.connect(broker, "user");
        MessageProducer producer = client.session().createProducer(null)) {
      for (byte[] body : new byte[][] {ENCRYPTED, PLAINTEXT}) {
        assertThatThrownBy(
                () -> producer.send(OpenWire.destination("queue://OTHERS"), client.bytes(body)))
            .isInstanceOf(JMSException.class);
      }

      assertThat(observed(broker).keys()).isEmpty();
      assertThat(observed(broker).bodies()).isEmpty();
    }
  }

  /** It meets the policy of some parts, in an order of ActiveMQ's, and the next goes through. */
  @ParameterizedTest
  @ValueSource(strings = {"queue://A,OTHER", "queue://B.1,OTHER", "queue://P0,P1,P2,P3,P4,OTHER"})
  void whatTheGateRefusesIsNotRecordedByTheNextMessage(String several) throws Exception {
    BodyPolicy other = new BodyPolicy();
    other.setQueue("OTHER");
    other.setKeys("nobody/has-it");
    try (GatedBroker broker =
            GatedBroker.listening("ssl")
                .with(gate -> gate.setBodyPolicies(List.of(other)))
                .started();
        OpenWire client = OpenWire.connect(broker, "admin")) {
      client.send("queue://OWN", ENCRYPTED);
      assertThatThrownBy(() -> client.send(several, ENCRYPTED))
          .hasMessageContaining("under a key that the destination does not name");
      client.send("queue://OWN", ENCRYPTED);

      assertThat(keys(broker)).containsExactly("queue://OWN portcullis-tests/orders-aes-01 0578");
    }
  }

  @Test
  void theContextKeyThatNamesTheDestinationIsKnown() throws Exception {
    byte[] bound =
        Ciphertexts.encrypt(
            Ciphertexts.DEFAULT_SUITE,
            PLAINTEXT,
            Map.of("destination", "queue://A", "tenant", "queue://B"));
    try (GatedBroker broker = GatedBroker.listening("ssl").started();
        OpenWire client = OpenWire.connect(broker, "admin")) {
      client.send("queue://A", bound);
      client.send("queue://B", ENCRYPTED);

      assertThat(observed(broker).bodies())
          .extracting(use -> use.destination().toString(), BodyUse::destinationKeys)
          .containsExactlyInAnyOrder(
              tuple("queue://A", Set.of("destination")), tuple("queue://B", Set.of()));
    }
  }
}
