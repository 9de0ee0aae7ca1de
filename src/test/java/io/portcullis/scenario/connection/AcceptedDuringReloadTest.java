package io.portcullis.scenario.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.portcullis.Portcullis;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.ProtocolClient;
import io.portcullis.testing.ProtocolClient.Way;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.broker.TransportConnector;
import org.apache.activemq.thread.TaskRunnerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A reload also ends connections that a connector accepted and the broker does not know yet. */
@Timeout(60)
class AcceptedDuringReloadTest {

  /** Holds back what makes a connection of an accepted transport. */
  private static final class HeldConnections extends TaskRunnerFactory {

    private final BlockingQueue<Runnable> held = new LinkedBlockingQueue<>();
    private volatile boolean holding;

    @Override
    public void execute(Runnable task) {
      if (holding && task.getClass().getName().startsWith(TransportConnector.class.getName())) {
        held.add(task);
      } else {
        super.execute(task);
      }
    }

    void hold() {
      holding = true;
    }

    Runnable next() throws InterruptedException {
      Runnable task = held.poll(30, TimeUnit.SECONDS);
      assertThat(task).as("an accepted connection").isNotNull();
      return task;
    }
  }

  @Test
  void itKeepsNoProtocolThatIsNotAllowedAnyMore() throws Exception {
    HeldConnections connections = new HeldConnections();
    try (GatedBroker broker =
            GatedBroker.listening("auto+ssl")
                .withService(service -> service.setTaskRunnerFactory(connections))
                .started();
        AuditLines audit = AuditLines.capture()) {
      connections.hold();
      CompletableFuture<ProtocolClient> openWire = connecting(broker, Way.OPENWIRE);
      Runnable accepted = connections.next();
      var plugins = broker.getBrokerService().getPlugins();
      Portcullis gate = (Portcullis) plugins[plugins.length - 1];

      gate.setProtocols("amqp");
      gate.reload();
      accepted.run();

      assertThat(catchThrowable(() -> openWire.get(30, TimeUnit.SECONDS)))
          .isInstanceOf(ExecutionException.class);
      assertThat(audit.lines())
          .singleElement()
          .satisfies(
              line -> {
                assertThat(AuditLines.field(line, "rule")).isEqualTo("restrict-protocols");
                assertThat(AuditLines.field(line, "protocol")).isEqualTo("openwire");
              });

      CompletableFuture<ProtocolClient> amqp = connecting(broker, Way.AMQP);
      connections.next().run();
      amqp.get(30, TimeUnit.SECONDS).close();
    }
  }

  private static CompletableFuture<ProtocolClient> connecting(GatedBroker broker, Way way) {
    CompletableFuture<ProtocolClient> connected = new CompletableFuture<>();
    Thread client =
        new Thread(
            () -> {
              try {
                connected.complete(ProtocolClient.connect(way, broker.port("auto+ssl"), "admin"));
              } catch (Throwable e) {
                connected.completeExceptionally(e);
              }
            });
    client.setDaemon(true);
    client.start();
    return connected;
  }
}
