package io.portcullis.scenario.rights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.activemq.ScheduledMessage;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ActiveMQTempQueue;
import org.apache.activemq.command.ActiveMQTopic;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the broker answers in its own name because a client asked it to. */
class BrokerAnswersTest {

  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);

  private static GatedBroker broker;

  @BeforeAll
  static void start() throws Exception {
    broker =
        GatedBroker.listening("ssl")
            .with(
                gate ->
                    gate.setBodyPolicies(
                        List.of(
                            Bodies.anyOnQueue("PUBLIC"),
                            Bodies.emptyOnTopic("ActiveMQ.Scheduler.Management"),
                            Bodies.keptOnQueue("ASIDE"))))
            .withService(service -> service.setSchedulerSupport(true))
            .started();
  }

  @AfterAll
  static void stop() {
    broker.close();
  }

  @Test
  void theSchedulerDoesNotMoveAPlaintextBodyToWhereItWouldBeRefused() throws Exception {
    try (OpenWire admin = OpenWire.connect(broker, "admin")) {
      Message later = admin.session().createTextMessage("account 4711");
      later.setLongProperty(ScheduledMessage.AMQ_SCHEDULED_DELAY, 3_600_000);
      admin.send("queue://PUBLIC", later);

      assertThatThrownBy(
              () -> browse(admin, new ActiveMQTopic("ActiveMQ.Scheduler.Management"), "SECRET"))
          .hasMessageStartingWith(
              "[require-encrypted-body] reply to queue://SECRET: the scheduler would send bodies");
      browse(admin, new ActiveMQTopic("ActiveMQ.Scheduler.Management"), "PUBLIC");
      assertThat(admin.consumer("queue://PUBLIC").receive(5_000)).isNotNull();
      assertThat(OpenWire.isSilent(admin.consumer("queue://SECRET"))).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ActiveMQ.Scheduler.Management",
        "activemq.scheduler.management",
        "ActiveMQ.\u017fcheduler.Management",
        "X,topic://ActiveMQ.Scheduler.Management",
        "ActiveMQ.Statistics.Broker"
      })
  void whoeverAsksNeedsTheRightToWriteWhereTheAnswerGoes(String name) throws Exception {
    try (OpenWire user = OpenWire.connect(broker, "user")) {
      assertThatThrownBy(() -> browse(user, new ActiveMQTopic(name), "SECRET"))
          .hasMessageStartingWith(
              "[require-authorization] user \"user\": the authorization map does not let it write"
                  + " to queue://SECRET");
    }
  }

  @Test
  void aTemporaryNameDoesNotHideWhereTheAnswerGoes() throws Exception {
    try (OpenWire user = OpenWire.connect(broker, "user");
        MessageProducer anywhere = user.session().createProducer(null)) {
      String own = user.session().createTemporaryQueue().getQueueName();
      Message request = user.session().createMessage();
      request.setJMSReplyTo(new ActiveMQTempQueue(own + ",queue://SECRET"));

      assertThatThrownBy(
              () -> anywhere.send(new ActiveMQQueue("ActiveMQ.Statistics.Broker"), request))
          .hasMessageStartingWith("[guard-temporary-destinations] ");
    }
  }

  @Test
  void aProducerWhoseMessagesAreKeptAsideDoesNotHang() throws Exception {
    try (OpenWire admin = OpenWire.connect(broker, "admin")) {
      admin.connection().setUseAsyncSend(true);
      admin.connection().setProducerWindowSize(2_048);
      CompletableFuture<Void> sent =
          CompletableFuture.runAsync(
              () -> {
                try {
                  for (int i = 0; i < 20; i++) {
                    admin.send("queue://ASIDE", new byte[1_000]);
                  }
                } catch (jakarta.jms.JMSException e) {
                  throw new IllegalStateException(e);
                }
              });

      sent.get(10, TimeUnit.SECONDS);
      admin.connection().setUseAsyncSend(false);
      admin.send("queue://PUBLIC.AFTER", Ciphertexts.encrypt(PLAINTEXT));
    }
  }

  private static void browse(OpenWire client, ActiveMQDestination service, String replyTo)
      throws Exception {
    Message request = client.session().createMessage();
    request.setStringProperty(
        ScheduledMessage.AMQ_SCHEDULER_ACTION, ScheduledMessage.AMQ_SCHEDULER_ACTION_BROWSE);
    request.setJMSReplyTo(new ActiveMQQueue(replyTo));
    try (MessageProducer producer = client.session().createProducer(null)) {
      producer.send(service, request);
    }
  }
}
