package io.portcullis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import jakarta.jms.MessageConsumer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.broker.region.Destination;
import org.apache.activemq.broker.region.DestinationFilter;
import org.apache.activemq.broker.region.RegionBroker;
import org.apache.activemq.broker.region.virtual.CompositeQueue;
import org.apache.activemq.broker.region.virtual.VirtualDestination;
import org.apache.activemq.plugin.java.JavaRuntimeConfigurationBroker;
import org.apache.activemq.plugin.java.JavaRuntimeConfigurationPlugin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Virtual destinations that change while the broker runs. */
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
        .with(gate -> gate.setBodyPolicies(List.of(Bodies.keptOnQueue("KEPT"))));
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

  @Test
  void aChangeWrapsADestinationOnce() throws Exception {
    broker = changing().started();
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

  @Test
  void aVirtualDestinationSendsOnOnceUntilItIsTakenOut() throws Exception {
    broker = changing().started();
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
