package io.portcullis.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.KeyService;
import io.portcullis.testing.KeyService.Answer;
import io.portcullis.testing.OpenWire;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.QueueBrowser;
import jakarta.jms.Session;
import jakarta.jms.TextMessage;
import jakarta.jms.TransactionRolledBackException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.activemq.ActiveMQSession;
import org.apache.activemq.command.ActiveMQQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A key service that is away is told from one that refuses, and no message is lost for it. */
class KeyServiceUnavailableIT {

  private static final String QUEUE = "ORDERS";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What must not be seen in any error. */
  private static final List<String> SECRETS =
      List.of("arn:", "111122223333", "about the key", "tenant-blue", "account");

  private static GatedBroker broker;
  private static KeyService keys;

  private OpenWire client;

  @BeforeAll
  static void start() throws Exception {
    broker = GatedBroker.create().withoutGate().started();
    keys = KeyService.started();
  }

  @AfterAll
  static void stop() {
    keys.close();
    broker.close();
  }

  @BeforeEach
  void send() throws Exception {
    client =
        OpenWire.inVm(broker, "admin")
            .with(
                EncryptingMessageTransformer.builder()
                    .materials(keys.keyring())
                    .context(Map.of("tenant", "tenant-blue"))
                    .build());
    client.connection().getRedeliveryPolicy().setInitialRedeliveryDelay(1);
    client.connection().getRedeliveryPolicy().setRedeliveryDelay(1);
    client.sendText(QUEUE, "account 1");
    client.sendText(QUEUE, "account 2");
  }

  @AfterEach
  void forget() throws Exception {
    client.close();
    keys.answering(Answer.DATA_KEY);
    broker.getBrokerService().removeDestination(new ActiveMQQueue(QUEUE));
  }

  private Session session(int mode) throws JMSException {
    return client.connection().createSession(mode == Session.SESSION_TRANSACTED, mode);
  }

  private static MessageConsumer consumer(Session session) throws JMSException {
    return session.createConsumer(new ActiveMQQueue(QUEUE));
  }

  private static String text(Message message) throws JMSException {
    return ((TextMessage) message).getText();
  }

  @ParameterizedTest
  @EnumSource(
      names = {
        "UNAVAILABLE",
        "INTERNAL",
        "TIMED_OUT",
        "KEY_UNAVAILABLE",
        "THROTTLED",
        "EXPIRED",
        "HANG_UP",
        "SILENCE"
      })
  void anAnswerThatMayChangeIsToldWithItsCauseAndWithoutNames(Answer answer) throws Exception {
    keys.answering(answer);

    Message message = OpenWire.next(client.consumer(QUEUE));

    KeyServiceUnavailableException thrown =
        catchThrowableOfType(KeyServiceUnavailableException.class, () -> text(message));
    assertThat(thrown)
        .hasMessageStartingWith(
            "the body of a message from queue://ORDERS cannot be decrypted now: the service of its keys"
                + " does not answer, or cannot now (")
        .hasMessageEndingWith("); let the message come again");
    assertThat(thrown.getLinkedException()).isSameAs(thrown.getCause());
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString())
        .contains("Caused by: io.portcullis.client.CauseWithoutText: software.amazon.cryptography.")
        .containsPattern("CauseWithoutText: software.amazon.awssdk.[a-z.]+\\.\\w+Exception")
        .doesNotContain(SECRETS);
  }

  @ParameterizedTest
  @EnumSource(names = {"DENIED", "DISABLED", "INVALID"})
  void anAnswerThatStaysIsARefusal(Answer answer) throws Exception {
    keys.answering(answer);

    Message message = OpenWire.next(client.consumer(QUEUE));

    assertThatThrownBy(() -> text(message))
        .isExactlyInstanceOf(JMSException.class)
        .hasMessageStartingWith("the body of a message from queue://ORDERS is refused: none of its")
        .hasNoCause();
  }

  @Test
  void whatCannotBeEncryptedNowIsToldSo() throws Exception {
    try (KeyService gone = KeyService.started();
        OpenWire sender = OpenWire.inVm(broker, "admin")) {
      sender.with(EncryptingMessageTransformer.builder().materials(gone.keyring()).build());
      gone.withoutDataKeys();

      assertThat(catchThrowable(() -> sender.sendText("OTHER", "account")))
          .isInstanceOf(KeyServiceUnavailableException.class)
          .hasMessageStartingWith("the body for queue://OTHER was not encrypted (")
          .hasMessageEndingWith("; nothing was sent");
    }
  }

  @Test
  void aTransactionThatReceivedItCannotBeCommitted() throws Exception {
    keys.answering(Answer.UNAVAILABLE, 1);
    try (Session session = session(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = consumer(session)) {
      OpenWire.next(consumer);
      OpenWire.next(consumer);

      assertThatThrownBy(session::commit).isInstanceOf(TransactionRolledBackException.class);

      assertThat(text(OpenWire.next(consumer))).isEqualTo("account 1");
      assertThat(text(OpenWire.next(consumer))).isEqualTo("account 2");
      session.commit();
      assertThat(OpenWire.isSilent(consumer)).isTrue();
    }
  }

  @Test
  void aRollbackBringsItAgain() throws Exception {
    keys.answering(Answer.HANG_UP, 1);
    try (Session session = session(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = consumer(session)) {
      Message first = OpenWire.next(consumer);
      assertThatThrownBy(() -> text(first)).isInstanceOf(KeyServiceUnavailableException.class);
      session.rollback();

      assertThat(text(OpenWire.next(consumer))).isEqualTo("account 1");
      session.commit();
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void itCannotBeAcknowledgedAndComesAgain(Mode mode) throws Exception {
    keys.answering(Answer.THROTTLED, 1);
    try (Session session = session(mode.code);
        MessageConsumer consumer = consumer(session)) {
      Message first = OpenWire.next(consumer);

      assertThatThrownBy(first::acknowledge).isInstanceOf(KeyServiceUnavailableException.class);
      session.recover();

      Message again = OpenWire.next(consumer);
      assertThat(text(again)).isEqualTo("account 1");
      again.acknowledge();
    }
  }

  enum Mode {
    CLIENT(Session.CLIENT_ACKNOWLEDGE),
    INDIVIDUAL(ActiveMQSession.INDIVIDUAL_ACKNOWLEDGE);

    private final int code;

    Mode(int code) {
      this.code = code;
    }
  }

  /** ActiveMQ calls the next listener in the same transaction, whose commit would take both. */
  @Test
  void aListenersNextCommitDoesNotTakeItAway() throws Exception {
    keys.answering(Answer.INTERNAL, 1);
    List<String> read = new CopyOnWriteArrayList<>();
    try (Session session = session(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = consumer(session)) {
      consumer.setMessageListener(
          message -> {
            try {
              String text = text(message);
              session.commit();
              read.add(text);
            } catch (KeyServiceUnavailableException e) {
              // This application forgets to roll back.
            } catch (JMSException e) {
              throw new IllegalStateException(e);
            }
          });

      await().atMost(PATIENCE).until(() -> read.size() >= 2);
      assertThat(read).containsExactlyInAnyOrder("account 1", "account 2");
      assertThat(broker.queue(QUEUE).getQueueSize()).isZero();
    }
  }

  @Test
  void aListenerThatFailsGetsItAgainWithAutomaticAcknowledgement() throws Exception {
    keys.answering(Answer.HANG_UP, 2);
    List<String> read = new CopyOnWriteArrayList<>();
    try (Session session = session(Session.AUTO_ACKNOWLEDGE);
        MessageConsumer consumer = consumer(session)) {
      consumer.setMessageListener(
          message -> {
            try {
              read.add(text(message));
            } catch (JMSException e) {
              throw new IllegalStateException(e);
            }
          });

      await().atMost(PATIENCE).until(() -> read.size() >= 2);
      assertThat(read).containsExactly("account 1", "account 2");
    }
  }

  @Test
  void browsingForbidsNoCommit() throws Exception {
    try (Session session = session(Session.SESSION_TRANSACTED);
        MessageConsumer consumer = consumer(session)) {
      assertThat(text(OpenWire.next(consumer))).isEqualTo("account 1");
      keys.answering(Answer.UNAVAILABLE);
      try (QueueBrowser browser = session.createBrowser(new ActiveMQQueue(QUEUE))) {
        Message seen = (Message) browser.getEnumeration().nextElement();
        assertThatThrownBy(() -> text(seen)).isInstanceOf(KeyServiceUnavailableException.class);

        session.commit();
      }
    }
    assertThat(broker.queue(QUEUE).getQueueSize()).isEqualTo(1);
  }
}
