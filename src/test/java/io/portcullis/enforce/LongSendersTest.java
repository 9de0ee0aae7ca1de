package io.portcullis.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.broker.platform.Subjects;
import io.portcullis.policy.DestinationName;
import io.portcullis.policy.Resource.Kind;
import io.portcullis.rule.Fault;
import io.portcullis.rule.Named;
import io.portcullis.rule.Violation;
import java.time.Clock;
import org.junit.jupiter.api.Test;

/** Names that differ after their first 256 characters are two. */
class LongSendersTest {

  private static final String LONG = "x".repeat(299);

  @Test
  void eachIsARowOfItsOwn() {
    Senders senders = new Senders(Clock.systemUTC());
    for (String user : new String[] {LONG + "1", LONG + "2"}) {
      for (String queue : new String[] {LONG + "1", LONG + "2"}) {
        senders.count(
            new Subject(
                "ssl",
                "tcp://10.0.0.1:5",
                Subjects.text(user),
                "c",
                "amqp",
                DestinationName.queue(queue).shown(),
                true),
            Violation.of(
                "rule",
                Named.of(Kind.DESTINATION, "queue://Q"),
                new Fault("code", "found", "remedy")));
      }
    }

    assertThat(senders.all()).hasSize(4).allMatch(sender -> sender.count() == 1);
  }

  @Test
  void eachHasAWaitOfItsOwn() {
    Backoff<String> backoff = new Backoff<>(Clock.systemUTC());
    backoff.fail(Subjects.text(LONG + "1"));

    assertThat(backoff.left(Subjects.text(LONG + "1"))).isPresent();
    assertThat(backoff.left(Subjects.text(LONG + "2"))).isEmpty();
  }
}
