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
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * Producers, and a connection that consumes what they send, so that no more than a window of
 * messages is on its way. Transient messages are sent without waiting for an answer, unless the
 * scenario says so. Where connections are counted, there are some that are opened and closed
 * instead.
 */
final class Traffic implements AutoCloseable {

  private static final int BODIES = 64;
  private static final long PATIENCE_SECONDS = 120;

  private final Scenario scenario;
  private final String uri;
  private final Semaphore window;
  private final OpenWire receiver;
  private final LongAdder done = new LongAdder();
  private final Workers workers = new Workers();
  private final List<OpenWire> clients = new ArrayList<>();

  /** What those who work wait for before each step. */
  private volatile CountDownLatch turn = new CountDownLatch(0);

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
              done.increment();
              window.release();
            });
  }

  private OpenWire connect() throws Exception {
    OpenWire client = OpenWire.connect(uri, "user", GatedBroker.PASSWORD);
    clients.add(client);
    client.connection().setExceptionListener(workers::fail);
    client.connection().setAlwaysSyncSend(scenario.work() == Scenario.Work.ANSWERED_MESSAGES);
    return client;
  }

  /** Starts those who work, each in a thread of its own, who wait until it is to {@link #flow}. */
  void start() throws Exception {
    if (scenario.work() == Scenario.Work.CONNECTIONS) {
      pause();
      for (int number = 0; number < scenario.producers(); number++) {
        workers.repeat(this::connectOnce);
      }
      return;
    }
    List<Producer> producers = new ArrayList<>();
    List<byte[]> bodies = bodies(BODIES);
    for (int number = 0; number < scenario.producers(); number++) {
      Producer producer = new Producer(connect(), number, bodies);
      for (int i = 0; i < scenario.queues(); i++) {
        consume(Scenario.queue(number, i));
        producer.send();
      }
      producers.add(producer);
    }
    pause();
    producers.forEach(producer -> workers.repeat(producer::send));
  }

  private void connectOnce() throws Exception {
    acquire();
    OpenWire.connect(uri, "user", GatedBroker.PASSWORD).close();
    done.increment();
    window.release();
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

  /** Waits until everything has arrived, and lets nothing more go. */
  private void pause() throws InterruptedException {
    turn = new CountDownLatch(1);
    if (!window.tryAcquire(scenario.window(), PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("not everything arrived");
    }
  }

  private void resume() {
    window.release(scenario.window());
    turn.countDown();
  }

  private void acquire() throws InterruptedException {
    turn.await();
    if (!window.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException("nothing arrived");
    }
  }

  /** Lets them work for a time, and waits until all that they did has arrived. */
  void flow(Duration time) throws InterruptedException {
    resume();
    workers.letWork(time);
    pause();
  }

  /** What stayed in a queue would widen the window of the next scenario. */
  private void awaitArrival() {
    try {
      pause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** How many messages have arrived, or connections were opened. */
  long done() {
    return done.sum();
  }

  @Override
  public void close() throws JMSException {
    resume();
    workers.close();
    awaitArrival();
    for (OpenWire client : clients) {
      client.close();
    }
  }

  private final class Producer {
    private final MessageProducer producer;
    private final List<Destination> queues = new ArrayList<>();
    private final List<BytesMessage> messages = new ArrayList<>();
    private int sent;

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
      BytesMessage message = messages.get(sent % messages.size());
      if (queues.size() == 1) {
        producer.send(message);
      } else {
        producer.send(queues.get(sent % queues.size()), message);
      }
      sent++;
    }
  }
}
