package io.portcullis.scenario.bodies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.Bodies;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.RawProducer;
import io.portcullis.testing.XaIds;
import jakarta.jms.BytesMessage;
import jakarta.jms.DeliveryMode;
import jakarta.jms.JMSException;
import jakarta.jms.MessageConsumer;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.XASession;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.transaction.xa.XAException;
import javax.transaction.xa.XAResource;
import org.apache.activemq.ActiveMQXAConnectionFactory;
import org.apache.activemq.command.XATransactionId;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways in which a client of OpenWire can hand a message to the broker. */
class OpenWireSendsTest {

  private static final byte[] PLAINTEXT = "account 4711".getBytes(StandardCharsets.UTF_8);
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(PLAINTEXT);
  private static final String REFUSED = "[require-encrypted-body] message to ";

  @AutoClose private static GatedBroker broker;
  @AutoClose private OpenWire client;

  @BeforeAll
  static void start() throws Exception {
    broker =
        GatedBroker.listening("ssl")
            .with(gate -> gate.setBodyPolicies(List.of(Bodies.anyOnQueue("OPEN.>"))))
            .started();
  }

  @BeforeEach
  void connect() throws Exception {
    client = OpenWire.connect(broker, "admin");
  }

  @Test
  void aTransactionWithAPlaintextInItFailsAsAWhole() throws Exception {
    MessageConsumer consumer = client.consumer("TRANSACTED");
    Session session = client.connection().createSession(true, Session.SESSION_TRANSACTED);
    MessageProducer producer = session.createProducer(session.createQueue("TRANSACTED"));

    producer.send(client.bytes(ENCRYPTED));
    producer.send(client.bytes(PLAINTEXT));
    producer.send(client.bytes(ENCRYPTED));
    assertThatThrownBy(session::commit).isInstanceOf(JMSException.class);
    assertThat(OpenWire.isSilent(consumer)).isTrue();

    producer.send(client.bytes(ENCRYPTED));
    session.commit();
    assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
    assertThat(broker.queue("TRANSACTED").getEnqueueCount()).isEqualTo(1);
  }

  @ParameterizedTest(name = "one phase {0}")
  @ValueSource(booleans = {true, false})
  void aDistributedTransactionWithAPlaintextInItFailsAsAWhole(boolean onePhase) throws Exception {
    String queue = "XA." + onePhase;
    MessageConsumer consumer = client.consumer(queue);
    var factory =
        new ActiveMQXAConnectionFactory("vm://%s?create=false".formatted(broker.getBrokerName()));
    try (var connection = factory.createXAConnection("admin", GatedBroker.PASSWORD)) {
      connection.start();
      XASession session = connection.createXASession();
      MessageProducer producer = session.createProducer(session.createQueue(queue));
      XAResource resource = session.getXAResource();

      XATransactionId refused = begin(resource, 1);
      producer.send(client.bytes(ENCRYPTED));
      producer.send(client.bytes(PLAINTEXT));
      resource.end(refused, XAResource.TMSUCCESS);
      assertThatThrownBy(() -> commit(resource, refused, onePhase)).isInstanceOf(XAException.class);
      assertThat(OpenWire.isSilent(consumer)).isTrue();

      XATransactionId accepted = begin(resource, 2);
      producer.send(client.bytes(ENCRYPTED));
      resource.end(accepted, XAResource.TMSUCCESS);
      commit(resource, accepted, onePhase);
      assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
      assertThat(broker.queue(queue).getEnqueueCount()).isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "one phase {0}")
  @ValueSource(booleans = {true, false})
  void aDistributedTransactionOfOnePlaintextDoesNotSucceedEither(boolean onePhase)
      throws Exception {
    var factory =
        new ActiveMQXAConnectionFactory("vm://%s?create=false".formatted(broker.getBrokerName()));
    try (var connection = factory.createXAConnection("admin", GatedBroker.PASSWORD)) {
      XASession session = connection.createXASession();
      MessageProducer producer = session.createProducer(session.createQueue("XA.ALONE"));
      XAResource resource = session.getXAResource();

      XATransactionId refused = begin(resource, onePhase ? 3 : 4);
      producer.send(client.bytes(PLAINTEXT));
      resource.end(refused, XAResource.TMSUCCESS);

      assertThatThrownBy(() -> commit(resource, refused, onePhase)).isInstanceOf(XAException.class);
    }
  }

  private static XATransactionId begin(XAResource resource, int number) throws XAException {
    XATransactionId transaction = XaIds.of(number);
    resource.start(transaction, XAResource.TMNOFLAGS);
    return transaction;
  }

  private static void commit(XAResource resource, XATransactionId transaction, boolean onePhase)
      throws XAException {
    if (!onePhase) {
      resource.prepare(transaction);
    }
    resource.commit(transaction, onePhase);
  }

  @ParameterizedTest(name = "delivery mode {0}")
  @ValueSource(ints = {DeliveryMode.PERSISTENT, DeliveryMode.NON_PERSISTENT})
  void whoDoesNotWaitForAnAnswerHearsItThroughTheExceptionListener(int mode) throws Exception {
    String queue = "ASYNC." + mode;
    CompletableFuture<JMSException> heard = new CompletableFuture<>();
    MessageConsumer consumer = client.consumer(queue);
    client.connection().setUseAsyncSend(true);
    client.connection().setExceptionListener(heard::complete);
    try (MessageProducer producer = client.session().createProducer(OpenWire.destination(queue))) {
      producer.setDeliveryMode(mode);

      producer.send(client.bytes(PLAINTEXT));
      assertThat(heard.get(10, TimeUnit.SECONDS))
          .hasMessageStartingWith(REFUSED + "queue://" + queue);

      producer.send(client.bytes(ENCRYPTED));
      assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
    }
    assertThat(broker.queue(queue).getEnqueueCount()).isEqualTo(1);
  }

  @Test
  void aCompositeDestinationIsOpenOnlyIfAllItsPartsAre() throws Exception {
    MessageConsumer one = client.consumer("OPEN.C1");
    MessageConsumer two = client.consumer("OPEN.C2");
    MessageConsumer secret = client.consumer("topic://SECRET.C");

    client.send("queue://OPEN.C1,queue://OPEN.C2", PLAINTEXT);
    assertThat(OpenWire.receive(one)).isEqualTo(PLAINTEXT);
    assertThat(OpenWire.receive(two)).isEqualTo(PLAINTEXT);

    for (String mixed :
        List.of(
            "queue://OPEN.C1,topic://SECRET.C",
            "topic://SECRET.C,queue://OPEN.C1",
            "queue://OPEN.C1,queue://OPEN.C2,topic://SECRET.C")) {
      assertThatThrownBy(() -> client.send(mixed, PLAINTEXT)).hasMessageStartingWith(REFUSED);
    }
    assertThat(OpenWire.isSilent(one)).isTrue();
    assertThat(OpenWire.isSilent(secret)).isTrue();

    client.send("queue://OPEN.C1,topic://SECRET.C", ENCRYPTED);
    assertThat(OpenWire.receive(one)).isEqualTo(ENCRYPTED);
    assertThat(OpenWire.receive(secret)).isEqualTo(ENCRYPTED);
  }

  @Test
  void aProducerRegisteredOnAnOpenQueueSendsThereAndNowhereElse() throws Exception {
    MessageConsumer open = client.consumer("OPEN.R1");
    MessageConsumer secret = client.consumer("SECRET.R1");
    RawProducer producer = RawProducer.registered(client, "OPEN.R1");

    producer.send("OPEN.R1", PLAINTEXT);
    assertThat(OpenWire.receive(open)).isEqualTo(PLAINTEXT);

    assertThatThrownBy(() -> producer.send("SECRET.R1", PLAINTEXT))
        .hasMessageStartingWith(REFUSED + "queue://SECRET.R1");
    assertThatThrownBy(() -> producer.send("queue://OPEN.R1,queue://SECRET.R1", PLAINTEXT))
        .hasMessageStartingWith(REFUSED);
    assertThat(OpenWire.isSilent(secret)).isTrue();

    producer.send("OPEN.R1", ENCRYPTED);
    assertThat(OpenWire.receive(open)).isEqualTo(ENCRYPTED);
  }

  /** ActiveMQ would deliver to where the producer is registered. */
  @Test
  void aProducerRegisteredOnAnEncryptedQueueCannotNameAnOpenOne() throws Exception {
    MessageConsumer open = client.consumer("OPEN.R2");
    MessageConsumer secret = client.consumer("SECRET.R2");
    RawProducer producer = RawProducer.registered(client, "SECRET.R2");

    producer.send("SECRET.R2", ENCRYPTED);
    assertThat(OpenWire.receive(secret)).isEqualTo(ENCRYPTED);

    assertThatThrownBy(() -> producer.send("OPEN.R2", PLAINTEXT)).hasMessageStartingWith(REFUSED);
    assertThat(OpenWire.isSilent(secret)).isTrue();
    assertThat(OpenWire.isSilent(open)).isTrue();

    producer.send("SECRET.R2", ENCRYPTED);
    assertThat(OpenWire.receive(secret)).isEqualTo(ENCRYPTED);
  }

  /** ActiveMQ then goes by each message. */
  @Test
  void aProducerRegisteredOnSeveralQueuesIsJudgedByEachMessage() throws Exception {
    MessageConsumer open = client.consumer("OPEN.R3");
    MessageConsumer secret = client.consumer("SECRET.R3");
    RawProducer producer = RawProducer.registered(client, "queue://OPEN.R3,queue://SECRET.R3");

    producer.send("OPEN.R3", PLAINTEXT);
    assertThat(OpenWire.receive(open)).isEqualTo(PLAINTEXT);
    assertThatThrownBy(() -> producer.send("SECRET.R3", PLAINTEXT))
        .hasMessageStartingWith(REFUSED + "queue://SECRET.R3");
    producer.send("OPEN.R3", PLAINTEXT);
    assertThat(OpenWire.receive(open)).isEqualTo(PLAINTEXT);
    producer.send("SECRET.R3", ENCRYPTED);
    assertThat(OpenWire.receive(secret)).isEqualTo(ENCRYPTED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"queue://CLAIMED", "topic://ActiveMQ.Advisory.Claimed"})
  void whoClaimsToBeAnAdvisoryGainsNothing(String destination) throws Exception {
    MessageConsumer consumer = client.consumer(destination);
    BytesMessage plaintext = client.bytes(PLAINTEXT);
    plaintext.setJMSType("Advisory");
    BytesMessage encrypted = client.bytes(ENCRYPTED);
    encrypted.setJMSType("Advisory");

    assertThatThrownBy(() -> client.send(destination, plaintext))
        .hasMessageStartingWith(REFUSED + destination);

    client.send(destination, encrypted);
    assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
  }

  @Test
  void insideTheJvmNothingIsDifferent() throws Exception {
    try (OpenWire inside = OpenWire.inVm(broker, "admin")) {
      MessageConsumer consumer = inside.consumer("VM");

      assertThatThrownBy(() -> inside.sendText("VM", "account 4711"))
          .hasMessageStartingWith(REFUSED + "queue://VM");
      assertThatThrownBy(() -> inside.send("VM", PLAINTEXT)).hasMessageStartingWith(REFUSED);
      assertThatThrownBy(() -> inside.send("VM", inside.session().createObjectMessage("4711")))
          .hasMessageStartingWith(REFUSED);

      inside.send("VM", ENCRYPTED);
      assertThat(OpenWire.receive(consumer)).isEqualTo(ENCRYPTED);
      String base64 = Base64.getEncoder().encodeToString(ENCRYPTED);
      inside.sendText("VM", base64);
      assertThat(((TextMessage) OpenWire.next(consumer)).getText()).isEqualTo(base64);
    }
  }

  /** The console's send page makes a text message and sends it over vm:// as the console's user. */
  @Test
  void theWayOfTheWebConsolesSendPageIsJudgedLikeAnyOther() throws Exception {
    try (OpenWire console = OpenWire.inVm(broker, "console")) {
      assertThatThrownBy(() -> console.sendText("queue://CONSOLE", "account 4711"))
          .hasMessageStartingWith("[require-encrypted-body] message to queue://CONSOLE: ");

      assertThat(OpenWire.isSilent(console.consumer("queue://CONSOLE"))).isTrue();
    }
  }

  @Test
  void insideTheJvmNobodyIsLetInWithoutALogin() {
    String uri = "vm://%s?create=false".formatted(broker.getBrokerName());

    assertThatThrownBy(() -> OpenWire.connect(uri, null, null).close())
        .isInstanceOf(JMSException.class);
    assertThatThrownBy(() -> OpenWire.connect(uri, "admin", "wrong").close())
        .isInstanceOf(JMSException.class);
  }
}
