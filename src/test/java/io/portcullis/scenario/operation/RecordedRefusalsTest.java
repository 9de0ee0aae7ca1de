package io.portcullis.scenario.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.AuditLines;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.OpenWire;
import io.portcullis.testing.RawPeer;
import io.portcullis.testing.Rights;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.apache.activemq.command.ActiveMQBytesMessage;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.Command;
import org.apache.activemq.command.ConnectionInfo;
import org.apache.activemq.command.ConsumerId;
import org.apache.activemq.command.ConsumerInfo;
import org.apache.activemq.command.DestinationInfo;
import org.apache.activemq.command.MessageId;
import org.apache.activemq.command.ProducerId;
import org.apache.activemq.command.ProducerInfo;
import org.apache.activemq.command.SessionId;
import org.apache.activemq.command.SessionInfo;
import org.apache.activemq.security.AuthorizationPlugin;
import org.apache.activemq.util.ByteSequence;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Whoever refuses it, a refusal is a line of the audit log, and is counted. */
@Timeout(60)
class RecordedRefusalsTest {

  private static final ActiveMQQueue KEPT = new ActiveMQQueue("Portcullis.Quarantine.KEPT");
  private static final ActiveMQQueue OPERATORS = new ActiveMQQueue("OPERATORS");

  private AuditLines audit;

  @BeforeEach
  void listen() {
    audit = AuditLines.capture();
  }

  @AfterEach
  void stop() {
    audit.close();
  }

  /** What somebody tries, and what ActiveMQ alone would say to it. */
  enum Attempt {
    SEND_NOWHERE("require-encrypted-body", false, "it has no destination"),
    CONSUME_NOWHERE("require-authorization", false, "it names no destination"),
    CREATE_NOTHING("require-authorization", false, "it names no destination"),
    SEND_TO_QUARANTINE("require-authorization", true, "is not authorized to write to: "),
    READ_QUARANTINE("require-authorization", true, "is not authorized to read from: "),
    REMOVE_QUARANTINE("require-authorization", true, "is not authorized to remove: "),
    SEND_WITHOUT_RIGHT("require-authorization", false, "was refused by the broker: "),
    READ_WITHOUT_RIGHT("require-authorization", false, "was refused by the broker: "),
    WRONG_PASSWORD("require-authentication", false, "its user name or password is wrong"),
    LATE("require-authentication", false, "after its login had ended");

    private final String rule;
    private final boolean accepted;
    private final String found;

    Attempt(String rule, boolean accepted, String found) {
      this.rule = rule;
      this.accepted = accepted;
      this.found = found;
    }

    boolean isOfOthers() {
      return this == SEND_WITHOUT_RIGHT || this == READ_WITHOUT_RIGHT || this == WRONG_PASSWORD;
    }
  }

  private static final class Client implements AutoCloseable {

    private final RawPeer peer;
    private final ConnectionInfo login = RawPeer.login("user");
    private final SessionId session = new SessionId(login.getConnectionId(), 1);
    private final ProducerId producer = new ProducerId(session, 1);

    Client(GatedBroker broker) throws Exception {
      peer = RawPeer.connect(broker, "ssl");
    }

    boolean accepts(Command command) throws Exception {
      return !peer.ask(command).isException();
    }

    void logIn() throws Exception {
      assertThat(accepts(login)).isTrue();
      assertThat(accepts(new SessionInfo(session))).isTrue();
      assertThat(accepts(new ProducerInfo(producer))).isTrue();
    }

    private ActiveMQBytesMessage message(ActiveMQDestination destinationOrNull) {
      ActiveMQBytesMessage message = new ActiveMQBytesMessage();
      message.setMessageId(new MessageId(producer, 1));
      message.setProducerId(producer);
      message.setDestination(destinationOrNull);
      message.setContent(new ByteSequence(Ciphertexts.encrypt(new byte[] {1})));
      message.setPersistent(true);
      return message;
    }

    private ConsumerInfo consumer(ActiveMQDestination destinationOrNull) {
      ConsumerInfo consumer = new ConsumerInfo(new ConsumerId(session, 1));
      consumer.setDestination(destinationOrNull);
      consumer.setPrefetchSize(1);
      return consumer;
    }

    private DestinationInfo destination(ActiveMQDestination destinationOrNull, byte operation) {
      return new DestinationInfo(login.getConnectionId(), operation, destinationOrNull);
    }

    boolean tries(Attempt attempt) throws Exception {
      if (attempt == Attempt.WRONG_PASSWORD) {
        login.setPassword("wrong");
        return accepts(login);
      }
      logIn();
      return switch (attempt) {
        case SEND_NOWHERE -> accepts(message(null));
        case CONSUME_NOWHERE -> accepts(consumer(null));
        case CREATE_NOTHING -> accepts(destination(null, DestinationInfo.ADD_OPERATION_TYPE));
        case SEND_TO_QUARANTINE -> accepts(message(KEPT));
        case READ_QUARANTINE -> accepts(consumer(KEPT));
        case REMOVE_QUARANTINE -> accepts(destination(KEPT, DestinationInfo.REMOVE_OPERATION_TYPE));
        case SEND_WITHOUT_RIGHT -> accepts(message(OPERATORS));
        case READ_WITHOUT_RIGHT -> accepts(consumer(OPERATORS));
        case LATE -> {
          assertThat(accepts(login.createRemoveCommand())).isTrue();
          yield accepts(consumer(new ActiveMQQueue("ORDERS")));
        }
        case WRONG_PASSWORD -> throw new IllegalArgumentException();
      };
    }

    @Override
    public void close() throws IOException {
      peer.close();
    }
  }

  /** Users may do anything anywhere, but for one queue. */
  private GatedBroker broker(String mode) throws Exception {
    GatedBroker broker =
        GatedBroker.listening("ssl")
            .with(gate -> gate.setMode(mode))
            .withPlugin(
                new AuthorizationPlugin(
                    Rights.ofOperators()
                        .users("queue://ORDERS", true, true)
                        .users("queue://Portcullis.>", true, true)
                        .users("topic://>", true, true)
                        .map()))
            .started();
    return broker;
  }

  private List<String> lines(Attempt attempt, String disposition) {
    return audit.lines().stream()
        .filter(line -> AuditLines.field(line, "rule").equals(attempt.rule))
        .filter(line -> AuditLines.field(line, "disposition").equals(disposition))
        .filter(line -> AuditLines.field(line, "found").contains(attempt.found))
        .toList();
  }

  @ParameterizedTest
  @EnumSource
  void isALineAndIsCounted(Attempt attempt) throws Exception {
    try (GatedBroker broker = broker("ENFORCE");
        Client client = new Client(broker)) {
      makeQuarantine(broker);
      long before = broker.view().getRefusedCount();

      assertThat(client.tries(attempt)).isFalse();

      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(lines(attempt, "refused")).hasSize(1));
      assertThat(broker.view().getRefusedCount()).isEqualTo(before + 1);
    }
  }

  /** What ActiveMQ's own plugins refuse is refused in every mode, and is said to be. */
  @ParameterizedTest
  @EnumSource(
      value = Attempt.class,
      mode = Mode.EXCLUDE,
      names = {"SEND_WITHOUT_RIGHT", "READ_WITHOUT_RIGHT", "WRONG_PASSWORD"})
  void whereNothingIsRefusedItIsReportedAndGoesTheWayOfActiveMq(Attempt attempt) throws Exception {
    try (GatedBroker broker = broker("REPORT_ONLY");
        Client client = new Client(broker)) {
      makeQuarantine(broker);

      assertThat(client.tries(attempt)).isEqualTo(attempt.accepted);

      assertThat(lines(attempt, "refused")).isEmpty();
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(lines(attempt, "reported")).isNotEmpty());
      assertThat(broker.view().getRefusedCount()).isZero();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Attempt.class,
      names = {"SEND_WITHOUT_RIGHT", "READ_WITHOUT_RIGHT", "WRONG_PASSWORD"})
  void whatOthersRefuseIsALineInEveryMode(Attempt attempt) throws Exception {
    assertThat(attempt.isOfOthers()).isTrue();
    try (GatedBroker broker = broker("REPORT_ONLY");
        Client client = new Client(broker)) {
      assertThat(client.tries(attempt)).isFalse();

      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(() -> assertThat(lines(attempt, "refused")).hasSize(1));
    }
  }

  private static void makeQuarantine(GatedBroker broker) throws Exception {
    try (OpenWire admin = OpenWire.connect(broker, "admin")) {
      admin.create("queue://" + KEPT.getPhysicalName());
    }
  }
}
