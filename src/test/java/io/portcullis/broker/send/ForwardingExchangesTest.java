package io.portcullis.broker.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.activemq.broker.ConnectionContext;
import org.apache.activemq.broker.ProducerBrokerExchange;
import org.apache.activemq.command.ActiveMQDestination;
import org.apache.activemq.command.ActiveMQQueue;
import org.apache.activemq.command.ActiveMQTopic;
import org.junit.jupiter.api.Test;

class ForwardingExchangesTest {

  private final ForwardingExchanges exchanges = new ForwardingExchanges();
  private final ActiveMQTopic topic = new ActiveMQTopic("VirtualTopic.ORDERS");
  private final ActiveMQQueue queue = new ActiveMQQueue("Consumer.A.VirtualTopic.ORDERS");

  @Test
  void aProducerThatSendsAgainCostsNoAllocation() {
    ProducerBrokerExchange producer = producer();

    ForwardingExchange first = exchanges.from(topic, producer);

    assertThat(exchanges.from(topic, producer)).isSameAs(first);
    assertThat(exchanges.from(queue, first)).isSameAs(exchanges.from(queue, first));
  }

  @Test
  void takesOverWhatTheProducerSaysNow() {
    ProducerBrokerExchange producer = producer();
    producer.setMutable(true);
    exchanges.from(topic, producer).setMutable(true);
    producer.setMutable(false);

    assertThat(exchanges.from(topic, producer).isMutable()).isFalse();
  }

  /** However many there are, in whatever order: each is what a new one would be. */
  @Test
  void nobodyGetsTheExchangeOfAnother() {
    Random random = new Random(7);
    List<ProducerBrokerExchange> producers = new ArrayList<>();
    List<ActiveMQDestination> names = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      producers.add(producer());
      names.add(new ActiveMQTopic("VirtualTopic." + i));
      names.add(new ActiveMQQueue("Consumer." + i));
    }
    for (int i = 0; i < 20_000; i++) {
      ProducerBrokerExchange producer = producers.get(random.nextInt(producers.size()));
      ActiveMQDestination start = names.get(random.nextInt(names.size()));
      ActiveMQDestination next = names.get(random.nextInt(names.size()));

      ForwardingExchange first = exchanges.from(start, producer);
      ForwardingExchange second = exchanges.from(next, first);

      assertThat(first.first()).isEqualTo(start);
      assertThat(first.sentTo()).isEqualTo(start);
      assertThat(first.getConnectionContext()).isSameAs(producer.getConnectionContext());
      assertThat(second.first()).isEqualTo(start);
      assertThat(second.sentTo()).isEqualTo(next);
      assertThat(second.getConnectionContext()).isSameAs(producer.getConnectionContext());
    }
  }

  private static ProducerBrokerExchange producer() {
    ProducerBrokerExchange producer = new ProducerBrokerExchange();
    producer.setConnectionContext(new ConnectionContext());
    return producer;
  }
}
