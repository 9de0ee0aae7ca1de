package io.portcullis.throughput;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.Workers;
import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.Destination;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Producers, and a connection that consumes what they send, so that no more than a window of
 * messages is on its way. Transient messages are sent without waiting for an answer.
 */
final class Traffic implements AutoCloseable {

  private static final String IDLE = "LOAD.IDLE";
  private static final int BODIES = 64;
  private static final long PATIENCE_SECONDS = 120;

  private final Scenario scenario;
  private final String uri;
  private final Semaphore window;
  private final OpenWire receiver;
  private final LongAdder delivered = new LongAdder();
  private final Workers workers = new Workers();
  private final List<OpenWire> clients = new ArrayList<>();
  private final List<Producer> producers = new ArrayList<>();

  Traffic(Scenario scenario, String uri) throws Exception {
    this.scenario = scenario;
    this.uri = uri;
    this.window = new Semaphore(scenario.window());
    this.receiver = connect();
  }

  /** A wildcard would wake all its queues for each message: that is ActiveMQ's cost, and high. */
  private void consume(String queue) throws JMSException {
    receiver
        .consumer(queue)
        .setMessageListener(
            message -> {
              delivered.increment();
              window.release();
            });
  }

  private OpenWire connect() throws Exception {
    OpenWire client = OpenWire.connect(uri, "user", GatedBroker.PASSWORD);
    clients.add(client);
    client.connection().setExceptionListener(workers::fail);
    return client;
  }

  /** Opens the connections that send one message each, all to the same queue. */
  void openIdle() throws Exception {
    byte[] body = bodies(1).get(0);
    consume(IDLE);
    for (int i = 0; i < scenario.idleConnections(); i++) {
      acquire();
      connect().send(IDLE, body);
    }
    settle();
  }

  /** Connects the producers, and has each send to all of its queues. */
  void connectProducers() throws Exception {
    List<byte[]> bodies = bodies(BODIES);
    for (int number = 0; number < scenario.producers(); number++) {
      Producer producer = new Producer(connect(), number, bodies);
      for (int i = 0; i < scenario.queues(); i++) {
        consume(Scenario.queue(number, i));
        producer.send();
      }
      producers.add(producer);
    }
    settle();
  }

  private List<byte[]> bodies(int number) {
    List<byte[]> bodies = new ArrayList<>();
    for (int i = 0; i < number; i++) {
      bodies.add(
          Ciphertexts.encrypt(
              Ciphertexts.UNSIGNED_SUITE,
              new byte[scenario.contentKib() * 1024],
              Map.of("tenant", "acme")));
    }
    return bodies;
  }

  /** Waits until everything has arrived. */
  private void settle() throws InterruptedException {
    if (!window.tryAcquire(scenario.window(), PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("not everything arrived");
    }
    window.release(scenario.window());
  }

  private void acquire() throws InterruptedException {
    if (!window.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("nothing arrived");
    }
  }

  /** Lets the producers send, each in a thread of its own, until this is closed. */
  Workers start() {
    producers.forEach(producer -> workers.repeat(producer::send));
    return workers;
  }

  /** How many messages have arrived. */
  long delivered() {
    return delivered.sum();
  }

  @Override
  public void close() throws JMSException {
    workers.close();
    for (OpenWire client : clients) {
      client.close();
    }
  }

  private final class Producer {
    private final MessageProducer producer;
    private final List<Destination> queues = new ArrayList<>();
    private final List<BytesMessage> messages = new ArrayList<>();
    private int turn;

    Producer(OpenWire client, int number, List<byte[]> bodies) throws JMSException {
      for (int i = 0; i < scenario.queues(); i++) {
        queues.add(OpenWire.destination(Scenario.queue(number, i)));
      }
      for (byte[] body : bodies) {
        messages.add(client.bytes(body));
      }
      this.producer =
          client.session().createProducer(scenario.queues() == 1 ? queues.get(0) : null);
      producer.setDeliveryMode(
          scenario.persistent() ? DeliveryMode.PERSISTENT : DeliveryMode.NON_PERSISTENT);
    }

    void send() throws InterruptedException, JMSException {
      acquire();
      BytesMessage message = messages.get(turn % messages.size());
      if (queues.size() == 1) {
        producer.send(message);
      } else {
        producer.send(queues.get(turn % queues.size()), message);
      }
      turn++;
    }
  }
}
