package io.portcullis.scenario.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.Rights;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.security.DefaultAuthorizationMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a map throws keeps no right from being taken back. */
@Timeout(90)
class LiveRightsErrorsTest {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final AtomicBoolean taken = new AtomicBoolean();
  private final AtomicInteger failures = new AtomicInteger();

  private static Error error(String kind) {
    return switch (kind) {
      case "class" -> new NoClassDefFoundError("missing");
      case "stack" -> new StackOverflowError();
      case "heap" -> new OutOfMemoryError("generated");
      default -> new AssertionError("generated");
    };
  }

  /** It may answer differently by itself, and fails for one queue. */
  private final class Failing extends DefaultAuthorizationMap {

    private final String kind;
    private final DefaultAuthorizationMap all =
        Rights.ofOperators().users("queue://>", true, true).users("topic://>", true, true).map();

    Failing(String kind) {
      this.kind = kind;
      setTempDestinationAuthorizationEntry(all.getTempDestinationAuthorizationEntry());
    }

    @Override
    public Set<Object> getReadACLs(ActiveMQDestination destination) {
      String name = destination.getPhysicalName();
      if (taken.get() && name.equals("FAILS") && failures.getAndDecrement() > 0) {
        throw error(kind);
      }
      return taken.get() && (name.startsWith("TAKEN") || name.equals("FAILS"))
          ? Rights.ofOperators().map().getReadACLs(destination)
          : all.getReadACLs(destination);
    }

    @Override
    public Set<Object> getWriteACLs(ActiveMQDestination destination) {
      return all.getWriteACLs(destination);
    }

    @Override
    public Set<Object> getAdminACLs(ActiveMQDestination destination) {
      return all.getAdminACLs(destination);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"class", "stack", "heap", "assertion"})
  void everyOtherConsumerEndsAndThatOneToo(String kind) throws Exception {
    List<OpenWire> clients = new ArrayList<>();
    try (GatedBroker broker =
        GatedBroker.listening("ssl")
            .withPlugin(new AuthorizationPlugin(new Failing(kind)))
            .started()) {
      for (String queue : List.of("TAKEN1", "FAILS", "TAKEN2", "TAKEN3", "STAYS")) {
        clients.add(OpenWire.connect(broker, "user"));
        clients.get(clients.size() - 1).consumer(queue);
      }

      failures.set(50);
      taken.set(true);

      for (String queue : List.of("TAKEN1", "TAKEN2", "TAKEN3")) {
        await().atMost(PATIENCE).until(() -> broker.queue(queue).getConsumerCount() == 0);
      }
      failures.set(0);
      await().atMost(PATIENCE).until(() -> broker.queue("FAILS").getConsumerCount() == 0);
      assertThat(broker.queue("STAYS").getConsumerCount()).isEqualTo(1);
    } finally {
      for (OpenWire client : clients) {
        // Where the machine is busy, its connection has ended instead of its consumer.
        Throwable unused = catchThrowable(client::close);
      }
    }
  }
}
