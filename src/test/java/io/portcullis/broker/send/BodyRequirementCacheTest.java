package io.portcullis.broker.send;

import static org.assertj.core.api.Assertions.assertThat;

import io.portcullis.policy.BodyEntry;
import io.portcullis.policy.BodyRequirements;
import io.portcullis.policy.ConfigurationException;
import io.portcullis.policy.Policy;
import io.portcullis.rule.DestinationFacts;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ActiveMQTempTopic;
import org.apache.activemq.command.ActiveMQTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients choose destinations' names, and as many as they like. */
class BodyRequirementCacheTest {

  private final BodyRequirementCache demands = new BodyRequirementCache(openOnly("OPEN.>"));

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
  void whatComesWithOptionsIsJudgedAndNotRemembered() {
    ActiveMQDestination queue =
        ActiveMQDestination.createDestination(
            "OPEN.Q?option=" + "x".repeat(100_000), ActiveMQDestination.QUEUE_TYPE);

    assertThat(demands.of(queue).open()).isTrue();
    assertThat(demands.remembered()).isZero();
    DestinationFacts known = demands.of(new ActiveMQQueue("OPEN.Q"));
    assertThat(demands.of(queue)).as("the one that is known").isSameAs(known);
  }

  @Test
  void aTemporaryTopicIsNoAdvisory() {
    ActiveMQTempTopic topic = new ActiveMQTempTopic("ActiveMQ.Advisory.NoConsumer.Queue.OPEN.Q");

    assertThat(demands.of(topic).open()).isFalse();
    assertThat(demands.of(topic).about().id()).startsWith("temp-topic://");
  }

  @Test
  void anAdvisoryOfNoNameIsJudged() {
    assertThat(demands.of(new ActiveMQTopic("ActiveMQ.Advisory.NoConsumer.Queue.")).open())
        .isFalse();
  }

  @Test
  void aDestinationThatIsGoneIsForgotten() {
    demands.of(new ActiveMQQueue("OPEN.Q"));

    demands.forget(new ActiveMQQueue("OPEN.Q"));

    assertThat(demands.remembered()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A",
        "A.B?x=1,C",
        "A ?x=1",
        "queue://queue://A",
        "queue://topic://A",
        "A,B",
        " A , topic://B ,, temp-queue://C,queue://queue://D",
        "A,\u2003B,\u0001C"
      })
  void theSubjectIsThePartsThatActiveMqDeliversTo(String name) {
    for (byte type :
        new byte[] {
          ActiveMQDestination.QUEUE_TYPE,
          ActiveMQDestination.TOPIC_TYPE,
          ActiveMQDestination.TEMP_QUEUE_TYPE,
          ActiveMQDestination.TEMP_TOPIC_TYPE
        }) {
      ActiveMQDestination destination = ActiveMQDestination.createDestination(name, type);
      ActiveMQDestination[] parts =
          destination.isComposite()
              ? destination.getCompositeDestinations()
              : new ActiveMQDestination[] {destination};

      assertThat(Set.copyOf(demands.of(destination).about().ids()))
          .isEqualTo(
              Arrays.stream(parts)
                  .map(ActiveMQDestination::getQualifiedName)
                  .collect(Collectors.toSet()));
    }
  }

  @Test
  void anAdvisoryThatCarriesAMessageHasTheSubjectOfWhereThatWasSent() {
    ActiveMQTopic advisory = new ActiveMQTopic("ActiveMQ.Advisory.NoConsumer.Queue.Q");

    assertThat(demands.of(advisory).about().id()).isEqualTo("queue://Q");
  }

  private static BodyRequirements openOnly(String queue) {
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
