package io.portcullis.benchmark;

import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import jakarta.jms.BytesMessage;
import jakarta.jms.Destination;
import jakarta.jms.MessageProducer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.broker.Broker;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.broker.region.DestinationFactoryImpl;
import org.apache.activemq.broker.region.DestinationStatistics;
import org.apache.activemq.broker.region.Queue;
import org.apache.activemq.broker.region.Topic;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.Message;
import org.apache.activemq.security.AuthorizationMap;
import org.apache.activemq.security.AuthorizationPlugin;

/**
 * The way of a message through a real broker, from the outermost filter to the door of the store:
 * filters, regions and interceptors are ActiveMQ's, and only the queues and topics at the end do
 * nothing. The exchange and the messages are those of a real client.
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
  private final Message[] messages;
  private int turn;

  private Chain(GatedBroker broker, OpenWire client, List<Sent> sent) throws Exception {
    this.broker = broker;
    this.client = client;
    this.outermost = broker.getBrokerService().getBroker();
    this.exchange = sent.get(0).exchange;
    this.messages = sent.stream().map(Sent::message).toArray(Message[]::new);
  }

  private record Sent(ProducerBrokerExchange exchange, Message message) {}

  /**
   * Starts a broker, and has a user of the group users send {@code bodies} messages of 1 KiB to
   * {@code first}, with a producer that is registered for it.
   */
  static Chain registered(Filters filters, AuthorizationMap map, String first, int bodies)
      throws Exception {
    return of(filters, map, first, bodies, true);
  }

  /** Does the same with a producer that is registered for no destination. */
  static Chain anonymous(Filters filters, AuthorizationMap map, String first, int bodies)
      throws Exception {
    return of(filters, map, first, bodies, false);
  }

  private static Chain of(
      Filters filters, AuthorizationMap map, String first, int bodies, boolean registered)
      throws Exception {
    List<Sent> sent = new CopyOnWriteArrayList<>();
    GatedBroker broker = GatedBroker.create();
    BrokerService service = broker.getBrokerService();
    service.setDestinationFactory(new Doors(service, sent, bodies));
    if (filters != Filters.LOGIN) {
      broker.withPlugin(new AuthorizationPlugin(map));
    }
    if (filters != Filters.GATE) {
      broker.withoutGate();
    }
    broker.started();
    OpenWire client = OpenWire.inVm(broker, "user");
    Destination to = OpenWire.destination(first);
    MessageProducer producer = client.session().createProducer(registered ? to : null);
    for (int i = 0; i < bodies; i++) {
      BytesMessage message = client.bytes(Sample.UNSIGNED_1K.encrypt());
      if (registered) {
        producer.send(message);
      } else {
        producer.send(to, message);
      }
    }
    return new Chain(broker, client, sent);
  }

  /** Makes queues and topics whose {@code send} does nothing. */
  private static final class Doors extends DestinationFactoryImpl {

    private final BrokerService service;
    private final List<Sent> sent;
    private final int bodies;

    Doors(BrokerService service, List<Sent> sent, int bodies) throws Exception {
      super(service, service.getTaskRunnerFactory(), service.getPersistenceAdapter());
      this.service = service;
      this.sent = sent;
      this.bodies = bodies;
    }

    @Override
    public org.apache.activemq.broker.region.Destination createDestination(
        ConnectionContext context, ActiveMQDestination name, DestinationStatistics statistics)
        throws Exception {
      if (name.isQueue()) {
        Queue queue =
            new Queue(service, name, null, statistics, taskRunnerFactory) {
              @Override
              public void send(ProducerBrokerExchange exchange, Message message) {
                arrive(exchange, message);
              }
            };
        configureQueue(queue, name);
        queue.initialize();
        return queue;
      }
      Topic topic =
          new Topic(service, name, null, statistics, taskRunnerFactory) {
            @Override
            public void send(ProducerBrokerExchange exchange, Message message) {
              arrive(exchange, message);
            }
          };
      configureTopic(topic, name);
      topic.initialize();
      return topic;
    }

    private void arrive(ProducerBrokerExchange exchange, Message message) {
      if (sent.size() < bodies
          && message.getContent() != null
          && !exchange.getConnectionContext().getSecurityContext().isBrokerContext()) {
        sent.add(new Sent(exchange, message));
      }
    }
  }

  /** Sends the message whose turn it is, as the registered producer does. */
  void send() throws Exception {
    outermost.send(exchange, next());
  }

  /** Sends the message whose turn it is to another destination, as an anonymous producer does. */
  void send(ActiveMQDestination destination) throws Exception {
    Message message = next();
    message.setDestination(destination);
    outermost.send(exchange, message);
  }

  private Message next() {
    turn = turn + 1 == messages.length ? 0 : turn + 1;
    return messages[turn];
  }

  /** Sends it as if it were the first to its destination. */
  void sendFirst(ActiveMQDestination destination) throws Exception {
    if (exchange.getConnectionContext().getSecurityContext() != null) {
      exchange.getConnectionContext().getSecurityContext().getAuthorizedWriteDests().clear();
    }
    send(destination);
  }

  /** Adds a consumer. */
  void consume(String destination) throws Exception {
    client.session().createConsumer(OpenWire.destination(destination));
  }

  /** Stops the broker. */
  void stop() throws Exception {
    client.close();
    broker.close();
  }
}
