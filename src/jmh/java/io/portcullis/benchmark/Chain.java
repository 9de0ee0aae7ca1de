package io.portcullis.benchmark;

import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerFilter;
import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.Message;
import org.apache.activemq.security.AuthorizationMap;
import org.apache.activemq.security.AuthorizationPlugin;

/**
 * The filters of a real broker, from the outermost to the last before what stores messages, with
 * the exchange and a message of a real client.
 */
public final class Chain {

  /** What stands before the broker. */
  public enum Filters {
    /** A login. */
    LOGIN,
    /** A login, and ActiveMQ's AuthorizationPlugin. */
    AUTHORIZATION,
    /** The same, and the gate. */
    GATE
  }

  private final GatedBroker broker;
  private final OpenWire client;
  private final Broker outermost;
  private final ProducerBrokerExchange exchange;
  private final Message message;

  private Chain(GatedBroker broker, OpenWire client, Sent sent) throws Exception {
    this.broker = broker;
    this.client = client;
    this.outermost = broker.getBrokerService().getBroker();
    this.exchange = sent.exchange;
    this.message = sent.message;
  }

  private record Sent(ProducerBrokerExchange exchange, Message message) {}

  /** Starts a broker, and has a user of the group users send a body of 1 KiB to {@code first}. */
  static Chain of(Filters filters, AuthorizationMap map, String first) throws Exception {
    AtomicReference<Sent> sent = new AtomicReference<>();
    GatedBroker broker = GatedBroker.create().withOnly(next -> swallowing(next, sent));
    broker.withPlugin(GatedBroker.users());
    if (filters != Filters.LOGIN) {
      broker.withPlugin(new AuthorizationPlugin(map));
    }
    if (filters != Filters.GATE) {
      broker.withoutGate();
    }
    broker.started();
    OpenWire client = OpenWire.inVm(broker, "user");
    client
        .session()
        .createProducer(null)
        .send(OpenWire.destination(first), client.bytes(Sample.UNSIGNED_1K.encrypt()));
    return new Chain(broker, client, sent.get());
  }

  private static Broker swallowing(Broker next, AtomicReference<Sent> sent) {
    return new BrokerFilter(next) {
      @Override
      public void send(ProducerBrokerExchange exchange, Message message) {
        if (sent.get() == null) {
          sent.set(new Sent(exchange, message));
        }
      }
    };
  }

  /** Sends the message again. */
  void send(ActiveMQDestination destination) throws Exception {
    message.setDestination(destination);
    outermost.send(exchange, message);
  }

  /** Sends it as if it were the first to its destination. */
  void sendFirst(ActiveMQDestination destination) throws Exception {
    if (exchange.getConnectionContext().getSecurityContext() != null) {
      exchange.getConnectionContext().getSecurityContext().getAuthorizedWriteDests().clear();
    }
    send(destination);
  }

  /** Stops the broker. */
  void stop() throws Exception {
    client.close();
    broker.close();
  }
}
