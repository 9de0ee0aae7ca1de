package io.portcullis.scenario.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.Rights;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.broker.region.DestinationFilter;
import org.apache.activemq.broker.region.DestinationInterceptor;
import org.apache.activemq.broker.region.RegionBroker;
import org.apache.activemq.broker.region.virtual.CompositeQueue;
import org.apache.activemq.broker.region.virtual.MirroredQueue;
import org.apache.activemq.broker.region.virtual.VirtualDestination;
import org.apache.activemq.plugin.java.JavaRuntimeConfigurationBroker;
import org.apache.activemq.plugin.java.JavaRuntimeConfigurationPlugin;
import org.apache.activemq.security.AuthorizationPlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Virtual destinations that change while the broker runs, at once or with the next destination that
 * is added. Where none were configured, ActiveMQ's change leaves only the configured interceptors.
 */
class VirtualDestinationChangesTest {

  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(PLAINTEXT);
  private static final String KEPT = "Portcullis.Quarantine.KEPT";

  private GatedBroker broker;

  @AfterEach
  void stop() {
    broker.close();
  }

  private static GatedBroker changing() throws Exception {
    return GatedBroker.listening("ssl")
        .withPlugin(new JavaRuntimeConfigurationPlugin())
        .with(
            gate ->
                gate.setBodyPolicies(
                    List.of(
                        Bodies.anyOnQueue("OPEN.>"),
                        Bodies.anyOnTopic("Mirror.>"),
                        Bodies.keptOnQueue("KEPT"))));
  }

  private static GatedBroker withoutVirtualDestinations() throws Exception {
    return changing().withService(VirtualDestinationChangesTest::onlyMirror);
  }

  private static void onlyMirror(BrokerService service) {
    MirroredQueue mirror = new MirroredQueue();
    mirror.setPrefix("Mirror.");
    mirror.setBrokerService(service);
    service.setDestinationInterceptors(new DestinationInterceptor[] {mirror});
  }

  private static AuthorizationPlugin usersMayRead(String... destinations) {
    Rights rights = Rights.ofOperators();
    for (String destination : destinations) {
      rights.users(destination, true, true);
    }
    return new AuthorizationPlugin(rights.map());
  }

  private void change(boolean atOnce, VirtualDestination... destinations) throws Exception {
    ((JavaRuntimeConfigurationBroker)
            broker.getBrokerService().getBroker().getAdaptor(JavaRuntimeConfigurationBroker.class))
        .setVirtualDestinations(destinations, atOnce);
  }

  private static CompositeQueue queue(String name, String target) {
    CompositeQueue queue = new CompositeQueue();
    queue.setName(name);
    queue.setForwardOnly(false);
    queue.setForwardTo(List.of(OpenWire.destination(target)));
    return queue;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void plaintextDoesNotArriveWithTheSendThatAppliesTheChange(boolean atOnce) throws Exception {
    broker = withoutVirtualDestinations().started();
    try (OpenWire client = OpenWire.connect(broker, "admin");
        MessageProducer producer = client.session().createProducer(null)) {
      MessageConsumer closed = client.consumer("CLOSED");
      change(atOnce, queue("OPEN.LATER", "CLOSED"));

      for (int i = 0; i < 3; i++) {
        producer.send(OpenWire.destination("OPEN.LATER"), client.bytes(PLAINTEXT));
      }
      producer.send(OpenWire.destination("OPEN.LATER"), client.bytes(ENCRYPTED));

      assertThat(OpenWire.receive(closed)).isEqualTo(ENCRYPTED);
      assertThat(OpenWire.isSilent(closed)).isTrue();
    }
  }

  @Test
  void aQuarantineQueueThatIsMadeByTheSendThatAppliesTheChangeIsGuarded() throws Exception {
    broker =
        withoutVirtualDestinations().withPlugin(usersMayRead("queue://>", "topic://>")).started();
    try (OpenWire client = OpenWire.connect(broker, "admin");
        OpenWire user = OpenWire.connect(broker, "user")) {
      MessageConsumer all = user.consumer("Portcullis.>");
      try (MessageProducer producer =
          client.session().createProducer(OpenWire.destination("KEPT"))) {
        change(false, queue("FAN", "A"));
        producer.send(client.bytes(PLAINTEXT));
      }

      assertThatThrownBy(() -> user.consumer(KEPT))
          .hasMessageContaining("is not authorized to read from: queue://" + KEPT);
      assertThat(OpenWire.isSilent(all)).isTrue();
      assertThat(OpenWire.receive(client.consumer(KEPT))).isEqualTo(PLAINTEXT);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aConsumerWithWildcardsStillGetsOnlyWhatItMayRead(boolean atOnce) throws Exception {
    broker = withoutVirtualDestinations().withPlugin(usersMayRead("queue://PART.A")).started();
    try (OpenWire client = OpenWire.connect(broker, "admin");
        OpenWire user = OpenWire.connect(broker, "user")) {
      client.create("queue://PART.A");
      MessageConsumer all = user.consumer("PART.*");
      change(atOnce, queue("FAN", "A"));

      client.send("PART.B", ENCRYPTED);
      client.create("queue://PART.C");
      client.send("PART.C", ENCRYPTED);

      assertThat(OpenWire.isSilent(all)).isTrue();
      client.send("PART.A", ENCRYPTED);
      assertThat(OpenWire.receive(all)).isEqualTo(ENCRYPTED);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aChangeWrapsADestinationOnce(boolean virtualBefore) throws Exception {
    broker = (virtualBefore ? changing() : withoutVirtualDestinations()).started();
    try (OpenWire client = OpenWire.connect(broker, "admin")) {
      client.create("queue://PLAIN");
      List<String> before = filters("PLAIN");

      for (int i = 0; i < 3; i++) {
        change(true, queue("FAN" + i, "A"));
        client.send("PLAIN", ENCRYPTED);
      }

      assertThat(filters("PLAIN")).isEqualTo(before);
    }
  }

  private List<String> filters(String queue) throws Exception {
    RegionBroker regions =
        (RegionBroker) broker.getBrokerService().getBroker().getAdaptor(RegionBroker.class);
    Destination inner =
        regions.getQueueRegion().getDestinationMap().get(OpenWire.destination(queue));
    List<String> names = new ArrayList<>();
    while (inner instanceof DestinationFilter filter) {
      names.add(filter.getClass().getName());
      inner = filter.getNext();
    }
    return names;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aVirtualDestinationSendsOnOnceUntilItIsTakenOut(boolean virtualBefore) throws Exception {
    broker = (virtualBefore ? changing() : withoutVirtualDestinations()).started();
    try (OpenWire client = OpenWire.connect(broker, "admin")) {
      client.create("queue://FAN");
      change(true, queue("FAN", "A"));
      client.send("FAN", ENCRYPTED);
      change(true, queue("FAN", "A"), queue("OTHER", "B"));
      client.send("FAN", ENCRYPTED);
      assertThat(broker.queue("A").getQueueSize()).isEqualTo(2);

      change(true, queue("OTHER", "B"));
      client.send("FAN", ENCRYPTED);

      assertThat(broker.queue("A").getQueueSize()).isEqualTo(2);
      assertThat(broker.queue("FAN").getQueueSize()).isEqualTo(3);
    }
  }

  @Test
  void aQueueInQuarantineKnowsItsConsumersAfterAChange() throws Exception {
    broker = changing().started();
    try (OpenWire client = OpenWire.connect(broker, "admin")) {
      client.send("KEPT", PLAINTEXT);
      MessageConsumer consumer = client.consumer(KEPT);
      assertThat(OpenWire.receive(consumer)).isEqualTo(PLAINTEXT);
      change(true, queue("FAN", "A"));
      client.send("KEPT", PLAINTEXT);
      assertThat(OpenWire.receive(consumer)).isEqualTo(PLAINTEXT);

      consumer.close();

      await().until(() -> broker.queue(KEPT).getConsumerCount() == 0);
    }
  }
}
