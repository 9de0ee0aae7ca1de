package io.portcullis.scenario.quarantine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.portcullis.enforce.QuarantineFailures;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.LoggedLines;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.SmallDisk;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.command.ActiveMQBytesMessage;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.apache.activemq.util.ByteSequence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Refused messages that should be kept, on a broker whose store has no room for them. */
@Timeout(120)
class QuarantineFaultsIT {

  static final String KEPT = "Portcullis.Quarantine.KEPT";
  static final int BODY_BYTES = 100_000;

  @TempDir private Path folder;
  private GatedBroker broker = GatedBroker.create();

  @AfterEach
  void stop() {
    broker.close();
  }

  static GatedBroker stored(Path store) throws Exception {
    KahaDBPersistenceAdapter adapter = new KahaDBPersistenceAdapter();
    adapter.setDirectory(store.toFile());
    adapter.setJournalMaxFileLength(1 << 20);
    GatedBroker stored =
        GatedBroker.listening("ssl")
            .with(gate -> gate.setBodyPolicies(List.of(Bodies.keptOnQueue("KEPT.>"))));
    stored.getBrokerService().setPersistent(true);
    stored.getBrokerService().setPersistenceAdapter(adapter);
    return stored;
  }

  /** ActiveMQ by itself lets senders wait until there is room, and they would be waiting here. */
  @Test
  void whereTheStoreHoldsAllItMayTheSenderIsRefusedAtOnce() throws Exception {
    broker = stored(folder).withService(QuarantineFaultsIT::limitStore).started();
    int kept = 0;
    try (LoggedLines log = LoggedLines.of(QuarantineFailures.class.getName());
        OpenWire client = OpenWire.connect(broker, "admin")) {
      JMSException refused = null;
      while (refused == null) {
        try {
          client.send("KEPT", new byte[BODY_BYTES]);
          kept++;
        } catch (JMSException e) {
          refused = e;
        }
      }

      assertThat(refused)
          .hasMessageStartingWith("[require-encrypted-body] message to queue://KEPT: ");
      assertThat(kept).isPositive();
      assertThatThrownBy(() -> client.send("KEPT", new byte[BODY_BYTES]))
          .hasMessageStartingWith("[require-encrypted-body] message to queue://KEPT: ");
      assertThat(log.lines())
          .containsExactly(
              QuarantineFailures.class.getName()
                  + ": A refused message is not kept in quarantine: the broker's store holds as"
                  + " much as systemUsage lets it; its sender gets an error; 0 more since the"
                  + " last line; see to the broker's store, and to the message");
      assertThat(broker.queue(KEPT).getQueueSize()).isEqualTo(kept);

      MessageConsumer consumer = client.consumer(KEPT);
      for (int i = 0; i < kept; i++) {
        OpenWire.next(consumer);
      }
    }
  }

  private static void limitStore(BrokerService service) {
    service.getSystemUsage().getStoreUsage().setLimit(3L << 20);
  }

  @Test
  void whereItsOwnBoundsAreReachedTheLogSaysSo() throws Exception {
    broker = stored(folder).with(gate -> gate.setQuarantineMaxMessages("1")).started();
    try (LoggedLines log = LoggedLines.of(QuarantineFailures.class.getName());
        OpenWire client = OpenWire.connect(broker, "admin")) {
      client.send("KEPT", new byte[1]);
      for (int i = 0; i < 9; i++) {
        assertThatThrownBy(() -> client.send("KEPT", new byte[1]))
            .hasMessageStartingWith("[require-encrypted-body]");
      }

      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("it holds as much as quarantineMaxMessages and quarantineMaxBytes let it")
          .endsWith("; look at its queues and empty them");
    }
  }

  /** Each has a property of another type that there is not, and the number of it in its reason. */
  @Test
  void aClientThatBreaksItsMessagesInManyWaysDoesNotFillTheLog() throws Exception {
    broker = stored(folder).started();
    try (LoggedLines log = LoggedLines.of(QuarantineFailures.class.getName());
        OpenWire client = OpenWire.connect(broker, "admin")) {
      for (byte type = 100; type < 109; type++) {
        ActiveMQBytesMessage message = (ActiveMQBytesMessage) client.bytes(new byte[1]);
        message.setMarshalledProperties(new ByteSequence(new byte[] {0, 0, 0, 1, 0, 1, 'n', type}));
        assertThatThrownBy(() -> client.send("KEPT", message))
            .hasMessageStartingWith("[require-encrypted-body]");
      }

      assertThat(log.lines())
          .singleElement()
          .asString()
          .contains("it cannot be written as it is (IOException); its sender gets an error")
          .endsWith("; find its sender in the audit log");
    }
  }

  /** A real disk that runs full, is made larger, and is there again after a restart. */
  @Test
  void whatWasAnsweredBeforeTheDiskWasFullIsThereAfterIt() throws Exception {
    Optional<List<String>> ran = SmallDisk.run(6, folder, FullDiskBroker.class);
    assumeThat(ran).as("a mount namespace").isPresent();
    List<String> lines = ran.orElseThrow();

    assertThat(FullDiskBroker.said("log", lines))
        .singleElement()
        .asString()
        .contains("not kept in quarantine: No space left on device; its sender gets an error");
    assertThat(FullDiskBroker.said("answered", lines)).isNotEmpty();
    assertThat(FullDiskBroker.said("there", lines))
        .containsAll(FullDiskBroker.said("answered", lines));
    assertThat(FullDiskBroker.said("kept", lines)).isNotEmpty();
    assertThat(FullDiskBroker.said("quarantined", lines))
        .containsAll(FullDiskBroker.said("kept", lines))
        .doesNotContainAnyElementsOf(FullDiskBroker.said("answered", lines));
  }
}
