package io.portcullis.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.filter.DestinationFilter;

/** Patterns of destinations mean what they mean to ActiveMQ. */
class DestinationPatternTest {

  private static final List<String> KINDS =
      List.of("queue://", "topic://", "temp-queue://", "temp-topic://");

  private static Arbitrary<String> qualified(Arbitrary<String> parts) {
    return Combinators.combine(
            Arbitraries.of(KINDS),
            parts.list().ofMinSize(1).ofMaxSize(5).map(l -> String.join(".", l)))
        .as(String::concat)
        .filter(name -> !DestinationName.nameOf(name).isEmpty());
  }

  @Provide
  Arbitrary<String> names() {
    return qualified(Arbitraries.of("A", "B", "VirtualTopic", "", "a b"));
  }

  @Provide
  Arbitrary<String> patterns() {
    return qualified(Arbitraries.of("A", "B", "VirtualTopic", "", "*", "*", ">"))
        .filter(DestinationPattern::isOne);
  }

  private static ActiveMQDestination destination(String qualified) {
    return ActiveMQDestination.createDestination(qualified, ActiveMQDestination.QUEUE_TYPE);
  }

  @Property
  void aPatternMatchesWhatItMatchesInActiveMq(
      @ForAll("patterns") String pattern, @ForAll("names") String name) {
    assertThat(DestinationPattern.of(pattern).matches(name))
        .as("%s, %s", pattern, name)
        .isEqualTo(DestinationFilter.parseFilter(destination(pattern)).matches(destination(name)));
  }

  @Property
  void aNameIsAPatternOfItself(@ForAll("names") String name) {
    assertThat(DestinationPattern.isOne(name)).isTrue();
    assertThat(DestinationPattern.of(name).isWild()).isFalse();
    assertThat(DestinationPattern.of(name).matches(name)).isTrue();
  }

  /** A sender may bind a message to anything. */
  @Property
  void noPatternIsAmongTheDestinations(@ForAll("patterns") String pattern) {
    assertThat(DestinationPattern.of("queue://>").matches(pattern))
        .isEqualTo(pattern.startsWith("queue://") && !DestinationPattern.of(pattern).isWild());
  }

  @Example
  void thoseOfTheDocumentationMatch() {
    assertThat(DestinationPattern.of("queue://Consumer.*.VirtualTopic.ORDERS"))
        .matches(pattern -> pattern.matches("queue://Consumer.A.VirtualTopic.ORDERS"))
        .matches(pattern -> !pattern.matches("queue://Consumer.A.B.VirtualTopic.ORDERS"))
        .matches(pattern -> !pattern.matches("topic://Consumer.A.VirtualTopic.ORDERS"));
    assertThat(DestinationPattern.of("queue://DLQ.>"))
        .matches(pattern -> pattern.matches("queue://DLQ.ORDERS.EU"))
        .matches(pattern -> pattern.matches("queue://DLQ"));
  }
}
