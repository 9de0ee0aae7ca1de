package io.portcullis.scenario.bodies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import jakarta.jms.BytesMessage;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TemporaryQueue;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.activemq.RedeliveryPolicy;
import org.apache.activemq.ScheduledMessage;
import org.apache.activemq.broker.region.policy.RedeliveryPolicyMap;
import org.apache.activemq.broker.util.RedeliveryPlugin;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.plugin.StatisticsBrokerPlugin;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * ActiveMQ's plugins that send by themselves, before the gate: scheduler, redelivery, statistics.
 */
class SendingPluginsTest {

  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(PLAINTEXT);
  private static final String STATISTICS = "queue://ActiveMQ.Statistics.Broker";
  private static final String SCHEDULER = "topic://ActiveMQ.Scheduler.Management";
  private static final long FAR_AWAY_MILLIS = 3_600_000;

  @AutoClose private static GatedBroker broker;
  @AutoClose private OpenWire client;

  @BeforeAll
  static void start() throws Exception {
    broker =
        GatedBroker.listening("ssl")
            .withService(service -> service.setSchedulerSupport(true))
            .withPlugin(new StatisticsBrokerPlugin())
            .withPlugin(redelivery())
            .with(
                gate ->
                    gate.setBodyPolicies(
                        List.of(
                            Bodies.emptyOnQueue("ActiveMQ.Statistics.>"),
                            Bodies.emptyOnTopic("ActiveMQ.Scheduler.Management"))))
            .started();
  }

  @BeforeEach
  void connect() throws Exception {
    client = OpenWire.connect(broker, "admin");
  }

  private static RedeliveryPlugin redelivery() {
    RedeliveryPolicy policy = new RedeliveryPolicy();
    policy.setMaximumRedeliveries(1);
    RedeliveryPolicyMap policies = new RedeliveryPolicyMap();
    policies.setDefaultEntry(policy);
    RedeliveryPlugin plugin = new RedeliveryPlugin();
    plugin.setRedeliveryPolicyMap(policies);
    return plugin;
  }

  @ParameterizedTest
  @CsvSource({
    "AMQ_SCHEDULED_DELAY, 100",
    "AMQ_SCHEDULED_PERIOD, 100",
    "AMQ_SCHEDULED_CRON, * * * * *"
  })
  void aPlaintextIsRefusedWhenItIsScheduled(String property, String value) throws Exception {
    BytesMessage message = client.bytes(PLAINTEXT);
    if (property.endsWith("CRON")) {
      message.setStringProperty(property, value);
    } else {
      message.setLongProperty(property, Long.parseLong(value));
    }

    assertThatThrownBy(() -> client.send("LATER", message))
        .hasMessageStartingWith("[require-encrypted-body] message to queue://LATER");

    assertThat(broker.scheduledMessages()).isZero();
  }

  @Test
  void anEncryptedMessageIsDeliveredWhenItIsDue() throws Exception {
    MessageConsumer consumer = client.consumer("LATER");
    BytesMessage message = client.bytes(ENCRYPTED);
    message.setLongProperty(ScheduledMessage.AMQ_SCHEDULED_DELAY, 100);

    client.send("LATER", message);

    assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
    assertThat(broker.scheduledMessages()).isZero();
  }

  @Test
  void anEncryptedMessageThatAConsumerFailedToHandleComesBack() throws Exception {
    client.send("REDELIVERED", ENCRYPTED);
    RedeliveryPolicy never = new RedeliveryPolicy();
    never.setMaximumRedeliveries(0);
    client.connection().setRedeliveryPolicy(never);
    Session session = client.connection().createSession(true, Session.SESSION_TRANSACTED);
    MessageConsumer consumer = session.createConsumer(OpenWire.destination("REDELIVERED"));

    assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
    session.rollback();
    assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
    session.commit();

    assertThat(OpenWire.isSilent(client.consumer("ActiveMQ.DLQ"))).isTrue();
  }

  @Test
  void statisticsAnswerToWhereTheRequesterMayWrite() throws Exception {
    TemporaryQueue replies = client.session().createTemporaryQueue();
    MessageConsumer consumer = client.session().createConsumer(replies);

    request(client, STATISTICS, client.session().createMessage(), (ActiveMQDestination) replies);

    assertThat(((MapMessage) OpenWire.next(consumer)).getString("brokerName"))
        .isEqualTo(broker.getBrokerName());
  }

  @Test
  void theSchedulerAnswersToWhereTheRequesterMayWrite() throws Exception {
    BytesMessage scheduled = client.bytes(ENCRYPTED);
    scheduled.setLongProperty(ScheduledMessage.AMQ_SCHEDULED_DELAY, FAR_AWAY_MILLIS);
    client.send("LATER", scheduled);
    TemporaryQueue replies = client.session().createTemporaryQueue();
    MessageConsumer consumer = client.session().createConsumer(replies);

    request(client, SCHEDULER, browse(client), (ActiveMQDestination) replies);
    assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);

    Message removeAll = client.session().createMessage();
    removeAll.setStringProperty(
        ScheduledMessage.AMQ_SCHEDULER_ACTION, ScheduledMessage.AMQ_SCHEDULER_ACTION_REMOVEALL);
    client.send(SCHEDULER, removeAll);
    assertThat(broker.scheduledMessages()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        STATISTICS,
        "queue://activemq.STATISTICS.broker",
        "queue://ActiveMQ.Statistics.Destination.SECRET",
        "topic://ActiveMQ.Statistics.Subscription",
        SCHEDULER
      })
  void nobodyMakesTheBrokerWriteWhereHeMayNot(String service) throws Exception {
    MessageConsumer secret = client.consumer("SECRET");
    try (OpenWire user = OpenWire.connect(broker, "user")) {

      assertThatThrownBy(
              () -> request(user, service, browse(user), OpenWire.destination("queue://SECRET")))
          .hasMessageStartingWith(
              "[require-authorization] user \"user\": the authorization map does not let it write"
                  + " to queue://SECRET");
    }
    assertThat(OpenWire.isSilent(secret)).isTrue();
  }

  @Test
  void aRequestWithABodyIsStillJudged() throws Exception {
    TemporaryQueue replies = client.session().createTemporaryQueue();

    assertThatThrownBy(
            () ->
                request(
                    client,
                    STATISTICS,
                    client.session().createTextMessage("4711"),
                    (ActiveMQDestination) replies))
        .hasMessageStartingWith("[require-encrypted-body] message to " + STATISTICS);
  }

  private static Message browse(OpenWire client) throws Exception {
    Message message = client.session().createMessage();
    message.setStringProperty(
        ScheduledMessage.AMQ_SCHEDULER_ACTION, ScheduledMessage.AMQ_SCHEDULER_ACTION_BROWSE);
    return message;
  }

  private static void request(
      OpenWire client, String service, Message message, ActiveMQDestination replyTo)
      throws Exception {
    message.setJMSReplyTo(replyTo);
    // Registered nowhere, since registering needs the right to write.
    try (MessageProducer producer = client.session().createProducer(null)) {
      producer.send(OpenWire.destination(service), message);
    }
  }
}
