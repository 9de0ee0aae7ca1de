package io.portcullis.scenario.bodies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import jakarta.jms.DeliveryMode;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.activemq.RedeliveryPolicy;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.jmx.QueueViewMBean;
import org.apache.activemq.broker.region.DestinationInterceptor;
import org.apache.activemq.broker.region.policy.PolicyEntry;
import org.apache.activemq.broker.region.policy.PolicyMap;
import org.apache.activemq.broker.region.virtual.CompositeQueue;
import org.apache.activemq.broker.region.virtual.MirroredQueue;
import org.apache.activemq.broker.region.virtual.VirtualDestination;
import org.apache.activemq.broker.region.virtual.VirtualDestinationInterceptor;
import org.apache.activemq.broker.region.virtual.VirtualTopic;
import org.apache.activemq.command.ActiveMQMessage;
import org.apache.activemq.command.Message;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the broker itself sends on: virtual destinations, advisories, dead letters, and by JMX. */
class ForwardedMessagesTest {

  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(PLAINTEXT);
  private static final String REFUSED = "[require-encrypted-body] message to ";

  @AutoClose private static GatedBroker broker;
  @AutoClose private OpenWire client;

  @BeforeAll
  static void start() throws Exception {
    broker =
        GatedBroker.listening("ssl")
            .withService(ForwardedMessagesTest::forwarding)
            .with(
                gate ->
                    gate.setBodyPolicies(
                        List.of(
                            Bodies.anyOnTopic("OPEN"),
                            Bodies.anyOnQueue("OPEN"),
                            Bodies.anyOnTopic("Mirror.OPEN"))))
            .started();
  }

  @BeforeEach
  void connect() throws Exception {
    client = OpenWire.connect(broker, "admin");
  }

  private static void forwarding(BrokerService service) {
    CompositeQueue fan = new CompositeQueue();
    fan.setName("FAN");
    fan.setForwardTo(List.of(OpenWire.destination("FAN.A"), OpenWire.destination("topic://FAN.B")));
    VirtualDestinationInterceptor virtual = new VirtualDestinationInterceptor();
    virtual.setVirtualDestinations(new VirtualDestination[] {new VirtualTopic(), fan});
    MirroredQueue mirror = new MirroredQueue();
    mirror.setPrefix("Mirror.");
    mirror.setBrokerService(service);
    service.setDestinationInterceptors(new DestinationInterceptor[] {virtual, mirror});

    PolicyEntry everywhere = new PolicyEntry();
    everywhere.setSendAdvisoryIfNoConsumers(true);
    PolicyMap policies = new PolicyMap();
    policies.setDefaultEntry(everywhere);
    service.setDestinationPolicy(policies);
  }

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource({
    "topic://VirtualTopic.T, queue://Consumer.A.VirtualTopic.T",
    "queue://FAN, queue://FAN.A",
    "queue://FAN, topic://FAN.B",
    "queue://MIRRORED, topic://Mirror.MIRRORED"
  })
  void onlyEncryptedMessagesAreForwarded(String from, String to) throws Exception {
    MessageConsumer consumer = client.consumer(to);

    assertThatThrownBy(() -> client.send(from, PLAINTEXT)).hasMessageStartingWith(REFUSED + from);
    client.send(from, ENCRYPTED);

    assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
    assertThat(OpenWire.isSilent(consumer)).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"topic://OPEN", "queue://OPEN"})
  void theAdvisoryOfAMessageThatNobodyReceivesIsAsOpenAsItsDestination(String destination)
      throws Exception {
    MessageConsumer advisories = client.consumer(advisory(destination));

    sendNonPersistent(destination, PLAINTEXT);

    assertThat(carried(OpenWire.next(advisories))).isEqualTo(PLAINTEXT);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"topic://UNHEARD", "queue://UNHEARD"})
  void theAdvisoryOfAnEncryptedMessageThatNobodyReceivesIsSent(String destination)
      throws Exception {
    MessageConsumer advisories = client.consumer(advisory(destination));

    assertThatThrownBy(() -> sendNonPersistent(destination, PLAINTEXT))
        .hasMessageStartingWith(REFUSED + destination);
    sendNonPersistent(destination, ENCRYPTED);

    assertThat(carried(OpenWire.next(advisories))).isEqualTo(ENCRYPTED);
    assertThat(OpenWire.isSilent(advisories)).isTrue();
  }

  /** ActiveMQ sends these advisories for non-persistent messages alone. */
  private void sendNonPersistent(String destination, byte[] body) throws Exception {
    client.connection().setAlwaysSyncSend(true);
    try (MessageProducer producer =
        client.session().createProducer(OpenWire.destination(destination))) {
      producer.setDeliveryMode(DeliveryMode.NON_PERSISTENT);
      producer.send(client.bytes(body));
    }
  }

  private static String advisory(String destination) {
    return destination.startsWith("topic://")
        ? destination.replace("topic://", "topic://ActiveMQ.Advisory.NoConsumer.Topic.")
        : destination.replace("queue://", "topic://ActiveMQ.Advisory.NoConsumer.Queue.");
  }

  private static byte[] carried(jakarta.jms.Message advisory) {
    Message carried = (Message) ((ActiveMQMessage) advisory).getDataStructure();
    return (carried == null ? (Message) advisory : carried).getContent().toArray();
  }

  @Test
  void aClientCannotSendPlaintextAsAnAdvisory() throws Exception {
    MessageConsumer advisories = client.consumer(advisory("topic://SECRET"));

    assertThatThrownBy(() -> client.send(advisory("topic://SECRET"), PLAINTEXT))
        .hasMessageStartingWith(REFUSED + advisory("topic://SECRET"));

    assertThat(OpenWire.isSilent(advisories)).isTrue();
  }

  @Test
  void anEncryptedMessageThatNobodyCanHandleDiesAsBefore() throws Exception {
    client.send("DYING", ENCRYPTED);

    die("DYING");

    assertThat(OpenWire.receive(client.consumer("ActiveMQ.DLQ"))).isEqualTo(ENCRYPTED);
  }

  private void die(String queue) throws Exception {
    try (OpenWire failing = OpenWire.connect(broker, "admin")) {
      RedeliveryPolicy once = new RedeliveryPolicy();
      once.setMaximumRedeliveries(1);
      once.setInitialRedeliveryDelay(1);
      failing.connection().setRedeliveryPolicy(once);
      Session session = failing.connection().createSession(true, Session.SESSION_TRANSACTED);
      MessageConsumer consumer = session.createConsumer(OpenWire.destination(queue));
      for (int failures = 0; failures < 2; failures++) {
        OpenWire.next(consumer);
        session.rollback();
      }
      await().until(() -> broker.queue(queue).getQueueSize() == 0);
    }
  }

  @Test
  void sendTextMessageIsASendLikeAnyOther() throws Exception {
    client.create("queue://BY-JMX");
    QueueViewMBean queue = broker.queue("BY-JMX");
    String base64 = Base64.getEncoder().encodeToString(ENCRYPTED);

    // Unless it is told otherwise it sends without waiting for an answer.
    queue.sendTextMessage("account 4711", "admin", GatedBroker.PASSWORD);
    assertThatThrownBy(
            () ->
                queue.sendTextMessage(
                    Map.of("JMSDeliveryMode", "2"), "account 4711", "admin", GatedBroker.PASSWORD))
        .hasStackTraceContaining(REFUSED + "queue://BY-JMX");
    assertThatThrownBy(() -> queue.sendTextMessage(base64)).as("without a login").isNotNull();
    queue.sendTextMessage(base64, "admin", GatedBroker.PASSWORD);

    assertThat(OpenWire.next(client.consumer("BY-JMX")).getBody(String.class)).isEqualTo(base64);
    await().until(() -> queue.getEnqueueCount() >= 1);
    assertThat(queue.getEnqueueCount()).isEqualTo(1);
  }

  @Test
  void anOperatorMovesAndCopiesWhatWasAccepted() throws Exception {
    client.send("HERE", ENCRYPTED);
    QueueViewMBean here = broker.queue("HERE");
    String id = String.valueOf(here.browse()[0].get("JMSMessageID"));

    assertThat(here.copyMessageTo(id, "COPY")).isTrue();
    assertThat(here.moveMessageTo(id, "THERE")).isTrue();

    assertThat(OpenWire.receive(client.consumer("COPY"))).isEqualTo(ENCRYPTED);
    assertThat(OpenWire.receive(client.consumer("THERE"))).isEqualTo(ENCRYPTED);
    assertThat(here.getQueueSize()).isZero();
  }

  @Test
  void anOperatorRetriesDeadLetters() throws Exception {
    client.send("RETRIED", ENCRYPTED);
    die("RETRIED");
    QueueViewMBean dead = broker.queue("ActiveMQ.DLQ");
    await().until(() -> dead.getQueueSize() == 1);

    assertThat(dead.retryMessages()).isEqualTo(1);

    assertThat(OpenWire.receive(client.consumer("RETRIED"))).isEqualTo(ENCRYPTED);
    assertThat(dead.getQueueSize()).isZero();
  }
}
