package io.portcullis.scenario.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.Rights;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.MessageDispatch;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.security.DefaultAuthorizationMap;
import org.apache.activemq.transport.DefaultTransportListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Maps that fail and clients that get in the way, while rights are taken back. */
class LiveRightsFaultsTest {

  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(new byte[] {1, 2, 3});
  private static final int OTHERS = 12;

  private GatedBroker broker;

  @AfterEach
  void stop() {
    broker.close();
  }

  private static DefaultAuthorizationMap everything() {
    return Rights.ofOperators().users("queue://>", true, true).users("topic://>", true, true).map();
  }

  /** It holds the lock of its queue, which is needed to take a consumer off it. */
  @Test
  void aClientThatDoesNotReadHoldsUpNobodyElse() throws Exception {
    broker =
        GatedBroker.listening("ssl").withPlugin(new AuthorizationPlugin(everything())).started();
    CountDownLatch reads = new CountDownLatch(1);
    List<OpenWire> others = new ArrayList<>();
    OpenWire hostile = OpenWire.connect(broker, "user");
    try (OpenWire admin = OpenWire.connect(broker, "admin")) {
      hostile.connection().addTransportListener(notReading(reads));
      hostile.consumer("SLOW?consumer.dispatchAsync=false&consumer.prefetchSize=1000");
      for (int i = 0; i < OTHERS; i++) {
        others.add(OpenWire.connect(broker, "user"));
        others.get(i).consumer("OTHER" + i);
      }
      Thread sender = new Thread(() -> fill(admin));
      sender.start();
      await().until(() -> broker.queue("SLOW").getDispatchCount() > 0);
      sender.join(3_000);

      Rights.replace(broker, Rights.ofOperators().map());

      await()
          .atMost(Duration.ofSeconds(5))
          .untilAsserted(
              () -> {
                for (int i = 0; i < OTHERS; i++) {
                  assertThat(broker.queue("OTHER" + i).getConsumerCount()).as("OTHER" + i).isZero();
                }
              });
      await().until(() -> broker.queue("SLOW").getConsumerCount() == 0);
    } finally {
      reads.countDown();
      for (OpenWire other : others) {
        other.close();
      }
      hostile.close();
    }
  }

  private static DefaultTransportListener notReading(CountDownLatch reads) {
    return new DefaultTransportListener() {
      @Override
      public void onCommand(Object command) {
        try {
          if (command instanceof MessageDispatch) {
            reads.await();
          }
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        }
      }
    };
  }

  private static void fill(OpenWire admin) {
    byte[] large = Ciphertexts.encrypt(new byte[1 << 20]);
    try (MessageProducer producer = admin.session().createProducer(OpenWire.destination("SLOW"))) {
      for (int i = 0; i < 20; i++) {
        producer.send(admin.bytes(large));
      }
    } catch (JMSException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aMapThatFailsHasNotSaidYesAndLeavesNothingBehind() throws Exception {
    AtomicBoolean fails = new AtomicBoolean();
    DefaultAuthorizationMap map =
        new DefaultAuthorizationMap() {
          @Override
          public Set<Object> getReadACLs(ActiveMQDestination destination) {
            if (fails.get() && destination.getPhysicalName().equals("SECRET")) {
              throw new IllegalStateException("broken");
            }
            return everything().getReadACLs(destination);
          }

          @Override
          public Set<Object> getWriteACLs(ActiveMQDestination destination) {
            return everything().getWriteACLs(destination);
          }

          @Override
          public Set<Object> getAdminACLs(ActiveMQDestination destination) {
            return everything().getAdminACLs(destination);
          }
        };
    map.setTempDestinationAuthorizationEntry(everything().getTempDestinationAuthorizationEntry());
    broker = GatedBroker.listening("ssl").withPlugin(new AuthorizationPlugin(map)).started();
    try (OpenWire admin = OpenWire.connect(broker, "admin");
        OpenWire user = OpenWire.connect(broker, "user")) {
      MessageConsumer consumer = user.consumer("SECRET");
      MessageConsumer other = user.consumer("OTHER");
      admin.send("SECRET", ENCRYPTED);
      assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);

      fails.set(true);

      await().until(() -> broker.queue("SECRET").getConsumerCount() == 0);
      admin.send("OTHER", ENCRYPTED);
      assertThat(OpenWire.receive(other)).isEqualTo(ENCRYPTED);
      fails.set(false);
      admin.send("SECRET", ENCRYPTED);
      assertThat(OpenWire.receive(user.consumer("SECRET"))).isEqualTo(ENCRYPTED);
    }
    await().until(() -> broker.queue("SECRET").getConsumerCount() == 0);
  }

  @Test
  void aMapThatWillBeRefusedIsAskedForNothing() throws Exception {
    broker =
        GatedBroker.listening("ssl")
            .withPlugin(new AuthorizationPlugin(Rights.ofOperators().map()))
            .started();
    try (OpenWire admin = OpenWire.connect(broker, "admin");
        OpenWire user = OpenWire.connect(broker, "user")) {
      admin.create("queue://OLD");
      DefaultAuthorizationMap open = everything();
      open.setTempDestinationAuthorizationEntry(null);

      Rights.replace(broker, open);

      assertThatThrownBy(() -> user.remove("queue://OLD"))
          .hasMessageContaining("[require-authorization]");
    }
  }

  @Test
  void reloadLooksAtOnce() throws Exception {
    broker =
        GatedBroker.listening("ssl").withPlugin(new AuthorizationPlugin(everything())).started();
    try (OpenWire user = OpenWire.connect(broker, "user")) {
      user.consumer("TAKEN");
      Rights.replace(broker, Rights.ofOperators().map());

      broker.view().reload();

      await()
          .atMost(Duration.ofSeconds(1))
          .until(() -> broker.queue("TAKEN").getConsumerCount() == 0);
    }
  }
}
