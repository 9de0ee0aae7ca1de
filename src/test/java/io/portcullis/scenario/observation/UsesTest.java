package io.portcullis.scenario.observation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.broker.platform.BrokerVersion;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.ProtocolClient;
import io.portcullis.testing.ProtocolClient.Way;
import io.portcullis.testing.Rights;
import io.portcullis.testing.Schemes;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import javax.management.openmbean.CompositeData;
import org.apache.activemq.broker.util.DestinationPathSeparatorBroker;
import org.apache.activemq.security.AuthorizationPlugin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who used which right: in every mode, with and without a map, on every protocol. */
class UsesTest {

  private static final byte[] PLAINTEXT = "plain".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(PLAINTEXT);

  /** A row: the user with its groups, the right, the destination, and the two verdicts. */
  private static Set<String> uses(GatedBroker broker) throws Exception {
    Set<String> uses = new HashSet<>();
    for (Object row : broker.view().getUses().values()) {
      CompositeData use = (CompositeData) row;
      uses.add(
          "%s(%s) %s %s passed=%s permitted=%s"
              .formatted(
                  use.get("user"),
                  use.get("groups"),
                  use.get("operation"),
                  use.get("destination"),
                  use.get("passed"),
                  use.get("permitted")));
    }
    return uses;
  }

  private static GatedBroker withMap() throws Exception {
    return GatedBroker.listening("ssl")
        .withPlugin(
            new AuthorizationPlugin(Rights.ofOperators().users("queue://OWN", true, true).map()));
  }

  @Test
  void whatAMapPermitsAndWhatItRefusesAreApart() throws Exception {
    try (GatedBroker broker = withMap().started();
        OpenWire client = OpenWire.connect(broker, "user")) {
      client.send("queue://OWN", ENCRYPTED);
      MessageConsumer consumer = client.consumer("queue://OWN");
      assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
      assertThatThrownBy(() -> client.send("queue://OTHERS", ENCRYPTED))
          .isInstanceOf(JMSException.class);
      assertThatThrownBy(() -> client.consumer("queue://OTHERS")).isInstanceOf(JMSException.class);

      assertThat(uses(broker))
          .contains(
              "user(users) write queue://OWN passed=true permitted=true",
              "user(users) admin queue://OWN passed=true permitted=true",
              "user(users) read queue://OWN passed=true permitted=true",
              "admin(admins) read topic://ActiveMQ.Advisory.TempQueue,"
                  + "topic://ActiveMQ.Advisory.TempTopic passed=true permitted=true",
              "user(users) write queue://OTHERS passed=false permitted=false",
              "user(users) read queue://OTHERS passed=false permitted=false")
          .doesNotContain("user(users) write queue://OTHERS passed=true permitted=true")
          .noneMatch(use -> use.contains(" admin topic://ActiveMQ.Advisory.Consumer"));
      String advisories =
          "user(users) admin topic://ActiveMQ.Advisory.> passed=true permitted=true";
      assertThat(uses(broker).contains(advisories))
          .isEqualTo(BrokerVersion.advisories().createdByClients());
    }
  }

  @Test
  void withoutAMapTheOneThatWouldBeInstalledTells() throws Exception {
    try (GatedBroker broker =
            GatedBroker.listening("ssl").with(gate -> gate.setMode("REPORT_ONLY")).started();
        OpenWire client = OpenWire.connect(broker, "user")) {
      client.send("queue://Q", ENCRYPTED);
      MessageConsumer consumer = client.consumer("queue://Q");
      assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);

      assertThat(uses(broker))
          .contains(
              "user(users) write queue://Q passed=true permitted=false",
              "user(users) admin queue://Q passed=true permitted=false",
              "user(users) read queue://Q passed=true permitted=true");
    }
  }

  @Test
  void inReportOnlyTheOperatorsMapStillRefuses() throws Exception {
    try (GatedBroker broker = withMap().with(gate -> gate.setMode("REPORT_ONLY")).started();
        OpenWire client = OpenWire.connect(broker, "user")) {
      client.send("queue://OWN", PLAINTEXT);
      assertThatThrownBy(() -> client.send("queue://OTHERS", PLAINTEXT))
          .isInstanceOf(JMSException.class);

      assertThat(uses(broker))
          .contains(
              "user(users) write queue://OWN passed=true permitted=true",
              "user(users) write queue://OTHERS passed=false permitted=false");
    }
  }

  /** A body that is refused never gets to where rights are asked for. */
  @Test
  void aRefusedBodyIsNoUseOfTheRightToSend() throws Exception {
    try (GatedBroker broker = withMap().started();
        OpenWire client = OpenWire.connect(broker, "user")) {
      MessageProducer anonymous = client.session().createProducer(null);
      assertThatThrownBy(
              () -> anonymous.send(OpenWire.destination("queue://OWN"), client.bytes(PLAINTEXT)))
          .isInstanceOf(JMSException.class);

      assertThat(uses(broker)).noneMatch(use -> use.contains("write queue://OWN passed=true"));
    }
  }

  @Test
  void namesAreThoseThatAPathSeparatorMakes() throws Exception {
    try (GatedBroker broker =
            GatedBroker.listening("ssl")
                .withPlugin(
                    new AuthorizationPlugin(
                        Rights.ofOperators().users("queue://OWN.A", true, true).map()))
                .withPlugin(new DestinationPathSeparatorBroker())
                .started();
        OpenWire client = OpenWire.connect(broker, "user")) {
      client.send("queue://OWN/A", ENCRYPTED);
      assertThatThrownBy(() -> client.send("queue://OTHERS/A", ENCRYPTED))
          .isInstanceOf(JMSException.class);

      assertThat(uses(broker))
          .contains(
              "user(users) write queue://OWN.A passed=true permitted=true",
              "user(users) write queue://OTHERS.A passed=false permitted=false")
          .noneMatch(use -> use.contains("/A "));
    }
  }

  /** Newer versions of ActiveMQ answer such a removal, whoever asks. */
  @Test
  void whoRemovesWhatIsNotThereUsesNoRight() throws Exception {
    try (GatedBroker broker = withMap().started();
        OpenWire client = OpenWire.connect(broker, "user")) {
      try {
        client.remove("queue://PAYMENTS");
      } catch (JMSException e) {
        assertThat(e).hasMessageContaining("PAYMENTS");
      }

      assertThat(uses(broker))
          .doesNotContain(
              "user(users) admin queue://PAYMENTS passed=true permitted=true",
              "user(users) admin queue://PAYMENTS passed=true permitted=false");
    }
  }

  @Test
  void temporaryDestinationsAreOneRow() throws Exception {
    try (GatedBroker broker = withMap().started();
        OpenWire client = OpenWire.connect(broker, "user")) {
      for (int i = 0; i < 3; i++) {
        client.session().createConsumer(client.session().createTemporaryQueue()).close();
      }

      assertThat(uses(broker))
          .contains(
              "user(users) admin temp-queue://> passed=true permitted=true",
              "user(users) read temp-queue://> passed=true permitted=true")
          .noneMatch(use -> use.contains("temp-queue://ID"));
    }
  }

  @ParameterizedTest
  @EnumSource(Way.class)
  void everyProtocolIsSeen(Way way) throws Exception {
    try (GatedBroker broker =
            GatedBroker.listening(Schemes.PROTOCOLS)
                .with(gate -> gate.setMode("REPORT_ONLY"))
                .started();
        ProtocolClient client = ProtocolClient.connect(way, broker, "user")) {
      client.subscribe("SEEN");
      client.send("SEEN", ENCRYPTED);
      assertThat(client.receive(10_000)).hasValue(ENCRYPTED);

      assertThat(uses(broker))
          .contains(
              "user(users) write topic://SEEN passed=true permitted=false",
              "user(users) read topic://SEEN passed=true permitted=true");
    }
  }

  @Test
  void whoDoesNotWantItHasNone() throws Exception {
    try (GatedBroker broker =
            GatedBroker.listening("ssl")
                .with(gate -> gate.setMode("REPORT_ONLY"))
                .with(gate -> gate.setObserve("false"))
                .started();
        OpenWire client = OpenWire.connect(broker, "user")) {
      client.send("queue://Q", ENCRYPTED);

      assertThat(broker.view().getUses().values()).isEmpty();
      assertThat(broker.view().getKeys().values()).isEmpty();
    }
  }
}
