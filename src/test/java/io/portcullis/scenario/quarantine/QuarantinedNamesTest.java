package io.portcullis.scenario.quarantine;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.testing.Bodies;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the quarantine keeps can be sent to where it was sent to, however long the name is. */
class QuarantinedNamesTest {

  private static final byte[] PLAINTEXT = "hello".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;
  private GatedBroker broker;

  @AfterEach
  void stop() {
    broker.close();
  }

  /** OpenWire writes names of 32,767 characters at most. */
  @ParameterizedTest(name = "{0} parts")
  @ValueSource(ints = {2, 5, 450})
  void aCompositeDestinationIsKeptWhole(int parts) throws Exception {
    start(false);
    List<String> names =
        IntStream.range(0, parts)
            .mapToObj(i -> "KEPT.%03d.%s".formatted(i, "x".repeat(60)))
            .toList();
    ActiveMQQueue sentTo = new ActiveMQQueue(String.join(",", names));

    assertThat(replayed(sentTo))
        .containsExactlyInAnyOrderElementsOf(names.stream().map(ActiveMQQueue::new).toList());
  }

  @Test
  void namesThatDifferAtTheirEndHaveTheirOwnQueues() throws Exception {
    start(true);
    ActiveMQQueue one = new ActiveMQQueue("KEPT." + "x".repeat(295) + "1");
    ActiveMQQueue other = new ActiveMQQueue("KEPT." + "x".repeat(295) + "2");

    assertThat(replayed(one)).isEqualTo(List.of(one));
    assertThat(replayed(other)).isEqualTo(List.of(other));

    assertThat(broker.getBrokerService().getRegionBroker().getDestinations())
        .filteredOn(kept -> kept.getPhysicalName().startsWith("Portcullis.Quarantine."))
        .hasSize(2)
        .allSatisfy(kept -> assertThat(kept.getPhysicalName()).hasSizeLessThan(350));
  }

  private void start(boolean stored) throws Exception {
    broker =
        GatedBroker.listening("ssl")
            .with(gate -> gate.setBodyPolicies(List.of(Bodies.keptOnQueue("KEPT.>"))))
            .withService(
                service -> {
                  service.setPersistent(stored);
                  service.setDataDirectoryFile(folder.toFile());
                })
            .started();
  }

  /** Where a message that is refused there would go, by what the quarantine says of it. */
  private List<ActiveMQDestination> replayed(ActiveMQQueue sentTo) throws Exception {
    try (OpenWire admin = OpenWire.connect(broker, "admin")) {
      try (MessageProducer producer = admin.session().createProducer(sentTo)) {
        producer.send(admin.bytes(PLAINTEXT));
      }
      Message kept = OpenWire.next(admin.consumer("Portcullis.Quarantine.>"));
      ActiveMQDestination asSaid =
          ActiveMQDestination.createDestination(
              kept.getStringProperty("PortcullisDestination"), ActiveMQDestination.QUEUE_TYPE);
      List<ActiveMQDestination> parts = new ArrayList<>();
      for (ActiveMQDestination part :
          asSaid.isComposite()
              ? asSaid.getCompositeDestinations()
              : new ActiveMQDestination[] {asSaid}) {
        parts.add(part);
      }
      return parts;
    }
  }
}
