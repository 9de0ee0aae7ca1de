package io.portcullis.enforce;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.enforce.Senders.Sender;
import io.portcullis.policy.Resource.Kind;
import io.portcullis.rule.Fault;
import io.portcullis.rule.Named;
import io.portcullis.rule.Violation;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class SendersTest {

  private static final Violation VIOLATION =
      Violation.of(
          "rule", Named.of(Kind.DESTINATION, "queue://Q"), new Fault("code", "found", "remedy"));

  private final Senders senders = new Senders(Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

  @Test
  void whoDoesTheSameAgainIsOneRowWithTheLastAddress() {
    senders.count(subject("alice", "tcp://10.0.0.1:5"), VIOLATION);
    senders.count(subject("alice", "tcp://10.0.0.2:6"), VIOLATION);
    senders.count(subject("bob", "tcp://10.0.0.3:7"), VIOLATION);

    assertThat(senders.all())
        .containsExactly(
            new Sender(
                "rule", "queue://Q", "alice", "c", "tcp://10.0.0.2:6", "mqtt", 2, Instant.EPOCH, 0),
            new Sender(
                "rule", "queue://Q", "bob", "c", "tcp://10.0.0.3:7", "mqtt", 1, Instant.EPOCH, 0));
  }

  @Test
  void theLeastRecentIsForgottenFirst() {
    senders.count(subject("first", ""), VIOLATION);
    for (int i = 0; i < 1_000; i++) {
      senders.count(subject("user " + i, ""), VIOLATION);
    }

    assertThat(senders.all()).hasSize(1_000).noneMatch(sender -> sender.user().equals("first"));
  }

  private static Subject subject(String user, String address) {
    return new Subject("connector", address, user, "c", "mqtt", "queue://Q");
  }
}
