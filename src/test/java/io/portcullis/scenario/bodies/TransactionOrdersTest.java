package io.portcullis.scenario.bodies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.portcullis.esdk.Ciphertexts;
import io.portcullis.testing.CommandClient;
import io.portcullis.testing.GatedBroker;
import io.portcullis.testing.Rights;
import io.portcullis.testing.XaIds;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.transaction.xa.XAException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ConnectionId;
import org.apache.activemq.command.LocalTransactionId;
import org.apache.activemq.command.TransactionId;
import org.apache.activemq.command.TransactionInfo;
import org.apache.activemq.security.AuthorizationPlugin;

/**
 * Messages of a transaction in any order, and any end of it. Exactly the transactions without a
 * refused message take effect, and the first refusal is the reason of the others.
 */
class TransactionOrdersTest {

  private static final byte[] PLAINTEXT = {1, 2, 3};
  private static final byte[] ENCRYPTED = Ciphertexts.encrypt(PLAINTEXT);
  private static final ActiveMQQueue QUEUE = new ActiveMQQueue("WHOLE");

  private static GatedBroker broker;
  private static int number;

  /** A message. */
  enum Step {
    GOOD("WHOLE", true, true),
    GOOD_UNANSWERED("WHOLE", true, false),
    PLAIN("WHOLE", false, true),
    PLAIN_UNANSWERED("WHOLE", false, false),
    FORBIDDEN("FORBIDDEN", true, true),
    FORBIDDEN_UNANSWERED("FORBIDDEN", true, false);

    private final String queue;
    private final boolean encrypted;
    private final boolean answered;

    Step(String queue, boolean encrypted, boolean answered) {
      this.queue = queue;
      this.encrypted = encrypted;
      this.answered = answered;
    }

    /** The start of the reason why it is refused. */
    Optional<String> reason() {
      if (!encrypted) {
        return Optional.of("[require-encrypted-body] ");
      }
      return queue.equals("WHOLE")
          ? Optional.empty()
          : Optional.of("User user is not authorized to write");
    }

    boolean isGood() {
      return reason().isEmpty();
    }

    void take(CommandClient client, TransactionId id) throws Exception {
      ActiveMQQueue to = new ActiveMQQueue(queue);
      byte[] body = encrypted ? ENCRYPTED : PLAINTEXT;
      if (!answered) {
        client.tell(to, body, id);
        return;
      }
      Throwable thrown = catchThrowable(() -> client.send(to, body, id));
      if (isGood()) {
        assertThat(thrown).isNull();
      } else {
        assertThat(thrown)
            .isExactlyInstanceOf(SecurityException.class)
            .hasMessageStartingWith(reason().get());
      }
    }
  }

  /** How the transaction ends. */
  enum End {
    LOCAL,
    ONE_PHASE,
    TWO_PHASES;

    void take(CommandClient client, TransactionId id) throws Exception {
      if (this == TWO_PHASES) {
        client.transact(id, TransactionInfo.PREPARE);
        client.transact(id, TransactionInfo.COMMIT_TWO_PHASE);
      } else {
        client.transact(id, TransactionInfo.COMMIT_ONE_PHASE);
      }
    }
  }

  @BeforeContainer
  static void start() throws Exception {
    broker =
        GatedBroker.create()
            .withPlugin(
                new AuthorizationPlugin(
                    Rights.ofOperators().users("queue://WHOLE", true, true).map()))
            .started();
  }

  @AfterContainer
  static void stop() {
    broker.close();
  }

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void exactlyTransactionsWithoutARefusedMessageTakeEffect(
      @ForAll @Size(min = 1, max = 6) List<Step> steps,
      @ForAll @Size(max = 2) List<Step> more,
      @ForAll End end,
      @ForAll boolean falseEnd)
      throws Exception {
    number++;
    String name = "ID:orders-" + number;
    TransactionId id =
        end == End.LOCAL
            ? new LocalTransactionId(new ConnectionId(name), number)
            : XaIds.of(number);
    try (CommandClient client = CommandClient.connect(broker, name, "user")) {
      client.transact(id, TransactionInfo.BEGIN);
      for (Step step : steps) {
        step.take(client, id);
      }
      if (end == End.LOCAL || !falseEnd || steps.stream().anyMatch(step -> !step.isGood())) {
        judge(client, id, end, steps);
        return;
      }
      // It is not prepared yet, and so this does not commit it.
      assertThat(catchThrowable(() -> client.transact(id, TransactionInfo.COMMIT_TWO_PHASE)))
          .isInstanceOf(XAException.class);
      client.transact(id, TransactionInfo.BEGIN);
      for (Step step : more) {
        step.take(client, id);
      }
      judge(client, id, end, Stream.concat(steps.stream(), more.stream()).toList());
    }
  }

  private static void judge(CommandClient client, TransactionId id, End end, List<Step> steps)
      throws Exception {
    Optional<String> reason = steps.stream().flatMap(step -> step.reason().stream()).findFirst();
    long before = size();

    Throwable thrown = catchThrowable(() -> end.take(client, id));

    if (reason.isPresent()) {
      assertThat(thrown)
          .as("%s of %s", end, steps)
          .isExactlyInstanceOf(end == End.LOCAL ? SecurityException.class : XAException.class)
          .hasMessageStartingWith(reason.get());
      assertThat(size()).as("%s of %s", end, steps).isEqualTo(before);
    } else {
      assertThat(thrown).as("%s of %s", end, steps).isNull();
      assertThat(size()).as("%s of %s", end, steps).isEqualTo(before + steps.size());
    }
  }

  private static long size() throws Exception {
    return broker.getBrokerService().getRegionBroker().getDestinations(QUEUE).stream()
        .mapToLong(queue -> queue.getDestinationStatistics().getMessages().getCount())
        .sum();
  }
}
