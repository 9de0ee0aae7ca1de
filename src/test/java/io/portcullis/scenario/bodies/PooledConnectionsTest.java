package io.portcullis.scenario.bodies;

import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Workers;
import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.ConnectionFactory;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.openmbean.CompositeData;
import org.apache.activemq.ActiveMQSslConnectionFactory;
import org.apache.activemq.pool.PooledConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.messaginghub.pooled.jms.JmsPoolConnectionFactory;
import org.springframework.jms.connection.CachingConnectionFactory;

/** What a refused message does to those who share its connection in a pool. */
@Timeout(120)
class PooledConnectionsTest {

  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(PLAINTEXT);
  private static final String REASON = "[require-encrypted-body] message to queue://SECRET: ";
  private static final int OTHERS = 4;
  private static final int REFUSALS = 10;

  private GatedBroker broker;
  private ActiveMQSslConnectionFactory factory;

  /** A pool of one connection. */
  enum Pool {
    SPRING {
      @Override
      ConnectionFactory of(ActiveMQSslConnectionFactory factory) {
        return new CachingConnectionFactory(factory);
      }

      @Override
      void stop(ConnectionFactory pool) {
        ((CachingConnectionFactory) pool).destroy();
      }
    },
    POOLED_JMS {
      @Override
      ConnectionFactory of(ActiveMQSslConnectionFactory factory) {
        JmsPoolConnectionFactory pool = new JmsPoolConnectionFactory();
        pool.setConnectionFactory(factory);
        return pool;
      }

      @Override
      void stop(ConnectionFactory pool) {
        ((JmsPoolConnectionFactory) pool).stop();
      }
    },
    ACTIVEMQ_POOL {
      @Override
      ConnectionFactory of(ActiveMQSslConnectionFactory factory) {
        return new PooledConnectionFactory(factory);
      }

      @Override
      void stop(ConnectionFactory pool) {
        ((PooledConnectionFactory) pool).stop();
      }
    };

    abstract ConnectionFactory of(ActiveMQSslConnectionFactory factory);

    abstract void stop(ConnectionFactory pool);
  }

  @BeforeEach
  void start() throws Exception {
    broker = GatedBroker.listening("ssl").started();
    factory = new ActiveMQSslConnectionFactory("ssl://localhost:" + broker.port("ssl"));
    factory.setTrustStore(GatedBroker.trustStore());
    factory.setTrustStorePassword(GatedBroker.PASSWORD);
    factory.setUserName("admin");
    factory.setPassword(GatedBroker.PASSWORD);
  }

  @AfterEach
  void stop() {
    broker.close();
  }

  @ParameterizedTest
  @EnumSource
  void aRefusalInATransactionReachesItsSenderAlone(Pool kind) throws Exception {
    ConnectionFactory pool = kind.of(factory);
    try (Others others = new Others(pool)) {
      List<String> reasons = new ArrayList<>();
      for (int i = 0; i < REFUSALS; i++) {
        others.awaitMore();
        reasons.add(reasonOfCommit(pool));
      }
      others.awaitMore();

      assertThat(others.failed).as("sends of others that failed").hasValue(0);
      assertThat(reasons).hasSize(REFUSALS).allMatch(reason -> reason.startsWith(REASON));
    } finally {
      kind.stop(pool);
    }
  }

  private static String reasonOfCommit(ConnectionFactory pool) {
    try (Connection connection = pool.createConnection();
        Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
      send(session, "SECRET", PLAINTEXT, DeliveryMode.PERSISTENT);
      session.commit();
      return "committed";
    } catch (JMSException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource
  void whoAlwaysWaitsForTheAnswerHurtsNobody(Pool kind) throws Exception {
    factory.setAlwaysSyncSend(true);
    ConnectionFactory pool = kind.of(factory);
    try (Others others = new Others(pool)) {
      for (int i = 0; i < REFUSALS; i++) {
        others.awaitMore();
        try (Connection connection = pool.createConnection();
            Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
          assertThatThrownBy(() -> send(session, "SECRET", PLAINTEXT, DeliveryMode.NON_PERSISTENT))
              .isInstanceOf(JMSException.class)
              .hasMessageStartingWith(REASON)
              .hasMessageNotContaining("alwaysSyncSend");
        }
      }
      others.awaitMore();

      assertThat(others.failed).as("sends of others that failed").hasValue(0);
    } finally {
      kind.stop(pool);
    }
    assertThat(broker.view().getSenders().values())
        .extracting(row -> ((CompositeData) row).get("otherProducers"))
        .containsExactly(0L);
  }

  /** ActiveMQ has no other answer to a message whose client waits for none. */
  @ParameterizedTest
  @EnumSource
  void whoWaitsForNoAnswerEndsTheConnectionOfAll(Pool kind) throws Exception {
    ConnectionFactory pool = kind.of(factory);
    try (AuditLines audit = AuditLines.capture();
        Connection other = pool.createConnection();
        Session kept = other.createSession(false, Session.AUTO_ACKNOWLEDGE);
        MessageProducer producer = kept.createProducer(kept.createQueue("OTHERS"))) {
      BytesMessage message = kept.createBytesMessage();
      message.writeBytes(ENCRYPTED);
      producer.send(message);
      try (Connection connection = pool.createConnection();
          Session session = connection.createSession(false, Session.CLIENT_ACKNOWLEDGE)) {
        send(session, "SECRET", PLAINTEXT, DeliveryMode.NON_PERSISTENT);
      }

      assertThatThrownBy(
              () -> {
                long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
                while (System.nanoTime() < end) {
                  producer.send(message);
                }
              })
          .isInstanceOf(JMSException.class);

      assertThat(broker.view().getSenders().values())
          .extracting(
              row -> ((CompositeData) row).get("destination"),
              row -> ((CompositeData) row).get("otherProducers"))
          .containsExactly(tuple("queue://SECRET", 1L));
      // What others send while their connection ends may have a line of its own.
      assertThat(audit.lines())
          .filteredOn(line -> AuditLines.field(line, "moment").equals("send"))
          .singleElement(as(STRING))
          .contains("\"otherProducers\":1", "; connect with jms.alwaysSyncSend=true, ");
    } finally {
      kind.stop(pool);
    }
  }

  private static void send(Session session, String queue, byte[] body, int mode)
      throws JMSException {
    try (MessageProducer producer = session.createProducer(session.createQueue(queue))) {
      producer.setDeliveryMode(mode);
      BytesMessage message = session.createBytesMessage();
      message.writeBytes(body);
      producer.send(message);
    }
  }

  /** Threads that send what is accepted through the same pool, until it is closed. */
  private static final class Others implements AutoCloseable {
    private final AtomicInteger failed = new AtomicInteger();
    private final Semaphore sends = new Semaphore(0);
    private final Workers workers = new Workers();

    Others(ConnectionFactory pool) {
      for (int i = 0; i < OTHERS; i++) {
        workers.repeat(() -> sendOnce(pool));
      }
    }

    private void sendOnce(ConnectionFactory pool) {
      try (Connection connection = pool.createConnection();
          Session session = connection.createSession(false, Session.AUTO_ACKNOWLEDGE)) {
        send(session, "OTHERS", ENCRYPTED, DeliveryMode.PERSISTENT);
      } catch (JMSException | RuntimeException e) {
        failed.incrementAndGet();
      }
      sends.release();
    }

    /** Waits until they have sent some more. */
    void awaitMore() throws InterruptedException {
      sends.drainPermits();
      assertThat(sends.tryAcquire(2 * OTHERS, 30, TimeUnit.SECONDS)).isTrue();
    }

    @Override
    public void close() {
      workers.close();
    }
  }
}
