package io.portcullis.scenario.rights;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.RawPeer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.activemq.broker.region.AbstractRegion;
import org.apache.activemq.broker.region.RegionBroker;
import org.apache.activemq.command.ActiveMQBytesMessage;
import org.apache.activemq.command.ActiveMQTopic;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.command.ConsumerControl;
import org.apache.activemq.command.ConsumerId;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.command.ExceptionResponse;
import org.apache.activemq.command.MessageId;
import org.apache.activemq.command.ProducerId;
import org.apache.activemq.command.ProducerInfo;
import org.apache.activemq.command.Response;
import org.apache.activemq.command.SessionInfo;
import org.apache.activemq.util.ByteSequence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client puts into the commands that it may send, and what stays of them. */
class MessageIdsTest {

  private static final byte[] BODY = Ciphertexts.encrypt("secret".getBytes(StandardCharsets.UTF_8));

  private GatedBroker broker;
  private RawPeer peer;
  private SessionInfo session;
  private ProducerInfo producer;

  @BeforeEach
  void connect() throws Exception {
    broker = GatedBroker.listening("ssl").started();
    peer = RawPeer.connect(broker, "ssl");
    ConnectionInfo login = RawPeer.login("admin");
    session = new SessionInfo(login, 1);
    producer = new ProducerInfo(session, 1);
    peer.ask(login);
    peer.ask(session);
    peer.ask(producer);
  }

  @AfterEach
  void close() throws Exception {
    peer.close();
    broker.close();
  }

  private Response send(ProducerId origin, long number) throws Exception {
    ActiveMQBytesMessage message = new ActiveMQBytesMessage();
    message.setContent(new ByteSequence(BODY));
    message.setDestination(OpenWire.destination("NUMBERED"));
    message.setProducerId(producer.getProducerId());
    message.setMessageId(new MessageId(origin, number));
    message.setResponseRequired(true);
    return peer.ask(message);
  }

  private static String refusal(Response answer) {
    return ((ExceptionResponse) answer).getException().getMessage();
  }

  /** The broker would take the messages of whoever has the id for duplicates. */
  @Test
  void aMessageHasTheIdOfItsOwnProducer() throws Exception {
    try (OpenWire victim = OpenWire.connect(broker, "admin")) {
      String id = victim.connection().getConnectionInfo().getConnectionId().getValue();
      ProducerId others = new ProducerId(id + ":1:1");

      assertThat(refusal(send(others, 1)))
          .startsWith("[require-authorization] client tcp://127.0.0.1:")
          .contains("carries an id of connection \"" + id + "\"");
    }
  }

  /** The store would walk to such a number step by step, and nobody could send meanwhile. */
  @ParameterizedTest
  @ValueSource(longs = {64L * Integer.MAX_VALUE, Long.MAX_VALUE, 300_000_000, -1, Long.MIN_VALUE})
  void aMessageIsNumberedAfterTheOneBefore(long number) throws Exception {
    assertThat(send(producer.getProducerId(), 7)).isNotInstanceOf(ExceptionResponse.class);

    assertThat(refusal(send(producer.getProducerId(), number)))
        .contains("its message has the number " + number + ", far from those before it");
    assertThat(send(producer.getProducerId(), 8)).isNotInstanceOf(ExceptionResponse.class);
    assertThat(broker.queue("NUMBERED").getEnqueueCount()).isEqualTo(2);
  }

  @Test
  void aFirstNumberMayBeHigh() throws Exception {
    assertThat(send(producer.getProducerId(), 4_000_000_000L))
        .isNotInstanceOf(ExceptionResponse.class);
  }

  /** A lock for each would stay in the broker until it ends. */
  @Test
  void nothingStaysOfAConsumerThatWasRefused() throws Exception {
    AbstractRegion queues =
        (AbstractRegion)
            ((RegionBroker) broker.getBrokerService().getRegionBroker()).getQueueRegion();
    var field = AbstractRegion.class.getDeclaredField("consumerChangeMutexMap");
    field.setAccessible(true);
    int before = ((Map<?, ?>) field.get(queues)).size();
    for (int i = 1; i <= 50; i++) {
      ConsumerInfo consumer = new ConsumerInfo(session, i);
      consumer.setDestination(OpenWire.destination("NUMBERED"));
      consumer.setSelector("a =");

      assertThat(peer.ask(consumer)).isInstanceOf(ExceptionResponse.class);
    }
    assertThat(((Map<?, ?>) field.get(queues)).size()).isEqualTo(before);
  }

  @Test
  void aWordAboutAConsumerMakesNoPattern() throws Exception {
    ConsumerInfo consumer = new ConsumerInfo(session, 1);
    consumer.setDestination(OpenWire.destination("NUMBERED"));
    peer.ask(consumer);
    ConsumerControl control = new ConsumerControl();
    control.setConsumerId(new ConsumerId(session.getSessionId(), 1));
    control.setDestination(new ActiveMQTopic("SECRET.>"));

    assertThat(refusal(peer.ask(control))).startsWith("[require-authorization] ");
    control.setDestination(OpenWire.destination("NUMBERED"));
    control.setPrefetch(5);
    assertThat(peer.ask(control)).isNotInstanceOf(ExceptionResponse.class);
  }
}
