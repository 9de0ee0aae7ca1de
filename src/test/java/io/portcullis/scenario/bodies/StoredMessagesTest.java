package io.portcullis.scenario.bodies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import jakarta.jms.MessageConsumer;
import jakarta.jms.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.activemq.store.kahadb.KahaDBPersistenceAdapter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that are in the store when the gate is installed. */
class StoredMessagesTest {

  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);

  @TempDir private Path folder;

  @Test
  void areDeliveredAndMayDieAndAreNeverLost() throws Exception {
    try (GatedBroker without = stored().withoutGate().started();
        OpenWire client = OpenWire.inVm(without, "admin")) {
      for (int i = 0; i < 3; i++) {
        client.send("OLD", PLAINTEXT);
      }
    }

    try (GatedBroker with = stored().listen("ssl").started();
        OpenWire client = OpenWire.connect(with, "admin")) {
      assertThatThrownBy(() -> client.send("OLD", PLAINTEXT))
          .hasMessageStartingWith("[require-encrypted-body] message to queue://OLD");
      assertThat(with.queue("OLD").getQueueSize()).isEqualTo(3);
      client.connection().getRedeliveryPolicy().setMaximumRedeliveries(0);
      Session session = client.connection().createSession(true, Session.SESSION_TRANSACTED);
      MessageConsumer consumer = session.createConsumer(OpenWire.destination("OLD"));

      assertThat(OpenWire.receive(consumer)).isEqualTo(PLAINTEXT);
      session.commit();
      assertThat(OpenWire.receive(consumer)).isEqualTo(PLAINTEXT);
      session.rollback();
      assertThat(OpenWire.receive(client.consumer("ActiveMQ.DLQ"))).isEqualTo(PLAINTEXT);
      assertThat(OpenWire.receive(consumer)).isEqualTo(PLAINTEXT);
      session.commit();
    }
  }

  private GatedBroker stored() throws IOException {
    KahaDBPersistenceAdapter store = new KahaDBPersistenceAdapter();
    store.setDirectory(folder.toFile());
    GatedBroker broker = GatedBroker.create();
    broker.getBrokerService().setPersistent(true);
    broker.getBrokerService().setPersistenceAdapter(store);
    return broker;
  }
}
