package io.portcullis.scenario.bodies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.BodyPolicy;
import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import jakarta.jms.BytesMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.activemq.ScheduledMessage;
import org.apache.activemq.broker.BrokerService;
import org.apache.activemq.broker.region.CompositeDestinationInterceptor;
import org.apache.activemq.broker.region.DestinationInterceptor;
import org.apache.activemq.broker.region.RegionBroker;
import org.apache.activemq.broker.region.virtual.CompositeQueue;
import org.apache.activemq.broker.region.virtual.CompositeTopic;
import org.apache.activemq.broker.region.virtual.MirroredQueue;
import org.apache.activemq.broker.region.virtual.VirtualDestination;
import org.apache.activemq.broker.region.virtual.VirtualDestinationInterceptor;
import org.apache.activemq.broker.region.virtual.VirtualTopic;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Destinations that take any body and send it on to others, which demand encrypted ones. */
class ForwardingDestinationsTest {

  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(PLAINTEXT);

  private GatedBroker broker;
  private OpenWire client;

  @BeforeEach
  void start() throws Exception {
    broker = sending().started();
    client = OpenWire.connect(broker, "admin");
  }

  @AfterEach
  void stop() throws Exception {
    client.close();
    broker.close();
  }

  private static GatedBroker sending() throws Exception {
    return GatedBroker.listening("ssl")
        .withService(ForwardingDestinationsTest::sendOn)
        .with(
            gate ->
                gate.setBodyPolicies(
                    List.of(
                        Bodies.anyOnTopic("VirtualTopic.>"),
                        Bodies.anyOnTopic("OPEN.>"),
                        Bodies.anyOnQueue("OPEN.>"))));
  }

  private static void sendOn(BrokerService service) {
    VirtualTopic concurrent = new VirtualTopic();
    concurrent.setName("OPEN.CONCURRENT");
    concurrent.setConcurrentSend(true);
    MirroredQueue mirror = new MirroredQueue();
    mirror.setPrefix("Mirror.");
    mirror.setBrokerService(service);
    service.setDestinationInterceptors(
        new DestinationInterceptor[] {
          virtual(
              new VirtualTopic(),
              concurrent,
              queue("OPEN.FAN", false, "queue://OPEN.A", "queue://CLOSED.A", "topic://CLOSED.B"),
              queue("OPEN.PARALLEL", true, "queue://OPEN.A", "queue://CLOSED.A"),
              queue("OPEN.CHAIN", false, "queue://OPEN.FAN"),
              topic("OPEN.NEWS", "queue://CLOSED.A")),
          mirror
        });
    service.setSchedulerSupport(true);
  }

  private static VirtualDestinationInterceptor virtual(VirtualDestination... destinations) {
    VirtualDestinationInterceptor interceptor = new VirtualDestinationInterceptor();
    interceptor.setVirtualDestinations(destinations);
    return interceptor;
  }

  private static CompositeQueue queue(String name, boolean concurrent, String... targets) {
    CompositeQueue queue = new CompositeQueue();
    queue.setName(name);
    queue.setConcurrentSend(concurrent);
    queue.setForwardTo(Arrays.stream(targets).map(OpenWire::destination).toList());
    return queue;
  }

  private static CompositeTopic topic(String name, String target) {
    CompositeTopic topic = new CompositeTopic();
    topic.setName(name);
    topic.setForwardTo(List.of(OpenWire.destination(target)));
    return topic;
  }

  @ParameterizedTest(name = "{0} to {1}")
  @CsvSource({
    "topic://VirtualTopic.T, queue://Consumer.A.VirtualTopic.T, Consumer.A.VirtualTopic.T",
    "topic://OPEN.CONCURRENT, queue://Consumer.A.OPEN.CONCURRENT, Consumer.A.OPEN.CONCURRENT",
    "queue://OPEN.FAN, queue://CLOSED.A, CLOSED.A",
    "queue://OPEN.FAN, topic://CLOSED.B, CLOSED.B",
    "queue://OPEN.PARALLEL, queue://CLOSED.A, CLOSED.A",
    "queue://OPEN.CHAIN, queue://CLOSED.A, CLOSED.A",
    "topic://OPEN.NEWS, queue://CLOSED.A, CLOSED.A",
    "queue://OPEN.MIRRORED, topic://Mirror.OPEN.MIRRORED, Mirror.OPEN.MIRRORED"
  })
  void plaintextDoesNotArriveAndIsKept(String from, String to, String name) throws Exception {
    MessageConsumer consumer = client.consumer(to);
    try (AuditLines audit = AuditLines.capture()) {

      client.send(from, PLAINTEXT);
      client.send(from, ENCRYPTED);

      assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
      assertThat(OpenWire.isSilent(consumer)).isTrue();
      Message kept = OpenWire.next(client.consumer("Portcullis.Quarantine." + name));
      assertThat(kept.getBody(byte[].class)).isEqualTo(PLAINTEXT);
      assertThat(kept.getStringProperty("PortcullisDestination")).isEqualTo(to);
      assertThat(kept.getStringProperty("PortcullisUser")).isEqualTo("admin");
      assertThat(audit.rules("send")).containsExactly("require-encrypted-body");
    }
  }

  @ParameterizedTest
  @CsvSource({"queue://OPEN.CHAIN, true", "queue://OPEN.FAN, false", "queue://CLOSED.A, false"})
  void whatIsSentOnTwiceIsBoundToWhereItsClientSentIt(String bound, boolean arrives)
      throws Exception {
    client.close();
    broker.close();
    BodyPolicy closed = new BodyPolicy();
    closed.setQueue("CLOSED.A");
    closed.setDestinationKey("destination");
    broker =
        sending()
            .with(gate -> gate.setBodyPolicies(List.of(Bodies.anyOnQueue("OPEN.>"), closed)))
            .started();
    client = OpenWire.connect(broker, "admin");
    MessageConsumer consumer = client.consumer("CLOSED.A");

    client.send(
        "OPEN.CHAIN",
        Ciphertexts.encrypt(Ciphertexts.DEFAULT_SUITE, PLAINTEXT, Map.of("destination", bound)));

    assertThat(consumer.receive(1_000) != null).isEqualTo(arrives);
  }

  @Test
  void whatTakesAnyBodyGetsIt() throws Exception {
    MessageConsumer open = client.consumer("OPEN.A");

    client.send("OPEN.FAN", PLAINTEXT);

    assertThat(OpenWire.receive(open)).isEqualTo(PLAINTEXT);
  }

  @Test
  void thereIsNoWayAroundThroughTheScheduler() throws Exception {
    MessageConsumer closed = client.consumer("topic://CLOSED.B");
    BytesMessage scheduled = client.bytes(PLAINTEXT);
    scheduled.setLongProperty(ScheduledMessage.AMQ_SCHEDULED_DELAY, 1);

    client.send("OPEN.FAN", scheduled);

    assertThat(OpenWire.receive(client.consumer("Portcullis.Quarantine.CLOSED.B")))
        .as("though the broker sends it in its own name")
        .isEqualTo(PLAINTEXT);
    assertThat(OpenWire.isSilent(closed)).isTrue();
  }

  @Test
  void whereTheQuarantineIsFullItsSenderIsRefused() throws Exception {
    client.close();
    broker.close();
    broker = sending().with(gate -> gate.setQuarantineMaxMessages("0")).started();
    client = OpenWire.connect(broker, "admin");
    MessageConsumer closed = client.consumer("queue://CLOSED.A");

    assertThatThrownBy(() -> client.send("topic://OPEN.NEWS", PLAINTEXT))
        .hasMessage(
            "[require-encrypted-body] message to queue://CLOSED.A: its body is not an AWS"
                + " Encryption SDK message, it looks like plain text; encrypt it with the AWS"
                + " Encryption SDK before sending, see"
                + " https://docs.aws.amazon.com/encryption-sdk/latest/developer-guide/");

    assertThat(OpenWire.isSilent(closed)).isTrue();
  }

  /** What a change of the configuration while the broker runs does. */
  @Test
  void aVirtualDestinationThatIsAddedLaterDoesNotGetAround() throws Exception {
    client.create("queue://OPEN.LATER");
    MessageConsumer closed = client.consumer("CLOSED.A");
    wrapAround(virtual(queue("OPEN.LATER", false, "queue://CLOSED.A")));

    client.send("OPEN.LATER", PLAINTEXT);
    client.send("OPEN.LATER", ENCRYPTED);

    assertThat(OpenWire.receive(closed)).isEqualTo(ENCRYPTED);
    assertThat(OpenWire.isSilent(closed)).isTrue();
  }

  @Test
  void theQuarantineStaysGuardedWhenMirrorsAreAddedLater() throws Exception {
    client.send("OPEN.FAN", PLAINTEXT);
    MirroredQueue mirror = new MirroredQueue();
    mirror.setPrefix("Later.");
    mirror.setBrokerService(broker.getBrokerService());
    wrapAround(mirror);
    try (OpenWire user = OpenWire.connect(broker, "user")) {

      assertThatThrownBy(() -> user.consumer("Portcullis.Quarantine.CLOSED.A"))
          .hasMessageContaining("is not authorized to read from");
      MessageConsumer mirrored = client.consumer("topic://Later.Portcullis.Quarantine.CLOSED.A");
      client.send("OPEN.FAN", PLAINTEXT);
      assertThat(OpenWire.isSilent(mirrored)).isTrue();
    }
  }

  private void wrapAround(DestinationInterceptor interceptor) throws Exception {
    RegionBroker regions =
        (RegionBroker) broker.getBrokerService().getBroker().getAdaptor(RegionBroker.class);
    CompositeDestinationInterceptor all =
        (CompositeDestinationInterceptor) regions.getDestinationInterceptor();
    DestinationInterceptor[] more =
        Arrays.copyOf(all.getInterceptors(), all.getInterceptors().length + 1);
    more[more.length - 1] = interceptor;
    all.setInterceptors(more);
    regions.reapplyInterceptor();
  }
}
