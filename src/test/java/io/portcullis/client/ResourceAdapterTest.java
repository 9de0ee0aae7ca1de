package io.portcullis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.KeyService;
import io.portcullis.testing.KeyService.Answer;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.XaIds;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageListener;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.resource.spi.BootstrapContext;
import jakarta.resource.spi.XATerminator;
import jakarta.resource.spi.endpoint.MessageEndpoint;
import jakarta.resource.spi.endpoint.MessageEndpointFactory;
import jakarta.resource.spi.work.ExecutionContext;
import jakarta.resource.spi.work.Work;
import jakarta.resource.spi.work.WorkContext;
import jakarta.resource.spi.work.WorkListener;
import jakarta.resource.spi.work.WorkManager;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.List;
import java.util.Timer;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import javax.transaction.xa.Xid;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.ra.ActiveMQActivationSpec;
import org.apache.activemq.ra.ActiveMQManagedConnectionFactory;
import org.apache.activemq.ra.ActiveMQResourceAdapter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** activemq-ra asks no transformer: applications and message-driven beans seal and open. */
class ResourceAdapterTest {

  private static final String QUEUE = "ORDERS";
  private static final String TEXT = "account 4711";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private GatedBroker broker;

  @BeforeEach
  void start() throws Exception {
    broker =
        GatedBroker.listening("ssl")
            .with(gate -> gate.setBodyPolicies(List.of(Bodies.boundToQueue(QUEUE))))
            .started();
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  private String url() {
    return "vm://%s?create=false&jms.redeliveryPolicy.initialRedeliveryDelay=1"
        .formatted(broker.getBrokerName());
  }

  @Test
  void itsConnectionsSealAndOpen() throws Exception {
    MessageSealer sealer = MessageSealer.builder().materials(Ciphertexts.aes()).buildSealer();
    ActiveMQManagedConnectionFactory managed = new ActiveMQManagedConnectionFactory();
    managed.setServerUrl(url());
    managed.setUserName("admin");
    managed.setPassword(GatedBroker.PASSWORD);
    ConnectionFactory factory = (ConnectionFactory) managed.createConnectionFactory();
    try (Connection connection = factory.createConnection()) {
      connection.start();
      Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE);
      Queue queue = session.createQueue(QUEUE);

      session
          .createProducer(queue)
          .send(sealer.seal(session.createTextMessage(TEXT), queue, session));

      MessageConsumer consumer = session.createConsumer(queue);
      Message opened = sealer.open(OpenWire.next(consumer), queue);
      assertThat(((TextMessage) opened).getText()).isEqualTo(TEXT);
    }
  }

  /** The bean lets the exception out, so its message comes again. */
  @Test
  void aMessageDrivenBeanOpensWhatComesAgainAfterAnOutage() throws Exception {
    try (KeyService keys = KeyService.started()) {
      Bean bean = new Bean(sealer(keys), true);
      send(bean.sealer);
      keys.answering(Answer.UNAVAILABLE, 2);

      deliver(
          bean,
          () -> {
            await().atMost(PATIENCE).until(() -> !bean.read.isEmpty());
            assertThat(bean.read).containsExactly(TEXT);
            assertThat(keys.failures()).isEqualTo(2);
          });
    }
  }

  @Test
  void aMessageDrivenBeanWithoutATransactionLosesWhatItCannotOpen() throws Exception {
    try (KeyService keys = KeyService.started()) {
      Bean bean = new Bean(sealer(keys), false);
      send(bean.sealer);
      keys.answering(Answer.UNAVAILABLE, 1);

      deliver(
          bean,
          () -> {
            await().atMost(PATIENCE).until(() -> keys.failures() == 1);
            await().atMost(PATIENCE).until(() -> broker.queue(QUEUE).getQueueSize() == 0);
            send(bean.sealer);
            await().atMost(PATIENCE).until(() -> !bean.read.isEmpty());
          });

      assertThat(bean.read).containsExactly(TEXT);
      assertThat(broker.getBrokerService().getRegionBroker().getDestinationMap())
          .doesNotContainKey(new ActiveMQQueue("ActiveMQ.DLQ"));
    }
  }

  private static MessageSealer sealer(KeyService keys) {
    return MessageSealer.builder().materials(keys.keyring()).buildSealer();
  }

  private void send(MessageSealer sealer) throws Exception {
    try (OpenWire sender = OpenWire.inVm(broker, "admin")) {
      sender.send(
          QUEUE,
          sealer.seal(
              sender.session().createTextMessage(TEXT),
              new ActiveMQQueue(QUEUE),
              sender.session()));
    }
  }

  /** Lets a bean receive while something is checked. */
  private void deliver(Bean bean, Check check) throws Exception {
    ActiveMQResourceAdapter adapter = new ActiveMQResourceAdapter();
    adapter.setServerUrl(url());
    adapter.setUserName("admin");
    adapter.setPassword(GatedBroker.PASSWORD);
    Server server = new Server();
    adapter.start(server);
    ActiveMQActivationSpec activation = activation(adapter);
    try {
      adapter.endpointActivation(bean, activation);
      check.run();
    } finally {
      adapter.endpointDeactivation(bean, activation);
      adapter.stop();
      server.threads.shutdownNow();
    }
  }

  private interface Check {
    void run() throws Exception;
  }

  private static ActiveMQActivationSpec activation(ActiveMQResourceAdapter adapter)
      throws Exception {
    ActiveMQActivationSpec activation = new ActiveMQActivationSpec();
    activation.setDestinationType(Queue.class.getName());
    activation.setDestination(QUEUE);
    activation.setResourceAdapter(adapter);
    activation.setInitialRedeliveryDelay(1);
    activation.setMaxSessions("1");
    return activation;
  }

  /** A message-driven bean. Its container may have a transaction around each delivery. */
  private static final class Bean implements MessageEndpointFactory {

    private final MessageSealer sealer;
    private final boolean transacted;
    private final List<String> read = new CopyOnWriteArrayList<>();

    Bean(MessageSealer sealer, boolean transacted) {
      this.sealer = sealer;
      this.transacted = transacted;
    }

    @Override
    public MessageEndpoint createEndpoint(XAResource resource) {
      return new Endpoint(resource);
    }

    @Override
    public MessageEndpoint createEndpoint(XAResource resource, long timeoutMillis) {
      return new Endpoint(resource);
    }

    @Override
    public boolean isDeliveryTransacted(Method method) {
      return transacted;
    }

    @Override
    public String getActivationName() {
      return "bean";
    }

    @Override
    public Class<?> getEndpointClass() {
      return Endpoint.class;
    }

    private final class Endpoint implements MessageEndpoint, MessageListener {

      private final XAResource resource;
      private Xid transaction = XaIds.of(0);
      private int deliveries;
      private boolean failed;

      Endpoint(XAResource resource) {
        this.resource = resource;
      }

      @Override
      public void beforeDelivery(Method method) {
        failed = false;
        if (!transacted) {
          return;
        }
        transaction = XaIds.of(++deliveries);
        call(() -> resource.start(transaction, XAResource.TMNOFLAGS));
      }

      @Override
      public void onMessage(Message message) {
        try {
          TextMessage opened = (TextMessage) sealer.open(message, new ActiveMQQueue(QUEUE));
          read.add(opened.getText());
        } catch (JMSException e) {
          failed = true;
          throw new IllegalStateException(e);
        }
      }

      @Override
      public void afterDelivery() {
        if (!transacted) {
          return;
        }
        call(() -> resource.end(transaction, failed ? XAResource.TMFAIL : XAResource.TMSUCCESS));
        if (failed) {
          call(() -> resource.rollback(transaction));
        } else {
          call(() -> resource.commit(transaction, true));
        }
      }

      @Override
      public void release() {}
    }
  }

  /** A step of a transaction. */
  private interface Step {
    void run() throws XAException;
  }

  private static void call(Step step) {
    try {
      step.run();
    } catch (XAException e) {
      throw new IllegalStateException(e);
    }
  }

  /** What an adapter asks of an application server. */
  private static final class Server implements BootstrapContext, WorkManager {

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @Override
    public WorkManager getWorkManager() {
      return this;
    }

    @Override
    public XATerminator getXATerminator() {
      throw new UnsupportedOperationException();
    }

    @Override
    public Timer createTimer() {
      return new Timer(true);
    }

    @Override
    public boolean isContextSupported(Class<? extends WorkContext> type) {
      return false;
    }

    @Override
    public jakarta.transaction.TransactionSynchronizationRegistry
        getTransactionSynchronizationRegistry() {
      throw new UnsupportedOperationException();
    }

    @Override
    public void doWork(Work work) {
      work.run();
    }

    @Override
    public void doWork(
        Work work, long timeoutMillis, ExecutionContext context, WorkListener listener) {
      work.run();
    }

    @Override
    public long startWork(Work work) {
      threads.execute(work);
      return 0;
    }

    @Override
    public long startWork(
        Work work, long timeoutMillis, ExecutionContext context, WorkListener listener) {
      threads.execute(work);
      return 0;
    }

    @Override
    public void scheduleWork(Work work) {
      threads.execute(work);
    }

    @Override
    public void scheduleWork(
        Work work, long timeoutMillis, ExecutionContext context, WorkListener listener) {
      threads.execute(work);
    }
  }
}
