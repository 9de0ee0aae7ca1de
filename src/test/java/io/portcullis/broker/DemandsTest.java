package io.portcullis.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.BodyDemands;
import io.portcullis.policy.BodyEntry;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.policy.Policy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.junit.jupiter.api.Test;

/** Clients choose destinations' names, and as many as they like. */
class DemandsTest {

  private final Demands demands = new Demands(openOnly("OPEN.>"));

  @Test
  void onlySoManyDestinationsAreRemembered() {
    for (int i = 0; i < 50_000; i++) {
      assertThat(demands.of(new ActiveMQQueue("OPEN." + i)).open()).isTrue();
      assertThat(demands.of(new ActiveMQQueue("CLOSED." + i)).open()).isFalse();
    }

    assertThat(demands.remembered()).isBetween(1, 20_000);
  }

  @Test
  void aLongNameIsJudgedAndNotRemembered() {
    ActiveMQQueue longest = new ActiveMQQueue("OPEN." + "x".repeat(251));
    ActiveMQQueue longer = new ActiveMQQueue("OPEN." + "x".repeat(252));

    assertThat(demands.of(longer).open()).isTrue();
    assertThat(demands.remembered()).isZero();
    assertThat(demands.of(longest).open()).isTrue();
    assertThat(demands.remembered()).isEqualTo(1);
  }

  @Test
  void theOptionsBehindANameAreNotRemembered() {
    ActiveMQDestination queue =
        ActiveMQDestination.createDestination(
            "OPEN.Q?option=" + "x".repeat(100_000), ActiveMQDestination.QUEUE_TYPE);

    assertThat(demands.of(queue)).isSameAs(demands.of(new ActiveMQQueue("OPEN.Q")));
    assertThat(demands.remembered()).isEqualTo(1);
  }

  @Test
  void aDestinationThatIsGoneIsForgotten() {
    demands.of(new ActiveMQQueue("OPEN.Q"));

    demands.forget(new ActiveMQQueue("OPEN.Q"));

    assertThat(demands.remembered()).isZero();
  }

  private static BodyDemands openOnly(String queue) {
    try {
      return Policy.builder()
          .bodies(List.of(new BodyEntry(Map.of("queue", queue, "body", "ANY"))))
          .build(Set.of())
          .bodies();
    } catch (ConfigurationException e) {
      throw new IllegalStateException(e);
    }
  }
}
